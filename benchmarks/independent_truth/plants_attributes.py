"""S3 to S7, S9, A1 to A3 and A5: what an object says, on believable ground."""

from __future__ import annotations

from datetime import date, timedelta

from . import shapes
from .plants_drawing import LINES, any_line, move_into_zone
from .scene import DATE, Shape, Site, Thing
from .schema import SURVEYED, THEMES
from .shapes import Rng

POINT_CLASSES = ("ArbrePCRS", "PilierRegulierPCRS", "PointCanevasPCRS")
TEXT_CLASSES = ("HabillageTextePCRS", "NomVoiriePCRS", "NumeroVoiriePCRS", "HabillageSymbolePCRS")


def thing_of(site: Site, rng: Rng, cls: str, **values: str | None) -> Thing:
    """A believable object of a class on the free ground."""
    at = [rng.uniform(4, 20), rng.uniform(10, 22), 0.0]
    if cls == "AffleurantPCRS":
        return site.affleurant(shapes.translate(shapes.rectangle(0.6, 0.5), at[0], at[1]), **values)[0]
    if cls in POINT_CLASSES + TEXT_CLASSES + ("PointLevePCRS", "AffleurantSymbolePCRS"):
        return site.draw(cls, at, **values)
    if cls in ("PilePontPCRS", "HabillageEnveloppePCRS"):
        return site.draw(cls, [move_into_zone(shapes.rectangle(1.5, 1.0), rng)], **values)
    if cls == "HabillagePointsPCRS":
        return site.draw(cls, [at, [at[0] + 1, at[1], 0.0]], **values)
    if cls == "PilierParticulierPCRS":
        return site.draw(cls, move_into_zone(shapes.rectangle(0.6, 0.6), rng), **values)
    return site.draw(cls, move_into_zone(any_line(rng), rng), **values)


SURVEYED_PLANTS = (
    *LINES[:-2],
    "ObjetGeneriquePCRS",
    *POINT_CLASSES,
    "PilePontPCRS",
    "PilierParticulierPCRS",
    "AffleurantPCRS",
)
DRAWN_PLANTS = (*TEXT_CLASSES, "HabillageLignesPCRS", "HabillageEnveloppePCRS", "HabillagePointsPCRS")


def plant_s3(site: Site, rng: Rng, bad: bool) -> None:
    kind, lot = int(rng.integers(5)), site.lot
    also: tuple[str, ...] = ()
    wrong = str(rng.choice(["", "x", "_"]))
    target: Thing | None = None
    if kind == 0:
        owner, name = (
            thing_of(site, rng, str(rng.choice(["MarcheEscalierPCRS", "LimiteVoiriePCRS", "MurPCRS"]))),
            "pointLeve",
        )
        if rng.random() < 0.5:
            owner, name = thing_of(site, rng, "MarcheEscalierPCRS"), "symbole"
            target = site.draw("HabillageSymbolePCRS", [12.0, 16.0, 0.0])
        else:
            assert owner.shape is not None
            target = lot.add("PointLevePCRS", Shape("point", [owner.shape.arrays()[0][:1].copy()]))
    elif kind == 1:
        owner, name = thing_of(site, rng, "HabillageLignesPCRS"), "habillage"
        target = thing_of(site, rng, "HabillageTextePCRS")
    elif kind == 2:
        owner, node, _ = site.affleurant(shapes.translate(shapes.circle(0.3), 12, 16))
        name, target, also = "representation", node, ("S5", "G1", "S9", "Z1")
    elif kind == 3:
        top, owner, leaf = site.affleurant(shapes.translate(shapes.circle(0.3), 12, 16))
        name, target, also = "enveloppe", leaf, ("S5", "G1", "S9", "Z1")
    else:
        owner, name = thing_of(site, rng, "AffleurantPCRS"), "symbolisation"
        target = site.draw("AffleurantSymbolePCRS", [12.0, 16.0, 0.0])
    href = target.gml_id
    how = name
    if bad:
        href = str(rng.choice([href + "0", href.upper() + wrong, href[:-1] + "zz", "absent"]))
        if rng.random() < 0.3 and lot.others:
            href, how = lot.others[-1].things[3].gml_id, f"{name}, of another lot"
    many = name in ("pointLeve", "habillage") and bad and rng.random() < 0.5
    owner.links[name] = [target.gml_id, href] if many else [href]
    if not bad and rng.random() < 0.3 and kind in (2, 3):
        lot.things.remove(target)
        owner.links.pop(name)
        owner.inline[name] = [target]
        how += ", inline"
    lot.tell("S3", [owner], bad, companions=also, how=how)
    if bad and kind == 3:
        for check in also:
            lot.tell(check, [top], "allowed")


def plant_s4(site: Site, rng: Rng, bad: bool) -> None:
    kind = int(rng.integers(4))
    vector = rng.random() < 0.6
    thing = thing_of(site, rng, str(rng.choice(SURVEYED_PLANTS if vector else DRAWN_PLANTS)))
    right = "objet" if thing.cls in SURVEYED else "habillage"
    how = "listed"
    if bad:
        other = "habillage" if right == "objet" else "objet"
        thing.listed, how = [(None, "not listed"), (other, "under the other list"), (f"{right} {right}", "twice"),
                             (f"{right} {other}", "under both lists")][kind]  # fmt: skip
    elif kind == 0:
        thing, how = site.draw("PointLevePCRS", [12.0, 16.0, 0.0]), "frame class, not to be listed"
    elif kind == 1:
        row = site.affleurant(shapes.translate(shapes.circle(0.4), 12, 16))
        thing, how = row[int(rng.integers(1, 3))], "part of an affleurant, not to be listed"
    site.lot.tell("S4", [thing], bad, how=how)


def plant_s5(site: Site, rng: Rng, bad: bool) -> None:
    kind = int(rng.integers(5))
    lot = site.lot
    drawing = site.fit_shape("AffleurantEnveloppePCRS", shapes.translate(shapes.rectangle(0.7, 0.5), 12, 16))
    how = "whole chain"
    if not bad and kind == 1:
        drawing, how = site.fit_shape("AffleurantPointPCRS", [12.0, 16.0, 0.0]), "point"
    if not bad and kind == 2:
        drawing, how = site.fit_shape("AffleurantLignesPCRS", shapes.line((12, 16), (13, 16.5))), "lines"
    inline = not bad and rng.random() < 0.3
    top, node, leaf = lot.affleurant(drawing, inline=inline)
    if not bad and not inline and kind == 3:
        twin = site.draw("AffleurantPointPCRS", [12.0, 16.0, 0.0])
        node.links["point"], how = [twin.gml_id], "envelope and point"
    if bad:
        how = ["no representation", "representation without children", "symbol only", "its geometry is absent",
               "its geometry node is absent"][kind]  # fmt: skip
        lot.things.remove(leaf)
        if kind in (0, 2, 4):
            lot.things.remove(node)
        if kind in (0, 2):
            top.links.clear()
        if kind in (1,) or (kind == 2 and rng.random() < 0.5):
            node.links.clear()
        if kind == 2:
            symbol = site.draw("AffleurantSymbolePCRS", [12.0, 16.0, 0.0])
            top.links["symbolisation"] = [symbol.gml_id]
    lot.tell("S5", [top, node], bad, companions=("S3", "G1", "S9", "Z1") if bad else (), how=how)


def plant_s6(site: Site, rng: Rng, bad: bool) -> None:
    lot, kind = site.lot, int(rng.integers(4))
    cls = str(rng.choice(SURVEYED_PLANTS if kind != 3 else DRAWN_PLANTS))
    key = "idObjet" if kind != 3 else "idHabillage"
    one = thing_of(site, rng, cls)
    others = TEXT_CLASSES if kind == 3 else (*POINT_CLASSES, "MurPCRS", "QuaiRailPCRS", "AffleurantPCRS")
    two = thing_of(site, rng, str(rng.choice(others)))
    things, how = [one, two], key
    if kind == 0 and bad and one.cls != "AffleurantPCRS" and two.cls != "AffleurantPCRS":
        two.gml_id, how = one.gml_id, "gml:id"
        lot.tell("S6", things, True, companions=("S4",), how=how)
        return
    value = one.values[key]
    if not bad:
        value = str(rng.choice([f"{value}-2", f"{value} bis", f"{value}0", f"X{value}"]))
    elif kind == 1 and lot.others:
        donors = [t for t in lot.others[rng.integers(len(lot.others))].things if key in t.values]
        donors = [t for t in donors if str(t.values[key]).startswith(f"213800012-{'h' * (kind == 3)}{t.gml_id}")]
        if donors:
            donor = donors[int(rng.integers(len(donors)))]
            value, things, how = donor.values[key], [two, donor], "idObjet of another lot"
    two.values[key] = value
    if bad and rng.random() < 0.2:
        three = thing_of(site, rng, str(rng.choice(others)))
        three.values[key] = value
        things.append(three)
    lot.tell("S6", things, bad, how=how)


CODED: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("*", "thematique", ("12", "3", "XX", "003", "20"), ()),
    ("*", "qualiteCategorisation", ("04", "1", "2", "A", "00", "tresfiable"), ("01", "02", "03", "other: estimation")),
    ("*", "precisionPlanimetrique", ("5", "100", "050", "0.05", "01", "10"), ("005", "010", "040")),
    ("*", "precisionAltimetrique", ("5", "100", "020", "40", "0005"), ("005", "010", "040", "150")),
    ("MurPCRS", "typeMur", ("07", "1", "00", "mur", "6", "other: gabion"), ("01", "02", "03", "04", "05", "06")),
    ("PilierRegulierPCRS", "section", ("04", "99", "3", "rond"), ("00", "01", "02", "03")),
    ("AffleurantPCRS", "nature", ("08", "3", "00", "tampon", "other:"), ("01", "05", "07", "other: borne")),
    (
        "AffleurantPCRS",
        "reseau",
        ("EAU", "elec", "0", "ASSAEPX", "PLUVIAL"),
        ("00", "ELECSLT", "MULT", "other: oxygene"),
    ),
    ("NomVoiriePCRS", "justification", ("L", "g", "CENTRE", "R"), ("G", "C", "D")),
    ("NumeroVoiriePCRS", "positionnement", ("06", "1", "00", "axe"), ("01", "02", "03", "04", "05")),
    ("HabillageSymbolePCRS", "thematique", ("13", "3", "98"), ("00", "01", "05", "11")),
)


def plant_s7(site: Site, rng: Rng, bad: bool) -> None:
    cls, name, wrong, right = CODED[int(rng.integers(len(CODED)))]
    if cls == "*":
        cls = str(rng.choice(SURVEYED_PLANTS))
        right = right or (THEMES[cls],)
    value = str(rng.choice(wrong if bad else right))
    thing = thing_of(site, rng, cls, **{name: value})
    site.lot.tell("S7", [thing], bad, companions=("A2",) if bad else (), how=f"{name} = {value}")


def plant_s9(site: Site, rng: Rng, bad: bool) -> None:
    kind = 0 if bad else int(rng.integers(3))
    cls = str(rng.choice([c for c in SURVEYED_PLANTS if c != "AffleurantPCRS"]))
    declared: dict[str, str | None]
    how, declared = "flat, altitude declared", {"precisionAltimetrique": str(rng.choice(["005", "010", "040", "999"]))}
    if kind == 1:
        declared, how = {"precisionAltimetrique": None}, "flat, nothing declared"
    elif kind == 2:
        how = "with altitudes"
    elif not bad:
        cls, declared, how = str(rng.choice(DRAWN_PLANTS)), {}, "flat drawing"
    if rng.random() < 0.15 and cls in SURVEYED:
        things = site.affleurant(shapes.translate(shapes.blob(rng, 0.5, 7), 12, 16), **declared)
    else:
        things = [thing_of(site, rng, cls, **declared)]
    if kind != 2:
        for thing in things:
            drop_altitudes(thing)
    site.lot.tell("S9", things, bad, companions=("Z1",) if bad else (), how=how)


def drop_altitudes(thing: Thing) -> None:
    """Take the altitudes away."""
    if thing.shape is None:
        return
    if thing.shape.kind in ("point", "multipoint"):
        thing.shape.parts = [p[:, :2] for p in thing.shape.parts]
        return
    curves = [thing.shape.parts] if thing.shape.kind == "curve" else thing.shape.parts
    for curve in curves:
        curve[:] = [(k, p[:, :2].copy()) for k, p in curve]


EMPTY = ("", " ", "NR", "N/R", "NC", "?", "-")
REQUIRED = (
    ("ArbrePCRS", "reference"), ("*", "producteur"), ("*", "idObjet"), ("HabillageTextePCRS", "libelle"),
    ("NomVoiriePCRS", "libelle"), ("NumeroVoiriePCRS", "idNumeroVoirie"), ("HabillageSymbolePCRS", "reference"),
    ("NomVoiriePCRS", "idNomVoirie"), ("HabillageLignesPCRS", "idHabillage"),
)  # fmt: skip
OPTIONAL = (("AffleurantPCRS", "gestionnaire"), ("AffleurantPCRS", "source"), ("AffleurantPCRS", "idSource"),
            ("PointCanevasPCRS", "canevas"), ("ObjetGeneriquePCRS", "identification"))  # fmt: skip
REAL = {"producteur": None, "idObjet": None, "idHabillage": None, "idNumeroVoirie": None, "idNomVoirie": None}


def plant_a1(site: Site, rng: Rng, bad: bool) -> None:
    needed = rng.random() < 0.7
    cls, name = (REQUIRED if needed else OPTIONAL)[int(rng.integers(len(REQUIRED if needed else OPTIONAL)))]
    if cls == "*":
        cls = str(rng.choice(SURVEYED_PLANTS))
    if bad:
        value: str | None = str(rng.choice(EMPTY if needed else EMPTY[2:]))
        if name == "gestionnaire" and rng.random() < 0.5:
            value = str(rng.choice(["Gestionnaire de l'affleurant", "Gestionnaire de l’affleurant"]))
        if needed and rng.random() < 0.12:
            value = None
        values = {name: value}
    elif name in REAL:
        values = {}
    else:
        value = str(rng.choice(["NRJ Réseaux", "0", "NC-12", "R?4", "Nord-Rhône", "Rue N", "a-b"]))
        values = {name: value}
    thing = thing_of(site, rng, cls, **values)
    site.lot.tell(
        "A1", [thing], bad, companions=("S6", "A6") if bad else (), how=f"{name} = {values.get(name, 'given')!r}"
    )


def plant_a2(site: Site, rng: Rng, bad: bool) -> None:
    cls = str(rng.choice([c for c in SURVEYED_PLANTS if c not in ("ObjetGeneriquePCRS",)]))
    right = {"MarcheEscalierPCRS": ("02", "03")}.get(cls, (THEMES[cls],))
    codes = ["00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "99"]
    if bad:
        value = str(rng.choice([c for c in codes if c not in right]))
    elif rng.random() < 0.3:
        cls, value = str(rng.choice(["ObjetGeneriquePCRS"])), str(rng.choice(codes[1:-1]))
    else:
        value = str(rng.choice(right))
    thing = thing_of(site, rng, cls, thematique=value)
    site.lot.tell("A2", [thing], bad, how=f"{cls} {value}")


def plant_a3(site: Site, rng: Rng, bad: bool) -> None:
    cls = str(rng.choice(SURVEYED_PLANTS))
    published = date.fromisoformat(site.lot.published)
    kind = int(rng.integers(4))
    if bad:
        value = [
            str(rng.choice(["2021-13-40", "12/03/2021", "20210312", "2021", "mars 2021", "2023-02-29", "2021-00-10"])),
            (date.fromisoformat(DATE) + timedelta(int(rng.choice([1, 30, 900])))).isoformat(),
            (published + timedelta(int(rng.choice([1, 5, 60])))).isoformat(),
            str(rng.choice(["1989-12-31", "1970-01-01", "0001-01-01", "1899-12-30"])),
        ][kind]  # fmt: skip
    else:
        value = [published.isoformat(), "2024-02-29", (published - timedelta(1)).isoformat(), "2020-01-05"][kind]
    thing = thing_of(site, rng, cls, dateLeve=value)
    if bad and kind == 3:
        site.lot.tell("A4", [], "allowed")
    site.lot.tell("A3", [thing], bad, how=value)


def plant_a5(site: Site, rng: Rng, bad: bool) -> None:
    bad_angles, good_angles = (
        ("360", "360.0", "400", "-0.5", "-90", "12,5", "nord", "45°"),
        ("0", "0.0", "359.99", "180", "12.5"),
    )
    bad_sizes, good_sizes = ("0", "-1", "0.0", "-0.25", "2,5", "grand"), ("0.001", "0.35", "1", "12.0")
    rows = (
        ("PilierRegulierPCRS", "angleRotation"), ("PilierRegulierPCRS", "longueur"), ("PilierRegulierPCRS", "largeur"),
        ("HabillageSymbolePCRS", "angleRotation"), ("HabillageSymbolePCRS", "longueur_mm"),
        ("AffleurantSymbolePCRS", "largeur_mm"), ("AffleurantSymbolePCRS", "angleRotation"),
        ("NumeroVoiriePCRS", "angleRotation"), ("NomVoiriePCRS", "taille"), ("HabillageTextePCRS", "taille"),
        ("MasqueOpacitePCRS", "transparence"),
    )  # fmt: skip
    cls, name = rows[int(rng.integers(len(rows)))]
    if name == "transparence":
        values = ("101", "-1", "50.5", "255", "moitié") if bad else ("0", "100", "50")
        value = str(rng.choice(values))
        ring = move_into_zone(shapes.rectangle(3, 2), rng)
        thing = site.draw(cls, [ring], transparence=value)
        raster = site.draw(
            "RasterPCRS", [[(k, v.copy()) for k, v in ring]], producteur=site.lot.producer, nomImage="ortho",
            typeImage="TIF", idPCRS=f"R{thing.gml_id}", resolution="5", dateAcquisition="2023-05-01",
            dateRecette="2023-06-01",
            precisionPlanimetriqueCorpsDeRue="010", precisionPlanimetriqueZoneNaturelle="040",
            descriptionElementsQualite="contrôle interne",
        )  # fmt: skip
        thing.links["raster"] = [raster.gml_id]
    else:
        pair = (bad_angles, good_angles) if name == "angleRotation" else (bad_sizes, good_sizes)
        value = str(rng.choice(pair[0] if bad else pair[1]))
        thing = thing_of(site, rng, cls, **{name: value})
        if cls == "AffleurantSymbolePCRS":
            top = thing_of(site, rng, "AffleurantPCRS")
            top.links["symbolisation"] = [thing.gml_id]
    site.lot.tell("A5", [thing], bad, how=f"{name} = {value}")
