"""A lot that grows object by object, then is written with its emprise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np

from mutualgeo_plugin.engine.model.pcrs import CLASSES, EMPRISE

from .gml import HEAD, TAIL, Curve, Piece, Points, Shapes

Box = tuple[float, float, float, float]
#: A link's targets, or a text; None leaves the attribute out.
Value = str | tuple[str, ...] | None

#: Who surveys here; names unlike each other.
PRODUCERS = (
    "Communauté de communes du Val Fleuri",
    "Syndicat d’énergie des Trois Rivières",
    "Régie des eaux du Haut Pays",
)
PUBLISHED, TODAY = "2024-01-15", "2024-06-01"
EPSG = 3946

#: What an object says when nobody decides otherwise.
OWN: dict[str, Value] = {
    "qualiteCategorisation": "01",
    "section": "01",
    "angleRotation": "30",
    "longueur": "0.4",
    "largeur": "0.4",
    "longueur_mm": "600",
    "largeur_mm": "600",
    "reference": "REF01",
    "justification": "C",
    "taille": "2.5",
    "libelle": "Texte",
    "canevas": "Polygonale",
    "precisionXY": "2",
    "identification": "MurPCRS",
}


def close_ring(points: Points) -> Points:
    """A ring that comes back to its start."""
    return np.concatenate((points, points[:1]))


def rectangle(box: Box) -> Curve:
    """Outline of a box, anticlockwise, in plan."""
    a, b, c, d = box
    return (Piece(np.array([(a, b), (c, b), (c, d), (a, d), (a, b)], dtype=np.float64)),)


class Lot:
    """A lot: its name is that of its file, unless `file` says otherwise.

    Parameters
    ----------
    outlines : emprise, a list of polygons (outer ring, holes); a box is one of one ring.
    decimals : digits of plan coordinates.
    hashed : whether links are written with ``#``.
    move : coordinates (n, 2) in EPSG:3946 → coordinates in `epsg`.
    """

    def __init__(
        self,
        name: str,
        outlines: Box | Sequence[Sequence[Curve]],
        *,
        decimals: int = 4,
        hashed: bool = True,
        published: str = PUBLISHED,
        epsg: int = EPSG,
        move: Callable[[Points], Points] = lambda plan: plan,
    ) -> None:
        self.name = name
        self.outlines = [[rectangle(outlines)]] if isinstance(outlines, tuple) else outlines
        self.shapes = Shapes(epsg, decimals)
        self.move = move
        self.reach = "#" if hashed else ""
        self.published = published
        self.members: list[str] = []
        self.listed: dict[str, list[str]] = {"objet": [], "habillage": []}
        #: Number of emprises, 1 in a good lot.
        self.emprises = 1
        self.producers: Sequence[str] = PRODUCERS
        self.encoding = "UTF-8"
        #: Whether the file begins with a byte order mark.
        self.mark = False
        #: What stands before the objects.
        self.description = ""
        #: Name of its file, and the text of its metadata record beside, if there is one.
        self.file = f"{name}.gml"
        self.record = ""
        self._count = 0

    def new_id(self) -> str:
        """A gml:id that nothing else has."""
        self._count += 1
        return f"{self.name}.{self._count}"

    def add(self, cls: str, shape: str | None, *, gml_id: str | None = None, **given: Value) -> str:
        """Add an object with this geometry (GML text); attributes that are not given are sound ones."""
        gml_id = gml_id or self.new_id()
        kind = CLASSES[cls]
        values = self._usual_values(cls, gml_id) | given
        inner = []
        for prop in kind.properties:
            if prop.kind == "geometry":
                inner.append(f"<geometrie>{shape or ''}</geometrie>")
                continue
            value = values.get(prop.name)
            if isinstance(value, tuple):
                inner += [f'<{prop.name} xlink:href="{self.reach}{target}"/>' for target in value]
            elif value is not None:
                inner.append(f"<{prop.name}>{escape(value)}</{prop.name}>")
        self.members.append(f'<featureMember><{cls} gml:id="{gml_id}">{"".join(inner)}</{cls}></featureMember>\n')
        under = {"vecteur": "objet", "habillage": "habillage"}.get(kind.family)
        if under:
            self.listed[under].append(gml_id)
        return gml_id

    def _usual_values(self, cls: str, gml_id: str) -> dict[str, Value]:
        kind, rank = CLASSES[cls], self._count
        values: dict[str, Value] = {p.name: OWN[p.name] for p in kind.properties if p.required and p.name in OWN}
        if kind.family == "vecteur":
            precision = "010" if rank % 5 == 0 else "005"
            values |= {
                "dateLeve": f"{2021 + rank % 3}-0{1 + rank % 9}-1{rank % 10}",
                "precisionPlanimetrique": precision,
                "precisionAltimetrique": precision,
                "idObjet": f"ido.{gml_id}",
            }
        if kind.family == "habillage":
            values |= {"idHabillage": f"idh.{gml_id}", "libelle": f"Texte {rank}"}
        themes = {"vecteur": kind.themes or ("01",), "habillage": ("03",)}.get(kind.family, (None,))
        return values | {
            "thematique": themes[0],
            "producteur": self.producers[rank % len(self.producers)],
            "idNomVoirie": f"V{rank:04}",
            "idNumeroVoirie": f"N{rank:04}",
            "numeroPoint": f"P{gml_id}",
        }

    def write(self, folder: Path) -> Path:
        """Write the lot, its emprises last, and its metadata record."""
        path = folder / self.file
        if self.record:
            path.with_suffix(".xml").write_text(self.record, "utf-8")
        with path.open("w", encoding="utf-8-sig" if self.mark else self.encoding) as stream:
            stream.write(HEAD.format(encoding=self.encoding))
            if self.description:
                stream.write(f"<gml:description>{escape(self.description)}</gml:description>\n")
            stream.writelines(self.members)
            for rank in range(self.emprises):
                stream.write(self._emprise(rank))
            stream.write(TAIL)
        return path

    def _emprise(self, rank: int) -> str:
        gml_id = self.emprise_id if rank == 0 else f"{self.emprise_id}{rank}"
        moved = [
            [tuple(Piece(self.move(piece.points), piece.arc) for piece in ring) for ring in rings]
            for rings in self.outlines
        ]
        shape = self.shapes.multisurface(f"{gml_id}.g", moved)
        lists = {
            key: "".join(f'<{key} xlink:href="{self.reach}{target}"/>' for target in targets) if rank == 0 else ""
            for key, targets in self.listed.items()
        }
        return (
            f'<featureMember><{EMPRISE} gml:id="{gml_id}"><fournisseur>{PRODUCERS[0]}</fournisseur>'
            f"<datePublication>{self.published}</datePublication><type>Carreau</type><geometrie>{shape}</geometrie>"
            f"<idEmprise>ide.{gml_id}</idEmprise>{lists['objet']}{lists['habillage']}</{EMPRISE}></featureMember>\n"
        )

    @property
    def emprise_id(self) -> str:
        """gml:id of the (first) emprise."""
        return f"{self.name}.emprise"
