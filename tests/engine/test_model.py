"""The model is the standard's own: compared with the XSD, property by property."""

import os
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from mutualgeo_plugin.engine.model import pcrs

SCHEMAS = Path(os.environ.get("MUTUALGEO_SCHEMAS", "../shared/schemas")) / "cnig"
XSD = "{http://www.w3.org/2001/XMLSchema}"
pytestmark = pytest.mark.skipif(not SCHEMAS.is_dir(), reason=f"CNIG schemas absent: {SCHEMAS}")


def _schema():
    """Own properties and parent of each complex type, and the enumerations."""
    own, parent, codes = {}, {}, {}
    for name in ("CNIG_PCRS_v2.0.xsd", "CNIG_PCRS-INFO_v2.0.xsd"):
        root = ElementTree.parse(SCHEMAS / name).getroot()
        for kind in root.findall(f"{XSD}complexType"):
            extension = kind.find(f"{XSD}complexContent/{XSD}extension")
            if extension is None or kind.get("name").endswith("PropertyType"):
                continue
            parent[kind.get("name")] = extension.get("base").split(":")[-1]
            own[kind.get("name")] = [
                (e.get("name"), e.get("minOccurs", "1") != "0", e.get("maxOccurs") == "unbounded", e.get("type"))
                for e in extension.findall(f"{XSD}sequence/{XSD}element")
            ]
        for kind in root.findall(f"{XSD}simpleType"):
            values = [e.get("value") for e in kind.iter(f"{XSD}enumeration")]
            if values:
                codes[kind.get("name")] = set(values)
    return own, parent, codes


def _all_properties(name, own, parent):
    inherited = _all_properties(parent[name], own, parent) if parent.get(name) in own else []
    return inherited + own[name]


@pytest.mark.parametrize("feature_class", pcrs.CLASSES.values(), ids=lambda c: c.name)
def test_properties_follow_the_schema(feature_class):
    own, parent, _codes = _schema()
    expected = _all_properties(f"{feature_class.name}Type", own, parent)
    assert [(p.name, p.required, p.many) for p in feature_class.properties] == [e[:3] for e in expected]


def test_every_concrete_class_is_known():
    own, _parent, _codes = _schema()
    abstract = {"ObjetVecteurPCRS", "HabillagePCRS", "PilierPCRS", "PCRSFeatureMember", "PlanCorpsRueSimplifie"}
    assert {n.removesuffix("Type") for n in own} - abstract == set(pcrs.CLASSES)


def test_code_lists_are_the_schema_s():
    _own, _parent, codes = _schema()
    for name, values in pcrs.CODE_LISTS.items():
        found = [v for kind, v in codes.items() if re.match(rf"{name}(PCRS)?Type", kind)]
        assert len(found) == 1 and set(values) == found[0], name
