"""The schemas of PCRS v2.0 as data: where each is published, and under which name a copy is kept."""

from __future__ import annotations

#: Documents that a PCRS file is validated against; what they import follows.
ROOTS = ("cnig/CNIG_PCRS_v2.0.xsd", "cnig/CNIG_PCRS-INFO_v2.0.xsd")

#: Address in an import → place of the copy; the first prefix that fits is taken. ISO 19139 has two addresses, one
#: of which is no longer served.
COPIES = (
    ("http://schemas.opengis.net/gml/3.2.1/", "ogc/gml/3.2.1/"),
    ("http://schemas.opengis.net/iso/19139/20070417/", "ogc/iso/19139/20070417/"),
    (
        "http://standards.iso.org/ittf/PubliclyAvailableStandards/ISO_19139_Schemas/",
        "ogc/iso/19139/20070417/",
    ),
    ("http://www.w3.org/1999/xlink.xsd", "w3c/xlink.xsd"),
    ("http://www.w3.org/2001/xml.xsd", "w3c/xml.xsd"),
)

#: Place of a copy → where it is published. CNIG publishes its schemas on GitHub: the commit is that of v2.0.
ADDRESSES = (
    ("cnig/", "https://raw.githubusercontent.com/cnigfr/PCRS/5c3266779b70b7fab98b7861d4d695ae79cbaaff/schemas/"),
    ("ogc/gml/3.2.1/", "https://schemas.opengis.net/gml/3.2.1/"),
    ("ogc/iso/19139/20070417/", "https://schemas.opengis.net/iso/19139/20070417/"),
    ("w3c/xlink.xsd", "https://www.w3.org/1999/xlink.xsd"),
    ("w3c/xml.xsd", "https://www.w3.org/2001/xml.xsd"),
)

#: List of the copies, beside them.
MANIFEST = "manifest.json"
MANIFEST_SCHEMA = "mutualgeo-schemas/1"

#: A schema is a text of at most some hundred kilobytes, and the set has about seventy.
LARGEST_SCHEMA = 4 << 20
MOST_SCHEMAS = 200
