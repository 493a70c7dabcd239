"""Defects of what objects say and of how they are linked: S3, S5, S6, S7, S8, A1, A2, A3, A5."""

from __future__ import annotations

from .lot import PUBLISHED, Value
from .plot import Plot, box, limit
from .recipe import Made, Recipe
from .truth import expected_finding

TREE, WALL, PIER, TEXT = "ArbrePCRS", "MurPCRS", "PilierRegulierPCRS", "HabillageTextePCRS"

#: What an image says of itself.
_IMAGE: dict[str, Value] = {
    "nomImage": "ortho.tif",
    "typeImage": "TIFF",
    "resolution": "5",
    "dateAcquisition": PUBLISHED,
    "dateRecette": PUBLISHED,
    "precisionPlanimetriqueCorpsDeRue": "005",
    "precisionPlanimetriqueZoneNaturelle": "010",
    "descriptionElementsQualite": "Contrôle sur points levés",
}


def plant_s3(plot: Plot, k: int, wrong: bool) -> Made:
    """Links that lead nowhere."""
    nowhere = f"{plot.lot.name}.nothing{k}"
    if not wrong:
        symbol = plot.point("HabillageSymbolePCRS", (0, -1))
        return Made(None, (plot.line("MarcheEscalierPCRS", [(-1, 0), (1, 0)], symbole=(symbol,)),))
    if k % 2:
        thing = plot.line("MarcheEscalierPCRS", [(-1, 0), (1, 0)], symbole=(nowhere,))
    else:
        outline = plot.polygon("AffleurantEnveloppePCRS", box(0, 0, 1, 1))
        thing = plot.lot.add("AffleurantGeometriquePCRS", None, enveloppe=(outline, nowhere))
        plot.lot.add("AffleurantPCRS", None, representation=(thing,))
    return Made(None, (thing,), (expected_finding("S3", "error", thing),))


def plant_s5(plot: Plot, k: int, wrong: bool) -> Made:
    """Affleurants without geometry, or with a symbol alone; near: a point is enough."""
    symbol = plot.point("AffleurantSymbolePCRS", (0, 0))
    if not wrong:
        thing = plot.chain(symbol=(symbol,), point=(plot.point("AffleurantPointPCRS", (0, 0)),))
        return Made(None, (thing,))
    thing = plot.chain(symbol=(symbol,) if k % 2 else None)
    code, severity = ("S5_symbol", "warning") if k % 2 else ("S5", "error")
    return Made(None, (thing,), (expected_finding(code, severity, thing),))


def plant_s6(plot: Plot, k: int, wrong: bool) -> Made:
    """Two objects with one identifier, or one gml:id; near: identifiers that differ by a letter's case."""
    places = [(-2.0, 0.0), (2.0, 0.0)]
    if k % 3 == 2 and wrong:
        gml_id = plot.lot.new_id()
        for rank, place in enumerate(places):
            shape = plot.lot.shapes.point(f"{gml_id}.g{rank}", plot.place_points([place])[0])
            plot.lot.add(TREE, shape, gml_id=gml_id, idObjet=f"ido.{gml_id}.{rank}")
        plot.lot.listed["objet"].pop()  # one entry says it all
        return Made(
            None, (gml_id,), (expected_finding("S6_gml", "error", gml_id), expected_finding("S6_gml", "error", gml_id))
        )
    used = f"same.{plot.lot.name}.{k}.{'wrong' if wrong else 'near'}"
    names = (used, used if wrong else used.upper())
    if k % 3 == 1:
        pair = [plot.point(TEXT, p, idHabillage=name) for p, name in zip(places, names, strict=True)]
    else:
        pair = [plot.point(TREE, p, idObjet=name) for p, name in zip(places, names, strict=True)]
    return Made(None, tuple(pair), tuple(expected_finding("S6", "error", thing) for thing in pair) if wrong else ())


def plant_s7(plot: Plot, k: int, wrong: bool) -> Made:
    """Codes that are in no list, codes that lost their zeros; near: a free word where the list is open."""
    if not wrong:
        return Made(None, (plot.affleurant(box(0, 0, 1, 1), nature="other: regard", reseau="other: froid")[0],))
    code, made = (
        ("S7", lambda: plot.line(WALL, [(-1, 0), (1, 0)], typeMur="07")),
        ("S7_zero", lambda: plot.line(WALL, [(-1, 0), (1, 0)], typeMur="6")),
        ("S7_zero", lambda: plot.point(TREE, (0, 0), precisionPlanimetrique="5", precisionAltimetrique="005")),
        ("S7", lambda: plot.point(TREE, (0, 0), qualiteCategorisation="04")),
        ("S7", lambda: plot.point(PIER, (0, 0), section="99")),
        ("S7", lambda: plot.point(TEXT, (0, 0), justification="L")),
        ("S7_zero", lambda: plot.affleurant(box(0, 0, 1, 1), nature="3")[0]),
        ("S7", lambda: plot.affleurant(box(0, 0, 1, 1), nature=("other: r", "other:regard", "regard")[k // 8 % 3])[0]),
    )[k % 8]
    thing = made()
    return Made(None, (thing,), (expected_finding(code, "error", thing),))


def plant_s8(plot: Plot, k: int, wrong: bool) -> Made:
    """Altitudes that are no metres; they are outliers too."""
    level = (
        limit("S8", "highest") * (1.01 if wrong else 0.99) if k % 2 else -limit("S8", "depth") * (1.1 if wrong else 0.9)
    )
    thing = plot.point(TREE, (0, 0), level=level)
    outlier = expected_finding("Z2", "warning", thing)
    return Made(level, (thing,), (expected_finding("S8_unit", "warning", thing), outlier) if wrong else (outlier,))


#: Words and signs that say nothing, as they are written.
_NOTHING = (
    "", "NR", "?", "-", " ", " NR\n", "inconnu", "À renseigner", "N/A", "NULL", "xxx", "Néant", "SANS OBJET", "--",
)  # fmt: skip


def plant_a1(plot: Plot, k: int, wrong: bool) -> Made:
    """Values that say nothing, where one is due and where none is."""
    word = _NOTHING[k // 5 % len(_NOTHING)] if wrong else ("Néant-sur-Yvel", "NRJ", "A-1")[k % 3]
    severity = "error"
    if k % 5 == 0:
        thing = plot.point(TREE, (0, 0), reference=word)
    elif k % 5 == 1:
        thing = plot.point(TEXT, (0, 0), libelle=word)
    elif k % 5 == 2:
        given = {"precisionXY": word} if wrong else {"numeroPoint": f"{word}.{k}"}
        thing = plot.point("PointLevePCRS", (0, 0), **given)
    else:
        (thing, _), severity = plot.affleurant(box(0, 0, 1, 1), **{("gestionnaire", "source")[k % 2]: word}), "warning"
    return Made(None, (thing,), (expected_finding("A1", severity, thing),) if wrong else ())


def plant_a2(plot: Plot, k: int, wrong: bool) -> Made:
    """Themes of another class, or undetermined; near: steps may be of the street or of the building."""
    if not wrong:
        return Made(None, (plot.line("MarcheEscalierPCRS", [(-1, 0), (1, 0)], thematique=("02", "03")[k % 2]),))
    theme = ("03", "10", "00", "99")[k % 4]
    cls = ("FacadePCRS", WALL)[k // 4 % 2]
    thing = plot.line(cls, [(-1, 0), (1, 0)], thematique=theme)
    expected = (
        expected_finding("A2_undetermined", "warning", thing) if k % 4 > 1 else expected_finding("A2", "error", thing)
    )
    return Made(None, (thing,), (expected,))


def plant_a3(plot: Plot, k: int, wrong: bool) -> Made:
    """Dates that are none, and surveys after the publication; near: the day of the publication, with its zone too."""
    if not wrong:
        return Made(0.0, (plot.point(TREE, (0, 0), dateLeve=PUBLISHED + ("", "Z", "+01:00")[k % 3]),))
    code, value = (("A3_published", "2024-01-16"), ("A3_malformed", "15/03/2023"), ("A3_malformed", "2023-02-30"))[
        k % 3
    ]
    thing = plot.point(TREE, (0, 0), dateLeve=value)
    return Made(1.0, (thing,), (expected_finding(code, "error", thing),))


def plant_a5(plot: Plot, k: int, wrong: bool) -> Made:
    """Angles, sizes and transparencies out of range, or no numbers."""
    angle = ("360", "-0.5", "nord")[k % 3] if wrong else ("359.999", "0", "0.0")[k % 3]
    length = ("0", "-1", "grand")[k % 3] if wrong else ("0.001", "1", "1e1")[k % 3]
    veil = ("101", "-1", "50.5", "50 %")[k // 5 % 4] if wrong else ("0", "100", "7")[k // 5 % 3]
    if k % 5 == 0:
        thing = plot.point(PIER, (0, 0), angleRotation=angle)
    elif k % 5 == 1:
        thing = plot.point(TEXT, (0, 0), angleRotation=angle)
    elif k % 5 == 2:
        thing = plot.point(PIER, (0, 0), longueur=length)
    elif k % 5 == 3:
        raster = plot.polygon("RasterPCRS", box(-2, -2, 4, 4), idPCRS=f"image.{plot.lot.new_id()}", **_IMAGE)
        thing = plot.polygon("MasqueOpacitePCRS", box(-1, -1, 2, 2), transparence=veil, raster=(raster,))
    else:
        thing = plot.point("HabillageSymbolePCRS", (0, 0), largeur_mm=length)
    severity = "warning" if k % 5 < 2 and angle != "nord" else "error"  # an angle out of its interval
    return Made(None, (thing,), (expected_finding("A5", severity, thing),) if wrong else ())


RECIPES: dict[str, Recipe] = {
    "S3": plant_s3,
    "S5": plant_s5,
    "S6": plant_s6,
    "S7": plant_s7,
    "S8": plant_s8,
    "A1": plant_a1,
    "A2": plant_a2,
    "A3": plant_a3,
    "A5": plant_a5,
}
