"""Validation of PCRS files against the published schemas, with no network.

The schemas are not part of the project: `MUTUALGEO_SCHEMAS` (default ../shared/schemas) points to a copy.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path

from lxml import etree

SCHEMAS = Path(os.environ.get("MUTUALGEO_SCHEMAS", Path(__file__).parents[2] / "shared" / "schemas"))

#: Where the addresses that the schemas import stand in the copy; the first that fits is taken.
COPIES = {
    "http://schemas.opengis.net/": "ogc/",
    "http://www.w3.org/1999/xlink.xsd": "w3c/xlink.xsd",
    "http://www.w3.org/2001/xml.xsd": "w3c/xml.xsd",
    "http://standards.iso.org/ittf/PubliclyAvailableStandards/ISO_19139_Schemas/": "ogc/iso/19139/20070417/",
}


class _Offline(etree.Resolver):
    def resolve(self, system_url, public_id, context):
        for address, copy in COPIES.items():
            if system_url.startswith(address):
                return self.resolve_filename(str(SCHEMAS / (copy + system_url.removeprefix(address))), context)
        if system_url.startswith(("http:", "https:")):
            raise OSError(f"{system_url} is not among the copies")
        return None


@functools.cache
def pcrs_schema() -> etree.XMLSchema:
    """PCRS v2.0 schema, read once a session."""
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Offline())
    return etree.XMLSchema(etree.parse(str(SCHEMAS / "cnig" / "CNIG_PCRS_v2.0.xsd"), parser))


def validate_pcrs(path: str | Path) -> list[str]:
    """Schema errors of a file, as "line: message"; an empty list where it is valid."""
    schema = pcrs_schema()
    document = etree.parse(str(path), etree.XMLParser(no_network=True, huge_tree=True))
    schema.validate(document)
    return [f"{error.line}: {error.message}" for error in schema.error_log]
