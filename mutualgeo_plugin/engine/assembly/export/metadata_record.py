"""Metadata record (ISO 19139) that goes with each exported file."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...formats.geopackage import Box
from ...formats.xml_text import escape
from ...geometry.systems import to_system
from ...model.export import FORMATS, MASK_ACCURACY

#: Folder of the records, beside the files: a record is XML too, and must not be taken for a lot (A.5-10).
FOLDER = "metadata"
_GEOGRAPHIC = 4326


@dataclass(frozen=True)
class Record:
    """What a record tells.

    lineage : sentences on where the objects come from.
    counts : class → objects.
    """

    title: str
    supplier: str
    date: str
    crs: int
    box: Box | None
    format: str
    lineage: str
    counts: dict[str, int]


def record_path(target: Path) -> Path:
    """Where the record of a file stands."""
    return target.parent / FOLDER / f"{target.name}.xml"


def write_record(path: Path, record: Record) -> None:
    """Write the record; the same file of the same day gets the same identifier and the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_xml(record), "utf-8", newline="\n")


def _string(text: str) -> str:
    return f"<gco:CharacterString>{escape(text)}</gco:CharacterString>"


def _code(name: str, value: str) -> str:
    lists = "http://standards.iso.org/iso/19139/resources/gmxCodelists.xml"
    return f'<gmd:{name} codeList="{lists}#{name}" codeListValue="{value}">{value}</gmd:{name}>'


def _responsible_party(supplier: str, role: str) -> str:
    return (
        f"<gmd:CI_ResponsibleParty><gmd:organisationName>{_string(supplier)}</gmd:organisationName>"
        f"<gmd:role>{_code('CI_RoleCode', role)}</gmd:role></gmd:CI_ResponsibleParty>"
    )


def _xml(record: Record) -> str:
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, f"{record.supplier}/{record.title}/{record.date}/{record.format}")
    objects = sum(record.counts.values())
    counted = ", ".join(f"{name} : {count}" for name, count in sorted(record.counts.items()))
    made = FORMATS[record.format]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">',
        f"<gmd:fileIdentifier>{_string(str(identifier))}</gmd:fileIdentifier>",
        f"<gmd:language>{_code('LanguageCode', 'fre')}</gmd:language>",
        f"<gmd:characterSet>{_code('MD_CharacterSetCode', 'utf8')}</gmd:characterSet>",
        f"<gmd:hierarchyLevel>{_code('MD_ScopeCode', 'dataset')}</gmd:hierarchyLevel>",
        f"<gmd:contact>{_responsible_party(record.supplier, 'pointOfContact')}</gmd:contact>",
        f"<gmd:dateStamp><gco:Date>{record.date}</gco:Date></gmd:dateStamp>",
        "<gmd:referenceSystemInfo><gmd:MD_ReferenceSystem><gmd:referenceSystemIdentifier><gmd:RS_Identifier>"
        f"<gmd:code>{_string(f'EPSG:{record.crs}')}</gmd:code></gmd:RS_Identifier></gmd:referenceSystemIdentifier>"
        "</gmd:MD_ReferenceSystem></gmd:referenceSystemInfo>",
        "<gmd:identificationInfo><gmd:MD_DataIdentification><gmd:citation><gmd:CI_Citation>",
        f"<gmd:title>{_string(record.title)}</gmd:title>",
        f"<gmd:date><gmd:CI_Date><gmd:date><gco:Date>{record.date}</gco:Date></gmd:date>"
        f"<gmd:dateType>{_code('CI_DateTypeCode', 'publication')}</gmd:dateType></gmd:CI_Date></gmd:date>",
        "</gmd:CI_Citation></gmd:citation>",
        f"<gmd:abstract>{_string(f'{objects} objets PCRS. {counted}.')}</gmd:abstract>",
        f"<gmd:language>{_code('LanguageCode', 'fre')}</gmd:language>",
        _extent(record),
        "</gmd:MD_DataIdentification></gmd:identificationInfo>",
        "<gmd:distributionInfo><gmd:MD_Distribution><gmd:distributionFormat><gmd:MD_Format>"
        f"<gmd:name>{_string(made.title)}</gmd:name><gmd:version>{_string(made.version)}</gmd:version>"
        "</gmd:MD_Format></gmd:distributionFormat></gmd:MD_Distribution></gmd:distributionInfo>",
        "<gmd:dataQualityInfo><gmd:DQ_DataQuality><gmd:scope><gmd:DQ_Scope><gmd:level>"
        f"{_code('MD_ScopeCode', 'dataset')}</gmd:level></gmd:DQ_Scope></gmd:scope>"
        f"<gmd:lineage><gmd:LI_Lineage><gmd:statement>{_string(record.lineage)}</gmd:statement></gmd:LI_Lineage>"
        "</gmd:lineage></gmd:DQ_DataQuality></gmd:dataQualityInfo>",
        "</gmd:MD_Metadata>",
    ]
    return "\n".join(line for line in lines if line) + "\n"


def _extent(record: Record) -> str:
    """Box in longitude and latitude: that of the corners and of the middles of the sides."""
    if record.box is None:
        return ""
    minx, miny, maxx, maxy = record.box
    xs, ys = np.meshgrid(np.linspace(minx, maxx, 3), np.linspace(miny, maxy, 3))
    placed, _ = to_system(np.column_stack((xs.ravel(), ys.ravel())), record.crs, _GEOGRAPHIC, MASK_ACCURACY)
    (west, south), (east, north) = placed.min(axis=0), placed.max(axis=0)
    bounds = (("westBound", west, "Longitude"), ("eastBound", east, "Longitude"),
              ("southBound", south, "Latitude"), ("northBound", north, "Latitude"))  # fmt: skip
    inside = "".join(
        f"<gmd:{side}{axis}><gco:Decimal>{value:.6f}</gco:Decimal></gmd:{side}{axis}>" for side, value, axis in bounds
    )
    return (
        "<gmd:extent><gmd:EX_Extent><gmd:geographicElement><gmd:EX_GeographicBoundingBox>"
        f"{inside}</gmd:EX_GeographicBoundingBox></gmd:geographicElement></gmd:EX_Extent></gmd:extent>"
    )
