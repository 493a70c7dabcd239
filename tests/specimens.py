"""One object of every class of the standard, and curves that ordinary lots lack: a bench for readers and writers."""

from __future__ import annotations

import numpy as np

from mutualgeo_plugin.engine.demo.drawing import (
    Arc,
    Circle,
    Curve,
    Geometry,
    Line,
    MultiCurve,
    MultiPoint,
    MultiSurface,
    Point,
    Points,
    Polygon,
    arc_chain,
    drape,
    line,
    rectangle,
    rounded_ring,
)
from mutualgeo_plugin.engine.demo.gml import Feature, Ref, Value
from mutualgeo_plugin.engine.demo.town import COMMUNE_CODE, COMMUNE_NAME, ORIGIN, ground

PRODUCER = "Topographie Exemple"
#: Radii of kerbs in metres: the smallest and the widest seen in real lots, and one between.
KERB_RADII = (0.14, 1.5, 168.0)
CHAIN_LENGTH = 40


def specimens() -> list[Feature]:
    """At least one valid object of every concrete class, then special kerbs; the emprise, which lists them, is last."""
    objects = [*_surveyed(), *_affleurants(), *_drawings(), *_kerbs(), *_frame()]
    return [*objects, _emprise(objects)]


def _place(rank: int) -> Points:
    """Where specimen `rank` stands: every five metres along a line."""
    return np.array([ORIGIN[0] + 5.0 * rank, ORIGIN[1], 0.0])


def _shape(geometry: Geometry) -> Geometry:
    return drape(geometry, ground)


def _segment(rank: int, length: float = 2.0) -> Curve:
    start = _place(rank)
    return line([start, start + (length, 0.5, 0.0)])


def _vecteur(cls: str, theme: str, geometry: Geometry | None, *own: tuple[str, Value], survey: str = "") -> Feature:
    head: list[tuple[str, Value]] = [
        ("dateLeve", "2023-06-15"),
        ("idObjet", f"000000018-{cls}"),
        ("thematique", theme),
        ("qualiteCategorisation", "01"),
        ("precisionPlanimetrique", "005"),
        ("precisionAltimetrique", "010"),
        ("producteur", PRODUCER),
    ]
    if survey:
        head.append(("pointLeve", Ref(survey)))
    if geometry is not None:
        head.append(("geometrie", _shape(geometry)))
    return Feature(cls, f"spec.{cls}", (*head, *own))


def _surveyed() -> list[Feature]:
    size = (("section", "03"), ("angleRotation", "12.5"), ("longueur", "0.4"), ("largeur", "0.4"))
    pillar = line(rectangle(_place(6), 1.0, 0.5, 10.0))
    pier = Polygon((line(rectangle(_place(12), 2.0, 1.0)), line(rectangle(_place(12), 1.0, 0.5)[::-1])))
    canevas: tuple[tuple[str, Value], ...] = (
        ("canevas", "Polygonale"),
        ("precisionXY", "2"),
        ("precisionZ", "2"),
        ("immatriculation", "007"),
        ("dateCreation", "2020-05-04"),
        ("fiche", "https://exemple.invalid/007?a=1&b=2"),
    )
    return [
        _vecteur("LimiteVoiriePCRS", "03", _segment(0), survey="spec.PointLevePCRS"),
        _vecteur("FacadePCRS", "02", _segment(1)),
        _vecteur("ProeminenceBatiPCRS", "02", _segment(2)),
        _vecteur("SeuilPCRS", "02", _segment(3), ("symbole", Ref("spec.HabillageSymbolePCRS"))),
        _vecteur("MurPCRS", "05", _segment(4), ("typeMur", "06")),
        _vecteur("PilierRegulierPCRS", "05", Point(_place(5)), *size),
        _vecteur("PilierParticulierPCRS", "05", pillar),
        _vecteur("MarcheEscalierPCRS", "02", _segment(7)),
        _vecteur("QuaiRailPCRS", "04", _segment(8)),
        _vecteur("QuaiFluvioMaritimePCRS", "07", _segment(9)),
        _vecteur("RailPCRS", "04", _segment(10)),
        _vecteur("ArbrePCRS", "06", Point(_place(11)), ("reference", "Tilleul & hêtre <42>")),
        _vecteur("PilePontPCRS", "07", pier),
        _vecteur("PointCanevasPCRS", "01", Point(_place(13)), *canevas),
        _vecteur("ObjetGeneriquePCRS", "00", _segment(14), ("identification", "MurPCRS")),
    ]


def _affleurants() -> list[Feature]:
    own: tuple[tuple[str, Value], ...] = (
        ("gestionnaire", "Régie d'Exemple"),
        ("nature", "other: grille"),
        ("reseau", "AEP"),
        ("symbolisation", Ref("spec.AffleurantSymbolePCRS")),
        ("representation", Ref("spec.AffleurantGeometriquePCRS")),
    )
    centre = _place(16)
    cross = MultiCurve(
        (line([centre, centre + (0.5, 0, 0)]), line([centre + (0.25, -0.2, 0), centre + (0.25, 0.2, 0)]))
    )
    hub: tuple[tuple[str, Value], ...] = tuple(
        (name, Ref(f"spec.Affleurant{kind}PCRS"))
        for name, kind in (("enveloppe", "Enveloppe"), ("ligne", "Lignes"), ("point", "Point"))
    )
    circle = Polygon(((Circle(centre, 0.4),),))
    outline: tuple[tuple[str, Value], ...] = (
        ("geometrie", _shape(circle)),
        ("habillage", Ref("spec.HabillageLignesPCRS")),
    )
    symbol: tuple[tuple[str, Value], ...] = (
        ("reference", "VAN01"),
        ("angleRotation", "359.5"),
        ("longueur_mm", "2"),
        ("largeur_mm", "1.5"),
    )
    return [
        _vecteur("AffleurantPCRS", "10", None, *own),
        Feature("AffleurantGeometriquePCRS", "spec.AffleurantGeometriquePCRS", hub),
        Feature("AffleurantEnveloppePCRS", "spec.AffleurantEnveloppePCRS", outline),
        Feature("AffleurantLignesPCRS", "spec.AffleurantLignesPCRS", (("geometrie", _shape(cross)),)),
        Feature("AffleurantPointPCRS", "spec.AffleurantPointPCRS", (("geometrie", _shape(Point(centre))),)),
        Feature("AffleurantSymbolePCRS", "spec.AffleurantSymbolePCRS", (("geometrie", _shape(Point(centre))), *symbol)),
    ]


def _habillage(cls: str, geometry: Geometry, *own: tuple[str, Value], part: str = "") -> Feature:
    head: list[tuple[str, Value]] = [("idHabillage", f"000000018-{cls}"), ("thematique", "01")]
    if part:
        head.append(("habillage", Ref(part)))
    return Feature(cls, f"spec.{cls}", (*head, ("geometrie", _shape(geometry)), *own))


def _text(label: str) -> tuple[tuple[str, Value], ...]:
    return (("libelle", label), ("angleRotation", "45"), ("justification", "G"), ("taille", "2.5"))


def _drawings() -> list[Feature]:
    points = MultiPoint(np.array([_place(20), _place(20) + (1.0, 0.0, 0.0)]))
    turn = Arc(np.array([_place(21), _place(21) + (1.0, 0.4, 0.0), _place(21) + (2.0, 0.0, 0.0)]))
    lines = MultiCurve((_segment(21), (turn, Line(np.array([turn.points[2], turn.points[2] + (1.0, 0.0, 0.0)])))))
    symbol: tuple[tuple[str, Value], ...] = (
        ("reference", "SEUIL"),
        ("angleRotation", "0"),
        ("longueur_mm", "3"),
        ("largeur_mm", "1"),
    )
    outline = Polygon((line(rectangle(_place(22), 2.0, 1.0)),))
    rounded = rounded_ring(rectangle(_place(27), 3.0, 2.0)[:4], np.full(4, 0.3))
    mask: tuple[tuple[str, Value], ...] = (
        ("idHabillage", "000000018-masque"),
        ("thematique", "11"),
        ("transparence", "50"),
        ("geometrie", _shape(Polygon((rounded,)))),
        ("raster", Ref("spec.RasterPCRS")),
    )
    name = (*_text("Rue de l'Équerre"), ("idNomVoirie", f"{COMMUNE_CODE}_0010"), ("positionnement", "02"))
    number = (*_text("4 bis"), ("idNumeroVoirie", f"{COMMUNE_CODE}_0010_00004_bis"), ("positionnement", "05"))
    return [
        _habillage("HabillagePointsPCRS", points, part="spec.HabillageTextePCRS"),
        _habillage("HabillageLignesPCRS", lines),
        _habillage("HabillageEnveloppePCRS", outline),
        _habillage("HabillageSymbolePCRS", Point(_place(23)), *symbol),
        _habillage("HabillageTextePCRS", Point(_place(24)), *_text("Lavoir")),
        _habillage("NomVoiriePCRS", Point(_place(25)), *name),
        _habillage("NumeroVoiriePCRS", Point(_place(26)), *number),
        Feature("MasqueOpacitePCRS", "spec.MasqueOpacitePCRS", mask),
    ]


def _kerbs() -> list[Feature]:
    """Long arc chains, full circles, and corners from the tightest to the widest radius."""
    curves: dict[str, Curve] = {
        "chain": (arc_chain(_place(30), 2.0, 50.0, CHAIN_LENGTH, wave=True),),
        "chain-between-lines": (
            Line(np.array([_place(50) - (3.0, 0.0, 0.0), _place(50)])),
            arc := arc_chain(_place(50), 5.0, 30.0, 6),
            Line(np.array([arc.points[-1], arc.points[-1] + (2.0, 1.0, 0.0)])),
        ),
        "circle": (Circle(_place(60), 12.0),),
    }
    for radius in KERB_RADII:
        curves[f"radius-{radius:g}"] = (arc_chain(_place(70), radius, 40.0, 1),)
    template = _vecteur("LimiteVoiriePCRS", "03", _segment(0))
    return [
        template.rename(f"spec.kerb.{name}")
        .replace_value("idObjet", f"000000018-kerb-{name}")
        .replace_value("geometrie", _shape(curve))
        for name, curve in curves.items()
    ]


def _area(rank: int, size: float) -> Polygon:
    outline = rectangle(_place(rank), size, size)
    outline[:, 2] = np.nan
    return Polygon((line(outline),))


def _frame() -> list[Feature]:
    survey: tuple[tuple[str, Value], ...] = (
        ("geometrie", _shape(Point(_place(0)))),
        ("numeroPoint", "0042"),
        ("precisionXY", "3"),
        ("precisionZ", "2"),
        ("horodatage", "2023-06-15"),
        ("producteur", PRODUCER),
    )
    commune: tuple[tuple[str, Value], ...] = (
        ("codeINSEE", COMMUNE_CODE),
        ("nom", COMMUNE_NAME),
        ("geometrie", MultiSurface((_area(10, 900.0), _area(400, 50.0)))),
        ("reference", "fictive"),
    )
    street: tuple[tuple[str, Value], ...] = (
        ("geometrie", _shape(_segment(40, 60.0))),
        ("source", "fictive"),
        ("reference", f"{COMMUNE_CODE}_0010"),
        ("propriete", "01"),
    )
    raster: tuple[tuple[str, Value], ...] = (
        ("producteur", PRODUCER),
        ("nomImage", "dalle_001.tif"),
        ("typeImage", "orthophotographie"),
        ("geometrie", _area(27, 200.0)),
        ("idPCRS", "000000018-dalle-001"),
        ("resolution", "5"),
        ("dateAcquisition", "2023-05-01"),
        ("dateRecette", "2023-08-01"),
        ("precisionPlanimetriqueCorpsDeRue", "010"),
        ("precisionPlanimetriqueZoneNaturelle", "040"),
        ("descriptionElementsQualite", "contrôle sur 30 points"),
        ("masque", Ref("spec.MasqueOpacitePCRS")),
    )
    initiative: tuple[tuple[str, Value], ...] = (
        ("partenaires", "Commune d'Exemple"),
        ("partenaires", "Syndicat d'Exemple"),
        ("gestionnaire", "Syndicat d'Exemple"),
        ("geometrie", MultiSurface((_area(10, 950.0),))),
        ("commune", Ref("spec.Commune")),
    )
    available: tuple[tuple[str, Value], ...] = (
        ("dateActualite", "2023-09-01"),
        ("calendrier", "01"),
        ("geometrie", MultiSurface((_area(10, 940.0),))),
        ("initiative", Ref("spec.InitiativePCRS")),
    )
    return [
        Feature("PointLevePCRS", "spec.PointLevePCRS", survey),
        Feature("Commune", "spec.Commune", commune),
        Feature("TronconVoirie", "spec.TronconVoirie", street),
        Feature("RasterPCRS", "spec.RasterPCRS", raster),
        Feature("InitiativePCRS", "spec.InitiativePCRS", initiative, info=True),
        Feature("EmpriseDisponibilitePCRS", "spec.EmpriseDisponibilitePCRS", available, info=True),
    ]


def _emprise(objects: list[Feature]) -> Feature:
    def having(name: str) -> list[Ref]:
        return [Ref(feature.gml_id) for feature in objects if any(key == name for key, _ in feature.values)]

    return Feature(
        "EmpriseEchangePCRS",
        "spec.EmpriseEchangePCRS",
        (
            ("fournisseur", PRODUCER),
            ("datePublication", "2023-09-01"),
            ("complement", "spécimens"),
            ("type", "Opération"),
            ("geometrie", MultiSurface((_area(10, 900.0),))),
            ("idEmprise", "000000018-specimens"),
            ("raster", Ref("spec.RasterPCRS")),
            *(("objet", reference) for reference in having("idObjet")),
            ("commune", Ref("spec.Commune")),
            ("troncon", Ref("spec.TronconVoirie")),
            *(("habillage", reference) for reference in having("idHabillage")),
        ),
    )
