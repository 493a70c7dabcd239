"""Metadata records that are delivered beside the lots."""

from __future__ import annotations

#: A metadata record as short as can be: contact, licence, language.
_RECORD = """<?xml version="1.0" encoding="UTF-8"?>
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
{licence}{language}</gmd:MD_DataIdentification></gmd:identificationInfo>
</gmd:MD_Metadata>
"""
_CONTACT = """<gmd:CI_ResponsibleParty><gmd:organisationName><gco:CharacterString>Communauté de communes du Val Fleuri
</gco:CharacterString></gmd:organisationName><gmd:contactInfo><gmd:CI_Contact><gmd:address><gmd:CI_Address>
<gmd:electronicMailAddress><gco:CharacterString>pcrs@example.org</gco:CharacterString></gmd:electronicMailAddress>
</gmd:CI_Address></gmd:address></gmd:CI_Contact></gmd:contactInfo><gmd:role><gmd:CI_RoleCode
 codeList="http://standards.iso.org/iso/19139/resources/gmxCodelists.xml#CI_RoleCode"
 codeListValue="pointOfContact"/></gmd:role></gmd:CI_ResponsibleParty>"""
_LICENCE = """<gmd:resourceConstraints><gmd:MD_LegalConstraints>
<gmd:useLimitation><gco:CharacterString>Licence Ouverte 2.0 (Etalab)</gco:CharacterString></gmd:useLimitation>
<gmd:useConstraints><gmd:MD_RestrictionCode
 codeList="http://standards.iso.org/iso/19139/resources/gmxCodelists.xml#MD_RestrictionCode"
 codeListValue="otherRestrictions"/></gmd:useConstraints>
<gmd:otherConstraints><gco:CharacterString>Licence Ouverte 2.0 (Etalab)</gco:CharacterString></gmd:otherConstraints>
</gmd:MD_LegalConstraints></gmd:resourceConstraints>
"""
_LANGUAGE = "<gmd:language><gco:CharacterString>fre</gco:CharacterString></gmd:language>\n"

#: What a record may leave unsaid.
PARTS = {"contact": _CONTACT, "licence": _LICENCE, "language": _LANGUAGE}


def record_of(name: str, without: str = "") -> str:
    """Record of a lot.

    Parameters
    ----------
    without : key of `PARTS` that it leaves out.
    """
    return _RECORD.format(name=name, **{key: "" if key == without else text for key, text in PARTS.items()})
