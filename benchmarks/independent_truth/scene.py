"""Lots, the objects in them and the truth about them, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from . import shapes
from .schema import DRAWN, ORDER, SURVEYED, THEMES
from .shapes import Curve, Points, Rng

DATE = "2024-06-01"
PRODUCERS = ("SYDEGEO Rhône", "Topoville Ingénierie", "Atelier Mesure & Plan", "Lasercarte")


@dataclass
class Shape:
    """World coordinates. `kind`: point, multipoint, curve, multicurve, polygon (rings of curves), multisurface."""

    kind: str
    parts: list

    def arrays(self) -> list[Points]:
        """Every coordinate array of the shape, to be read or changed in place."""
        if self.kind in ("point", "multipoint"):
            return list(self.parts)
        curves = {"curve": [self.parts], "multicurve": self.parts, "polygon": self.parts}.get(self.kind)
        if curves is None:
            curves = [ring for polygon in self.parts for ring in polygon]
        return [points for curve in curves for _, points in curve]


@dataclass
class Thing:
    """One object: its class, values, geometry and links (property → hrefs without “#”)."""

    cls: str
    gml_id: str
    values: dict[str, str | None]
    shape: Shape | None = None
    links: dict[str, list[str]] = field(default_factory=dict)
    inline: dict[str, list[Thing]] = field(default_factory=dict)
    listed: str | None = "auto"
    decimals: int | None = None


@dataclass
class Truth:
    """What is expected of some objects (or of a lot) for one check: yes, no or allowed."""

    check: str
    lot: str
    expected: str
    ids: tuple[str, ...] = ()
    cls: str = ""
    x: float = 0.0
    y: float = 0.0
    size: str = ""
    how: str = ""
    companions: tuple[str, ...] = ()
    reach: float = 0.0


class Lot:
    """One file. `ground` gives the altitude at x, y; `emprises` are polygons: lists of rings of (n, 2) points."""

    def __init__(self, name: str, rng: Rng, ground, *, crs: int = 3946) -> None:
        self.name, self.rng, self.ground, self.crs = name, rng, ground, crs
        self.things: list[Thing] = []
        self.truth: list[Truth] = []
        self.emprises: list[list[Points]] = []
        self.count = 0
        self.decimals, self.z_decimals = 4, 3
        self.published = "2024-03-15"
        self.producer = str(rng.choice(PRODUCERS))
        self.hash = "#"
        self.bom = bool(rng.random() < 0.3)
        self.encoding, self.file = "UTF-8", f"{name}.gml"
        self.emprise_count, self.listing = 1, True
        self.emprise_changes: dict[str, str | None] = {}
        self.extra_lists: list[tuple[str, str]] = []
        self.uncertain: set[str] = {"P2", "P3", "P4", "L3"}
        self.others: list[Lot] = []

    def new_id(self) -> str:
        self.count += 1
        return f"{self.name}_{self.count:05d}"

    def add(self, cls: str, shape: Shape | None, **values: str | None) -> Thing:
        """An object with believable attributes; `values` replace some, None leaves one out."""
        rng, gml_id = self.rng, self.new_id()
        given: dict[str, str | None] = {}
        if cls in SURVEYED:
            precision = str(rng.choice(["005", "010"], p=[0.7, 0.3]))
            given |= {
                "dateLeve": f"202{rng.integers(1, 4)}-{rng.integers(1, 13):02d}-{rng.integers(1, 29):02d}",
                "idObjet": f"213800012-{gml_id}",
                "qualiteCategorisation": str(rng.choice(["01", "02"], p=[0.9, 0.1])),
                "precisionPlanimetrique": precision,
                "precisionAltimetrique": precision,
                "producteur": self.producer,
            }
        elif cls in DRAWN:
            given["idHabillage"] = f"213800012-h{gml_id}"
        if cls in THEMES:
            given["thematique"] = THEMES[cls]
        given |= self._own_values(cls, gml_id) | values
        thing = Thing(cls, gml_id, {k: v for k, v in given.items() if k in ORDER[cls]}, shape)
        self.things.append(thing)
        return thing

    def _own_values(self, cls: str, gml_id: str) -> dict[str, str]:
        rng = self.rng
        size = {"angleRotation": f"{rng.uniform(0, 359.9):.1f}", "reference": f"SYM{rng.integers(1, 40):03d}"}
        if cls == "ArbrePCRS":
            return {"reference": str(rng.choice(["feuillu", "conifère", "ARB01"]))}
        if cls == "MurPCRS":
            return {"typeMur": f"0{rng.integers(1, 7)}"}
        if cls == "PilierRegulierPCRS":
            return size | {"section": f"0{rng.integers(0, 4)}", "longueur": "0.35", "largeur": "0.3"}
        if cls == "AffleurantPCRS":
            reseau = str(rng.choice(["00", "ELEC", "GAZ", "COM", "AEP", "ASSA", "ASSAEP", "ELECECL"]))
            return {"gestionnaire": "Régie des eaux du Val", "nature": f"0{rng.integers(1, 8)}", "reseau": reseau}
        if cls in ("HabillageSymbolePCRS", "AffleurantSymbolePCRS"):
            return size | {"longueur_mm": "2.5", "largeur_mm": "1.0"}
        if cls in ("HabillageTextePCRS", "NomVoiriePCRS", "NumeroVoiriePCRS"):
            text = {"HabillageTextePCRS": "Parking", "NomVoiriePCRS": "Rue des Tilleuls"}.get(
                cls, str(rng.integers(1, 90))
            )
            named = {f"id{cls[:-4]}": f"213800012-v{gml_id}", "positionnement": f"0{rng.integers(1, 6)}"}
            return size | {"libelle": text, "justification": str(rng.choice(["G", "C", "D"])), "taille": "1.5"} | named
        if cls == "PointLevePCRS":
            return {"numeroPoint": f"P{gml_id}", "precisionXY": "2", "precisionZ": "3", "producteur": self.producer}
        if cls == "PointCanevasPCRS":
            return {"canevas": "RGP", "immatriculation": gml_id}
        return {}

    def affleurant(self, shape: Shape | None, *, inline: bool = False, **values: str | None) -> list[Thing]:
        """Affleurant, its geometry node and the geometry itself (envelope, lines or point)."""
        part = {"polygon": ("enveloppe", "AffleurantEnveloppePCRS"), "multicurve": ("ligne", "AffleurantLignesPCRS")}
        link, cls = part.get(shape.kind if shape else "", ("point", "AffleurantPointPCRS"))
        top = self.add("AffleurantPCRS", None, **values)
        node = self.add("AffleurantGeometriquePCRS", None)
        leaf = self.add(cls, shape)
        if inline:
            self.things.remove(node)
            self.things.remove(leaf)
            top.inline["representation"], node.inline[link] = [node], [leaf]
        else:
            top.links["representation"], node.links[link] = [node.gml_id], [leaf.gml_id]
        return [top, node, leaf]

    def tell(self, check: str, things: list[Thing], expected: bool | str, *, companions: tuple[str, ...] = (),
             size: object = "", how: str = "", at: Points | None = None, reach: float = 0.0) -> None:  # fmt: skip
        """Write one row of truth; `things` empty speaks of the lot."""
        word = expected if isinstance(expected, str) else ("yes" if expected else "no")
        ids = tuple(dict.fromkeys(t.gml_id for t in things))
        if at is None:
            at = next((a[0] for t in things if t.shape for a in t.shape.arrays() if len(a)), np.zeros(2))
        kept = f"{size:.4f}" if isinstance(size, float) else str(size)
        self.truth.append(
            Truth(
                check=check,
                lot=self.name,
                expected=word,
                ids=ids,
                cls=things[0].cls if things else "",
                x=round(float(at[0]), 3),
                y=round(float(at[1]), 3),
                size=kept,
                how=how,
                companions=companions,
                reach=reach,
            )
        )


class Site:
    """A piece of ground with its own axes: local u, v (metres) → world; heights are above the ground."""

    def __init__(self, lot: Lot, origin: Points, angle: float) -> None:
        self.lot, self.origin, self.angle = lot, np.asarray(origin, dtype=float), angle
        self.rng = lot.rng

    def world(self, points: object) -> Points:
        """World coordinates with altitude."""
        local = shapes.array(points)
        c, s = np.cos(self.angle), np.sin(self.angle)
        x = self.origin[0] + c * local[:, 0] - s * local[:, 1]
        y = self.origin[1] + s * local[:, 0] + c * local[:, 1]
        return np.column_stack([x, y, self.lot.ground(x, y) + local[:, 2]])

    def curve(self, curve: Curve) -> Curve:
        out: Curve = []
        for kind, points in curve:
            placed = self.world(points)
            if out:
                placed[0] = out[-1][1][-1]
            out.append((kind, placed))
        if np.array_equal(curve[0][1][0], curve[-1][1][-1]):
            out[-1][1][-1] = out[0][1][0]
        return out

    def fit_shape(self, cls: str, drawing: object) -> Shape:
        """The shape that suits a class: `drawing` is a curve, a list of rings or of curves, or points."""
        if cls in POINTS:
            return Shape("point", [self.world(drawing)[:1]])
        if cls == "HabillagePointsPCRS":
            return Shape("multipoint", [p[None] for p in self.world(drawing)])
        assert isinstance(drawing, list)
        if cls in POLYGONS or cls in MULTI:
            curves = drawing if isinstance(drawing[0], list) else [drawing]
            return Shape("polygon" if cls in POLYGONS else "multicurve", [self.curve(c) for c in curves])
        return Shape("curve", self.curve(drawing))

    def draw(self, cls: str, drawing: object, **values: str | None) -> Thing:
        """Draw an object on the site."""
        return self.lot.add(cls, self.fit_shape(cls, drawing), **values)

    def affleurant(self, rings: object, **values: str | None) -> list[Thing]:
        return self.lot.affleurant(self.fit_shape("AffleurantEnveloppePCRS", rings), **values)


POLYGONS = frozenset(
    {"PilePontPCRS", "HabillageEnveloppePCRS", "AffleurantEnveloppePCRS", "RasterPCRS", "MasqueOpacitePCRS"}
)
POINTS = frozenset(
    {
        "ArbrePCRS", "PilierRegulierPCRS", "PointCanevasPCRS", "PointLevePCRS", "AffleurantPointPCRS",
        "AffleurantSymbolePCRS", "HabillageSymbolePCRS", "HabillageTextePCRS", "NomVoiriePCRS", "NumeroVoiriePCRS",
    }
)  # fmt: skip
MULTI = frozenset({"HabillageLignesPCRS", "AffleurantLignesPCRS"})
