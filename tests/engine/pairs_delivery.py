"""An ok and a fail example for each check of deliveries, made by hand, with what stands beside the lots."""

from __future__ import annotations

import re
from pathlib import Path

from pyproj import Transformer

from mutualgeo_plugin.engine.quality.base import Inputs
from tests.engine import small_lot as s
from tests.engine.services import serve, wfs

SQUARE = s.emprise("e", 0, 0, 50, 50)
NEXT = s.emprise("f", 50, 0, 99, 50)

RECORD = {
    "language": "<gmd:language><gco:CharacterString>fre</gco:CharacterString></gmd:language>",
    "contact": "<gmd:contact><gmd:CI_ResponsibleParty><gmd:organisationName><gco:CharacterString>Ville"
    "</gco:CharacterString></gmd:organisationName></gmd:CI_ResponsibleParty></gmd:contact>",
    "licence": "<gmd:identificationInfo><gmd:MD_DataIdentification><gmd:resourceConstraints><gmd:MD_LegalConstraints>"
    "<gmd:useLimitation><gco:CharacterString>Licence Ouverte 2.0</gco:CharacterString></gmd:useLimitation>"
    "</gmd:MD_LegalConstraints></gmd:resourceConstraints></gmd:MD_DataIdentification></gmd:identificationInfo>",
}
NAMESPACES = 'xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco"'


def record(*parts: str) -> str:
    """A metadata record that says these things."""
    return f"<gmd:MD_Metadata {NAMESPACES}>{''.join(RECORD[part] for part in parts)}</gmd:MD_Metadata>"


def beside(folder: Path) -> Inputs:
    """Do what comments of the lots ask for: a record that says some things, another name, another encoding."""
    for lot in sorted(folder.glob("*.gml")):
        text = lot.read_text("utf-8")
        for what, value in re.findall(r"<!--(\w+):([^>]*)-->", text):
            if what == "record":
                lot.with_suffix(".xml").write_text(record(*value.split()), "utf-8")
            elif what == "encoding":
                lot.write_bytes(f'<?xml version="1.0" encoding="{value}"?>{text}'.encode(value))
            elif what == "name":
                lot.rename(lot.with_name(value))
    return Inputs(files=str(folder))


def addresses(folder: Path) -> Inputs:
    """Three addresses in the first lot, one beside every lot, one that is nowhere."""
    to_degrees = Transformer.from_crs(3946, 4326, always_xy=True)
    places = [to_degrees.transform(s.X + x, s.Y + y) for x, y in ((1, 1), (2, 2), (3, 3), (-500, 5))]
    lines = ["id;numero;nom_voie;lon;lat", *(f"{k};{k};Rue;{x:.7f};{y:.7f}" for k, (x, y) in enumerate(places))]
    (folder / "ban.csv").write_text("\n".join([*lines, "9;9;Rue;;"]), "utf-8")
    return Inputs(addresses=str(folder / "ban.csv"))


def service(folder: Path) -> Inputs:
    """A WFS that shows two trees, in two layers as a portal names them, and one kerb."""
    address, _, _ = serve(wfs({"arbres": 1, "arbres_point": 1, "bords": 1}))
    return Inputs(service=address, layers=(("arbres", "ArbrePCRS"), ("bords", "LimiteVoiriePCRS")))


def label(cls: str, gml_id: str) -> str:
    own = {"NomVoiriePCRS": "idNomVoirie", "NumeroVoiriePCRS": "idNumeroVoirie"}[cls]
    return (
        f'<{cls} gml:id="{gml_id}"><idHabillage>idh.{gml_id}</idHabillage><thematique>01</thematique>'
        f"<geometrie>{s.point(5, 5)}</geometrie><libelle>Rue</libelle><angleRotation>0</angleRotation>"
        f"<justification>G</justification><taille>1</taille><{own}>1</{own}></{cls}>"
    )


PAIRS = {
    "L1": (
        [[SQUARE, s.tree("a", 1, 1, reference="0612345678"), s.tree("b", 1, 1, producteur="Lot 06 12 34 56 7"),
          "<!--record:language contact licence-->"]],
        [[SQUARE, s.tree("a", 1, 1, producteur="jean@exemple.fr"), s.tree("b", 1, 1, reference="06 12 34 56 78"),
          s.affleurant("c", "#r", manager="Tél. 0612345678"), s.representation("r", "#v"),
          s.envelope("v", (1, 1), (2, 1), (2, 2), (1, 1)), "<!--record:language-->"],
         [NEXT, s.tree("x", 61, 1)]],
        [("L1_email", "warning", "a"), ("L1_phone", "warning", "b"), ("L1_phone", "warning", "c"),
         ("L1_contact", "warning", None), ("L1_licence", "warning", None), ("L1", "warning", None)],
        beside,
    ),
    "L2": (
        [[SQUARE, s.tree("a", 1, 1), s.tree("b", 2, 2), s.kerb("c", (1, 1), (9, 9))]],
        [[SQUARE, s.tree("a", 1, 1), s.tree("b", 2, 2), s.tree("d", 3, 3)]],
        [("L2_count", "error", None), ("L2_count", "error", None)],
        service,
    ),
    "L3": (
        [[SQUARE, s.tree("a", 1, 1), label("NomVoiriePCRS", "n"), label("NumeroVoiriePCRS", "o")],
         [NEXT, s.tree("x", 61, 1)]],
        [[SQUARE, s.tree("a", 1, 1), label("NomVoiriePCRS", "n")], [NEXT, s.tree("x", 61, 1)]],
        [("L3", "warning", None)],
        addresses,
    ),
    "L4": (
        [[SQUARE, s.tree("a", 1, 1, producteur="Régie")]],
        [[SQUARE, s.tree("a", 1, 1, producteur="Régie"), "<!--encoding:ISO-8859-1-->"],
         [NEXT, s.tree("x", 61, 1), "<!--name:lot été.gml-->"]],
        [("L4_encoding", "warning", None), ("L4", "warning", None)],
        beside,
    ),
}  # fmt: skip
