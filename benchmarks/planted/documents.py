"""Defects of the delivered files: S1 (schema), L1 (metadata record, personal data), L4 (name, encoding)."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np

from .scene import SEED, Amount, Scene
from .small_lots import Place
from .truth import on

#: Folder of the schemas, which are not part of the project.
SCHEMAS = Path(os.environ.get("MUTUALGEO_SCHEMAS", Path(__file__).resolve().parents[2].parent / "shared" / "schemas"))

#: A metadata record as short as can be: contact, licence.
RECORD = """<?xml version="1.0" encoding="UTF-8"?>
<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">
<gmd:fileIdentifier><gco:CharacterString>{name}</gco:CharacterString></gmd:fileIdentifier>
<gmd:contact>{contact}</gmd:contact>
<gmd:dateStamp><gco:Date>2024-01-15</gco:Date></gmd:dateStamp>
<gmd:identificationInfo><gmd:MD_DataIdentification>
<gmd:citation><gmd:CI_Citation><gmd:title><gco:CharacterString>PCRS {name}</gco:CharacterString></gmd:title>
<gmd:date><gmd:CI_Date><gmd:date><gco:Date>2024-01-15</gco:Date></gmd:date><gmd:dateType><gmd:CI_DateTypeCode
 codeList="http://standards.iso.org/iso/19139/resources/gmxCodelists.xml#CI_DateTypeCode"
 codeListValue="publication"/></gmd:dateType></gmd:CI_Date></gmd:date></gmd:CI_Citation></gmd:citation>
<gmd:abstract><gco:CharacterString>Plan de corps de rue simplifié</gco:CharacterString></gmd:abstract>
<gmd:pointOfContact>{contact}</gmd:pointOfContact>
<gmd:resourceConstraints><gmd:MD_LegalConstraints>
<gmd:useLimitation><gco:CharacterString>Licence Ouverte 2.0 (Etalab)</gco:CharacterString></gmd:useLimitation>
<gmd:useConstraints><gmd:MD_RestrictionCode
 codeList="http://standards.iso.org/iso/19139/resources/gmxCodelists.xml#MD_RestrictionCode"
 codeListValue="otherRestrictions"/></gmd:useConstraints>
<gmd:otherConstraints><gco:CharacterString>Licence Ouverte 2.0 (Etalab)</gco:CharacterString></gmd:otherConstraints>
</gmd:MD_LegalConstraints></gmd:resourceConstraints>
<gmd:language><gco:CharacterString>fre</gco:CharacterString></gmd:language>
</gmd:MD_DataIdentification></gmd:identificationInfo>
</gmd:MD_Metadata>
"""
_CONTACT = """<gmd:CI_ResponsibleParty><gmd:organisationName><gco:CharacterString>Communauté de communes du Val Fleuri
</gco:CharacterString></gmd:organisationName><gmd:contactInfo><gmd:CI_Contact><gmd:address><gmd:CI_Address>
<gmd:electronicMailAddress><gco:CharacterString>pcrs@example.org</gco:CharacterString></gmd:electronicMailAddress>
</gmd:CI_Address></gmd:address></gmd:CI_Contact></gmd:contactInfo><gmd:role><gmd:CI_RoleCode
 codeList="http://standards.iso.org/iso/19139/resources/gmxCodelists.xml#CI_RoleCode"
 codeListValue="pointOfContact"/></gmd:role></gmd:CI_ResponsibleParty>"""

#: What is done to the text of a tree so that the schema refuses it, one error each.
_SPOILED: tuple[Callable[[str], str], ...] = (
    lambda text: text.replace("<producteur>", "<!--").replace("</producteur>", "-->"),
    lambda text: text.replace("<reference>", "<hauteur>4</hauteur><reference>"),
    lambda text: text.replace("<thematique>06</thematique>", "<thematique>6</thematique>"),
    lambda text: text.replace("<dateLeve>", "<dateLeve>le "),
)


def _place(scene: Scene, rank: int, rng: np.random.Generator, prefix: str) -> Place:
    place = Place(scene, rank, rng, prefix)
    place.lot.record = RECORD.format(name=place.lot.name, contact=_CONTACT)
    return place


def s1(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """A document that the schema refuses; near: a comment and spaces, which it does not."""
    place = _place(scene, rank, rng, "S1-")
    tree, members = place.tree(), place.lot.members
    if wrong:
        members[-1] = _SPOILED[k % len(_SPOILED)](members[-1])
        too = {0: ("A1", "error"), 2: ("S7_zero", None), 3: ("A3_malformed", None)}.get(k % len(_SPOILED))
        more = [on(*too, tree)] if too else []
        place.plant("S1", True, None, on("S1", "error", tree), *more, things=(tree,))
    else:
        members[-1] = members[-1].replace("<reference>", "<!-- platane -->\n<reference>")
        place.plant("S1", False, None, things=(tree,))


def l1(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """No metadata record, one without contact, an address or a number in an attribute; near: what looks like one."""
    place = _place(scene, rank, rng, "L1-")
    lot = place.lot
    if not wrong:
        place.tree(reference=("Platane @ 12 m", "0472 arbre", "06-1234")[k % 3])
        place.plant("L1", False, None)
    elif k % 3 == 0:
        lot.record = ""
        place.tree()
        place.plant("L1", True, None, on("L1", None, lot.name))
    elif k % 3 == 1:
        lot.record = RECORD.format(name=lot.name, contact="")
        place.tree()
        place.plant("L1", True, None, on("L1_incomplete", None, lot.name))
    else:
        tree = place.tree(reference=("jardinier@example.org", "04 72 00 00 00", "+33 6 12 34 56 78")[k // 3 % 3])
        place.plant("L1", True, None, on("L1_personal", None, tree), things=(tree,))


def l4(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """Accents or spaces in a file's name, a file in another encoding; near: dots and dashes."""
    place = _place(scene, rank, rng, "L4-")
    lot = place.lot
    lot.producers = ("Régie des eaux du Haut Pays",)  # every letter of it is one of ISO 8859-1
    place.tree()
    if not wrong:
        lot.file = f"2024.01_{lot.name}.gml"
        place.plant("L4", False, None)
    elif k % 3 == 2:
        lot.encoding = "ISO-8859-1"
        place.plant("L4", True, None, on("L4_encoding", None, lot.name))
    else:
        # the lot takes the name of its file
        lot.file = (f"levé_{rank:03}.gml", f"lot {rank:03}.gml")[k % 3]
        place.plant("L4", True, None, on("L4", None, lot.file.removesuffix(".gml")))


def scenes(amount: Amount) -> list[Scene]:
    """A scene a check, with its delivered files."""
    out = []
    for seed, (check, recipe) in enumerate((("S1", s1), ("L1", l1), ("L4", l4))):
        rng = np.random.default_rng([SEED, 40, seed])
        scene = Scene(f"files {check}", files=True)
        if SCHEMAS.is_dir():
            scene.given["schemas"] = str(SCHEMAS)
        n = amount.of(check)
        for rank in range(n + n // 2):
            k, wrong = (rank, True) if rank < n else (rank - n, False)
            recipe(scene, rank, k, wrong, rng)
        out.append(scene)
    return out
