"""Lots of a few objects, written by hand for the tests of checks."""

from __future__ import annotations

from pathlib import Path

#: Corner of the small lots, in EPSG:3946.
X, Y = 1723000.0, 5214000.0
ROOT = (
    '<PlanCorpsRueSimplifie xmlns="http://cnig.gouv.fr/pcrs" xmlns:gml="http://www.opengis.net/gml/3.2" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" gml:id="p" version="2.0">'
)


def at(*points: tuple[float, ...]) -> str:
    """posList of points given from the corner; Z is 100 where a point has none."""
    return " ".join(f"{X + p[0]} {Y + p[1]} {p[2] if len(p) > 2 else 100}" for p in points)


def flat(*points: tuple[float, float]) -> str:
    return " ".join(f"{X + p[0]} {Y + p[1]}" for p in points)


def surveyed(cls: str, gml_id: str, geometry: str, own: str = "", **texts: str) -> str:
    values = {
        "idObjet": f"ido.{gml_id}", "thematique": "03", "qualiteCategorisation": "01",
        "precisionPlanimetrique": "005", "precisionAltimetrique": "005", "producteur": "P", **texts,
    }  # fmt: skip
    inner = "".join(f"<{k}>{v}</{k}>" for k, v in values.items())
    return f'<{cls} gml:id="{gml_id}">{inner}<geometrie>{geometry}</geometrie>{own}</{cls}>'


def line(*points: tuple[float, ...], dim: int = 3) -> str:
    text = at(*points) if dim == 3 else flat(*[p[:2] for p in points])
    return (
        f'<gml:LineString gml:id="g" srsName="EPSG:3946" srsDimension="{dim}"><gml:posList>{text}</gml:posList>'
        "</gml:LineString>"
    )


def arc(*points: tuple[float, ...]) -> str:
    return (
        '<gml:Curve gml:id="g" srsName="EPSG:3946" srsDimension="3"><gml:segments><gml:Arc><gml:posList>'
        f"{at(*points)}</gml:posList></gml:Arc></gml:segments></gml:Curve>"
    )


def curve(*segments: tuple[str, tuple[tuple[float, ...], ...]]) -> str:
    """A curve of segments: ("line" or "arc", its points)."""
    kinds = {"line": "LineStringSegment", "arc": "Arc"}
    inner = "".join(
        f"<gml:{kinds[kind]}><gml:posList>{at(*points)}</gml:posList></gml:{kinds[kind]}>" for kind, points in segments
    )
    head = '<gml:Curve gml:id="g" srsName="EPSG:3946" srsDimension="3">'
    return f"{head}<gml:segments>{inner}</gml:segments></gml:Curve>"


def point(x: float, y: float, z: float = 100) -> str:
    return f'<gml:Point gml:id="g" srsName="EPSG:3946" srsDimension="3"><gml:pos>{at((x, y, z))}</gml:pos></gml:Point>'


def polygon(*points: tuple[float, ...]) -> str:
    return (
        '<gml:Polygon gml:id="g" srsName="EPSG:3946" srsDimension="3"><gml:exterior><gml:LinearRing><gml:posList>'
        f"{at(*points)}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"
    )


def kerb(gml_id: str, *points: tuple[float, ...], **texts: str) -> str:
    return surveyed("LimiteVoiriePCRS", gml_id, line(*points), **texts)


def tree(gml_id: str, x: float, y: float, z: float = 100, reference: str = "T", **texts: str) -> str:
    own = f"<reference>{reference}</reference>"
    return surveyed("ArbrePCRS", gml_id, point(x, y, z), own, **{"thematique": "06", **texts})


def facade(gml_id: str, *points: tuple[float, ...], **texts: str) -> str:
    return surveyed("FacadePCRS", gml_id, line(*points), **{"thematique": "02", **texts})


def seuil(gml_id: str, *points: tuple[float, ...], **texts: str) -> str:
    return surveyed("SeuilPCRS", gml_id, line(*points), **{"thematique": "02", **texts})


def rail(gml_id: str, *points: tuple[float, ...], **texts: str) -> str:
    return surveyed("RailPCRS", gml_id, line(*points), **{"thematique": "04", **texts})


def pillar(gml_id: str, *points: tuple[float, ...], **texts: str) -> str:
    return surveyed("PilierParticulierPCRS", gml_id, line(*points), **{"thematique": "05", **texts})


def point_leve(gml_id: str, x: float, y: float) -> str:
    return (
        f'<PointLevePCRS gml:id="{gml_id}"><geometrie>{point(x, y)}</geometrie><numeroPoint>{gml_id}</numeroPoint>'
        "<precisionXY>5</precisionXY><producteur>P</producteur></PointLevePCRS>"
    )


def drawing(gml_id: str, *points: tuple[float, ...]) -> str:
    return (
        f'<HabillageLignesPCRS gml:id="{gml_id}"><idHabillage>idh.{gml_id}</idHabillage><thematique>03</thematique>'
        '<geometrie><gml:MultiCurve gml:id="g" srsName="EPSG:3946" srsDimension="3"><gml:curveMember>'
        f'<gml:LineString gml:id="g1"><gml:posList>{at(*points)}</gml:posList></gml:LineString></gml:curveMember>'
        "</gml:MultiCurve></geometrie></HabillageLignesPCRS>"
    )


def envelope(gml_id: str, *points: tuple[float, ...]) -> str:
    return (
        f'<AffleurantEnveloppePCRS gml:id="{gml_id}"><geometrie>{polygon(*points)}</geometrie>'
        "</AffleurantEnveloppePCRS>"
    )


def affleurant(gml_id: str, representation: str, symbol: str = "", manager: str = "Régie") -> str:
    link = f'<symbolisation xlink:href="{symbol}"/>' if symbol else ""
    return (
        f'<AffleurantPCRS gml:id="{gml_id}"><idObjet>ido.{gml_id}</idObjet><thematique>10</thematique>'
        "<qualiteCategorisation>01</qualiteCategorisation><precisionPlanimetrique>005</precisionPlanimetrique>"
        f"<producteur>P</producteur><gestionnaire>{manager}</gestionnaire>{link}"
        f'<representation xlink:href="{representation}"/></AffleurantPCRS>'
    )


def representation(gml_id: str, *envelopes: str) -> str:
    links = "".join(f'<enveloppe xlink:href="{e}"/>' for e in envelopes)
    return f'<AffleurantGeometriquePCRS gml:id="{gml_id}">{links}</AffleurantGeometriquePCRS>'


def symbol(gml_id: str, x: float, y: float) -> str:
    return (
        f'<AffleurantSymbolePCRS gml:id="{gml_id}"><geometrie>{point(x, y)}</geometrie><reference>R</reference>'
        "<angleRotation>0</angleRotation><longueur_mm>1</longueur_mm><largeur_mm>1</largeur_mm>"
        "</AffleurantSymbolePCRS>"
    )


def emprise(gml_id: str, minx: float, miny: float, maxx: float, maxy: float) -> str:
    ring = flat((minx, miny), (maxx, miny), (maxx, maxy), (minx, maxy), (minx, miny))
    return (
        f'<EmpriseEchangePCRS gml:id="{gml_id}"><fournisseur>F</fournisseur>'
        "<datePublication>2024-01-01</datePublication>"
        '<geometrie><gml:MultiSurface gml:id="g" srsName="EPSG:3946" srsDimension="2"><gml:surfaceMember>'
        '<gml:Polygon gml:id="g1"><gml:exterior><gml:LinearRing><gml:posList>'
        f"{ring}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember></gml:MultiSurface>"
        f"</geometrie><idEmprise>ide.{gml_id}</idEmprise></EmpriseEchangePCRS>"
    )


def write(path: Path, *things: str) -> Path:
    """A lot of these objects."""
    members = "".join(f"<featureMember>{t}</featureMember>" for t in things)
    path.write_text(f"{ROOT}{members}</PlanCorpsRueSimplifie>", "utf-8")
    return path
