"""Child elements of each PCRS class in XSD order, read from CNIG_PCRS_v2.0.xsd; `@` marks the geometry, `>` a link."""

from __future__ import annotations

_OBJECT = (
    "dateLeve idObjet thematique qualiteCategorisation precisionPlanimetrique precisionAltimetrique "
    "producteur >pointLeve"
)
_DRAWING = "idHabillage thematique >habillage"
_SYMBOL = "@ reference angleRotation longueur_mm largeur_mm"
_TEXT = f"{_DRAWING} @ libelle angleRotation justification taille"

ORDER: dict[str, list[str]] = {
    name: text.split()
    for name, text in {
        **dict.fromkeys(
            (
                "LimiteVoiriePCRS",
                "FacadePCRS",
                "ProeminenceBatiPCRS",
                "PilierParticulierPCRS",
                "QuaiRailPCRS",
                "QuaiFluvioMaritimePCRS",
                "RailPCRS",
                "PilePontPCRS",
            ),
            f"{_OBJECT} @",
        ),
        "SeuilPCRS": f"{_OBJECT} @ >symbole",
        "MarcheEscalierPCRS": f"{_OBJECT} @ >symbole",
        "MurPCRS": f"{_OBJECT} @ typeMur",
        "PilierRegulierPCRS": f"{_OBJECT} @ section angleRotation longueur largeur",
        "ArbrePCRS": f"{_OBJECT} @ reference",
        "PointCanevasPCRS": f"{_OBJECT} @ canevas precisionXY precisionZ immatriculation dateCreation fiche",
        "ObjetGeneriquePCRS": f"{_OBJECT} @ identification",
        "AffleurantPCRS": f"{_OBJECT} gestionnaire nature reseau source idSource >symbolisation >representation",
        "AffleurantGeometriquePCRS": ">enveloppe >ligne >point",
        "AffleurantEnveloppePCRS": "@ >habillage",
        "AffleurantLignesPCRS": "@",
        "AffleurantPointPCRS": "@",
        "AffleurantSymbolePCRS": _SYMBOL,
        "HabillagePointsPCRS": f"{_DRAWING} @",
        "HabillageLignesPCRS": f"{_DRAWING} @",
        "HabillageEnveloppePCRS": f"{_DRAWING} @",
        "HabillageSymbolePCRS": f"{_DRAWING} {_SYMBOL}",
        "HabillageTextePCRS": _TEXT,
        "NomVoiriePCRS": f"{_TEXT} idNomVoirie positionnement",
        "NumeroVoiriePCRS": f"{_TEXT} idNumeroVoirie positionnement",
        "MasqueOpacitePCRS": f"{_DRAWING} transparence @ >raster",
        "PointLevePCRS": "@ numeroPoint precisionXY precisionZ horodatage producteur",
        "Commune": "codeINSEE nom @ reference",
        "TronconVoirie": "@ source reference propriete",
        "RasterPCRS": (
            "producteur nomImage typeImage @ idPCRS resolution dateAcquisition dateRecette "
            "precisionPlanimetriqueCorpsDeRue precisionPlanimetriqueZoneNaturelle descriptionElementsQualite >masque"
        ),
        "EmpriseEchangePCRS": (
            "fournisseur datePublication complement type @ idEmprise >raster >objet >commune >troncon >habillage"
        ),
    }.items()
}

#: Theme of each surveyed class (reference A.4), as a producer writes it.
THEMES = {
    "LimiteVoiriePCRS": "03", "FacadePCRS": "02", "ProeminenceBatiPCRS": "02", "SeuilPCRS": "02", "MurPCRS": "05",
    "PilierRegulierPCRS": "05", "PilierParticulierPCRS": "05", "MarcheEscalierPCRS": "03", "QuaiRailPCRS": "04",
    "QuaiFluvioMaritimePCRS": "07", "RailPCRS": "04", "ArbrePCRS": "06", "PilePontPCRS": "07",
    "PointCanevasPCRS": "01", "ObjetGeneriquePCRS": "03", "AffleurantPCRS": "10", "HabillagePointsPCRS": "03",
    "HabillageLignesPCRS": "03", "HabillageEnveloppePCRS": "03", "HabillageSymbolePCRS": "03",
    "HabillageTextePCRS": "01", "NomVoiriePCRS": "01", "NumeroVoiriePCRS": "01", "MasqueOpacitePCRS": "11",
}  # fmt: skip

#: Surveyed classes (ObjetVecteurPCRS) and drawings (HabillagePCRS).
SURVEYED = frozenset(name for name, order in ORDER.items() if "idObjet" in order)
DRAWN = frozenset(name for name, order in ORDER.items() if "idHabillage" in order)
