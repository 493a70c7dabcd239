"""The PCRS v2.0 model as data: classes, properties in XSD order, code lists.

Source: CNIG_PCRS_v2.0.xsd and CNIG_PCRS-INFO_v2.0.xsd. Code labels: the standard's own lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from .placeholders import WORDS

NAMESPACE = "http://cnig.gouv.fr/pcrs"
INFO_NAMESPACE = "http://cnig.gouv.fr/pcrs-information"
GML_NAMESPACE = "http://www.opengis.net/gml/3.2"
XLINK_NAMESPACE = "http://www.w3.org/1999/xlink"

ROOT = "PlanCorpsRueSimplifie"
VERSION = "2.0"

#: Upper bound in metres of each precision class; None where the class has no bound.
PRECISION_METRES: dict[str, float | None] = {
    "002": 0.02,
    "005": 0.05,
    "010": 0.10,
    "040": 0.40,
    "150": 1.50,
    "999": None,
}

#: Metres that stand for "no bound" (class 999): the largest bound of the precision classes.
UNBOUNDED = 1.50

CODE_LISTS: dict[str, dict[str, str]] = {
    "CategoriePrecision": {
        "002": "moins de 2 cm",
        "005": "2 à 5 cm",
        "010": "5 à 10 cm",
        "040": "10 à 40 cm",
        "150": "40 à 150 cm",
        "999": "plus de 150 cm",
    },
    "CategorieThematique": {
        "00": "à déterminer",
        "01": "topographie",
        "02": "bâti",
        "03": "voirie",
        "04": "ferroviaire",
        "05": "clôture",
        "06": "végétal",
        "07": "ouvrage d’art",
        "08": "hydrographie",
        "09": "orographie",
        "10": "affleurant",
        "11": "raster",
        "99": "non définie",
    },
    "QualiteCategorisation": {"01": "très fiable", "02": "moyennement fiable", "03": "peu fiable"},
    "CategorieMur": {
        "01": "mur",
        "02": "mur de soutènement",
        "03": "mur bahut",
        "04": "mur bahut avec clôture",
        "05": "parapet",
        "06": "enrochement",
    },
    "SectionPilier": {"00": "autre", "01": "carré", "02": "rectangulaire", "03": "circulaire"},
    "NatureAffleurant": {
        "01": "avaloir",
        "02": "boîte, coffret, armoire",
        "03": "tampon, plaque, chambre",
        "04": "branchement, vanne, bouche à clé",
        "05": "bouche ou poteau incendie",
        "06": "poteau",
        "07": "poteau d’éclairage",
    },
    "NatureReseau": {
        "00": "indéterminé",
        "ELEC": "électricité",
        "ELECECL": "éclairage public",
        "ELECSLT": "signalisation lumineuse",
        "ELECBT": "électricité basse tension",
        "ELECHT": "électricité haute tension",
        "GAZ": "gaz",
        "MULT": "multi-réseaux",
        "CHIM": "produits chimiques",
        "COM": "télécommunications",
        "AEP": "eau potable",
        "ASSA": "assainissement",
        "ASSAEP": "eaux pluviales",
        "ASSAEU": "eaux usées",
        "ASSARU": "réseau unitaire",
        "DECH": "déchets",
        "CHAU": "chauffage, climatisation",
        "INCE": "incendie",
    },
    "CategoriePlacement": {
        "01": "sans repositionnement",
        "02": "axe de voirie",
        "03": "limite de voirie",
        "04": "hors voirie",
        "05": "parcelle",
    },
    "ProprieteEspace": {"01": "public", "02": "privé"},
    "TexteJustification": {"G": "gauche", "C": "centre", "D": "droite"},
    "Calendrier": {"01": "livré", "02": "actualisation en cours", "03": "en projet", "04": "non planifié"},
}

#: Lists that also take ``other: word`` (XSD union with a pattern).
OPEN_LISTS = frozenset({"Calendrier", "NatureAffleurant", "NatureReseau", "QualiteCategorisation"})

#: Properties that are dates: of surveys, then others (a benchmark may be older than any digital survey).
SURVEY_DATES = ("dateLeve", "horodatage", "dateAcquisition")
DATE_PROPERTIES = (*SURVEY_DATES, "datePublication", "dateCreation", "dateRecette", "dateActualite")

#: Values that stand for nothing, as they are written most; `placeholders.is_placeholder` knows their other spellings.
PLACEHOLDERS = frozenset({"", "Gestionnaire de l’affleurant", *WORDS})


@dataclass(frozen=True)
class Property:
    """One child element of a class.

    kind : "text" (one value), "texts" (several values), "geometry" or "link" (association, inline or by href).
    """

    name: str
    kind: str = "text"
    required: bool = False
    many: bool = False
    codes: str | None = None
    target: str | None = None


@dataclass(frozen=True)
class FeatureClass:
    """One concrete class of the standard.

    geometry : "point", "curve", "multicurve", "multipoint", "polygon", "surface", "multisurface", "any" or None
        where the class has no geometry of its own.
    family : "vecteur" (ObjetVecteurPCRS), "habillage", "affleurant" (geometry chain), "cadre" (frame) or "info".
    themes : codes that suit the class; empty where the standard leaves it open.
    """

    name: str
    family: str
    geometry: str | None
    properties: tuple[Property, ...]
    themes: tuple[str, ...] = ()
    namespace: str = NAMESPACE

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the properties that are kept as text columns, in XSD order."""
        return tuple(p.name for p in self.properties if p.kind in ("text", "texts"))

    @property
    def is_drawn(self) -> bool:
        """Whether objects of the class have a place: their own geometry, or that of the parts of an affleurant."""
        return self.geometry is not None or self.name == AFFLEURANT

    @cached_property
    def identifier(self) -> str | None:
        """Name of the business identifier (idObjet, idHabillage…), None where the class has none."""
        names = {p.name for p in self.properties}
        for name in ("idObjet", "idHabillage", "idEmprise", "numeroPoint", "codeINSEE", "idPCRS"):
            if name in names:
                return name
        return None


def _text(name: str, required: bool = True, codes: str | None = None) -> Property:
    return Property(name, "text", required, codes=codes)


def _optional_property(name: str, codes: str | None = None) -> Property:
    return Property(name, "text", False, codes=codes)


def _link(name: str, target: str, required: bool = False, many: bool = True) -> Property:
    return Property(name, "link", required, many, target=target)


_GEOMETRY = Property("geometrie", "geometry", True)

_OBJET = (
    _optional_property("dateLeve"),
    _text("idObjet"),
    _text("thematique", codes="CategorieThematique"),
    _text("qualiteCategorisation", codes="QualiteCategorisation"),
    _text("precisionPlanimetrique", codes="CategoriePrecision"),
    _optional_property("precisionAltimetrique", codes="CategoriePrecision"),
    _text("producteur"),
    _link("pointLeve", "PointLevePCRS"),
)
_HABILLAGE = (
    _text("idHabillage"),
    _text("thematique", codes="CategorieThematique"),
    _link("habillage", "HabillagePCRS"),
)
_SYMBOLE = (_GEOMETRY, _text("reference"), _text("angleRotation"), _text("longueur_mm"), _text("largeur_mm"))
_TEXTE = (
    _GEOMETRY,
    _text("libelle"),
    _text("angleRotation"),
    _text("justification", codes="TexteJustification"),
    _text("taille"),
)


def _objet(name: str, geometry: str | None, *own: Property, themes: tuple[str, ...] = ()) -> FeatureClass:
    return FeatureClass(name, "vecteur", geometry, (*_OBJET, *own), themes)


def _habillage(name: str, geometry: str, *own: Property) -> FeatureClass:
    return FeatureClass(name, "habillage", geometry, (*_HABILLAGE, *own))


_ALL = (
    # surveyed objects
    _objet("LimiteVoiriePCRS", "curve", _GEOMETRY, themes=("03",)),
    _objet("FacadePCRS", "curve", _GEOMETRY, themes=("02",)),
    _objet("ProeminenceBatiPCRS", "curve", _GEOMETRY, themes=("02",)),
    _objet("SeuilPCRS", "curve", _GEOMETRY, _link("symbole", "HabillageSymbolePCRS", many=False), themes=("02",)),
    _objet("MurPCRS", "curve", _GEOMETRY, _optional_property("typeMur", "CategorieMur"), themes=("05",)),
    _objet(
        "PilierRegulierPCRS",
        "point",
        _GEOMETRY,
        _text("section", codes="SectionPilier"),
        _text("angleRotation"),
        _text("longueur"),
        _text("largeur"),
        themes=("05",),
    ),
    _objet("PilierParticulierPCRS", "curve", _GEOMETRY, themes=("05",)),
    _objet(
        "MarcheEscalierPCRS",
        "curve",
        _GEOMETRY,
        _link("symbole", "HabillageSymbolePCRS", many=False),
        themes=("02", "03"),
    ),
    _objet("QuaiRailPCRS", "curve", _GEOMETRY, themes=("04",)),
    _objet("QuaiFluvioMaritimePCRS", "curve", _GEOMETRY, themes=("07",)),
    _objet("RailPCRS", "curve", _GEOMETRY, themes=("04",)),
    _objet("ArbrePCRS", "point", _GEOMETRY, _text("reference"), themes=("06",)),
    _objet("PilePontPCRS", "polygon", _GEOMETRY, themes=("07",)),
    _objet(
        "PointCanevasPCRS",
        "point",
        _GEOMETRY,
        _optional_property("canevas"),
        _optional_property("precisionXY"),
        _optional_property("precisionZ"),
        _optional_property("immatriculation"),
        _optional_property("dateCreation"),
        _optional_property("fiche"),
        themes=("01",),
    ),
    _objet("ObjetGeneriquePCRS", "any", _GEOMETRY, _optional_property("identification")),
    _objet(
        "AffleurantPCRS",
        None,
        _optional_property("gestionnaire"),
        _optional_property("nature", "NatureAffleurant"),
        _optional_property("reseau", "NatureReseau"),
        _optional_property("source"),
        _optional_property("idSource"),
        _link("symbolisation", "AffleurantSymbolePCRS", many=False),
        _link("representation", "AffleurantGeometriquePCRS", required=True, many=False),
        themes=("10",),
    ),
    # geometry of affleurants
    FeatureClass(
        "AffleurantGeometriquePCRS",
        "affleurant",
        None,
        (
            _link("enveloppe", "AffleurantEnveloppePCRS"),
            _link("ligne", "AffleurantLignesPCRS"),
            _link("point", "AffleurantPointPCRS"),
        ),
    ),
    FeatureClass(
        "AffleurantEnveloppePCRS", "affleurant", "polygon", (_GEOMETRY, _link("habillage", "HabillageLignesPCRS"))
    ),
    FeatureClass("AffleurantLignesPCRS", "affleurant", "multicurve", (_GEOMETRY,)),
    FeatureClass("AffleurantPointPCRS", "affleurant", "point", (_GEOMETRY,)),
    FeatureClass("AffleurantSymbolePCRS", "affleurant", "point", _SYMBOLE),
    # drawing objects
    _habillage("HabillagePointsPCRS", "multipoint", _GEOMETRY),
    _habillage("HabillageLignesPCRS", "multicurve", _GEOMETRY),
    _habillage("HabillageEnveloppePCRS", "polygon", _GEOMETRY),
    _habillage("HabillageSymbolePCRS", "point", *_SYMBOLE),
    _habillage("HabillageTextePCRS", "point", *_TEXTE),
    _habillage(
        "NomVoiriePCRS",
        "point",
        *_TEXTE,
        _text("idNomVoirie"),
        _optional_property("positionnement", "CategoriePlacement"),
    ),
    _habillage(
        "NumeroVoiriePCRS",
        "point",
        *_TEXTE,
        _text("idNumeroVoirie"),
        _optional_property("positionnement", "CategoriePlacement"),
    ),
    _habillage(
        "MasqueOpacitePCRS", "surface", _text("transparence"), _GEOMETRY, _link("raster", "RasterPCRS", required=True)
    ),
    # frame
    FeatureClass(
        "PointLevePCRS",
        "cadre",
        "point",
        (
            _GEOMETRY,
            _text("numeroPoint"),
            _text("precisionXY"),
            _optional_property("precisionZ"),
            _optional_property("horodatage"),
            _text("producteur"),
        ),
    ),
    FeatureClass(
        "Commune",
        "cadre",
        "multisurface",
        (_text("codeINSEE"), _optional_property("nom"), _GEOMETRY, _text("reference")),
    ),
    FeatureClass(
        "TronconVoirie",
        "cadre",
        "curve",
        (_GEOMETRY, _text("source"), _text("reference"), _optional_property("propriete", "ProprieteEspace")),
    ),
    FeatureClass(
        "RasterPCRS",
        "cadre",
        "polygon",
        (
            _text("producteur"),
            _text("nomImage"),
            _text("typeImage"),
            _GEOMETRY,
            _text("idPCRS"),
            _text("resolution"),
            _text("dateAcquisition"),
            _text("dateRecette"),
            _text("precisionPlanimetriqueCorpsDeRue"),
            _text("precisionPlanimetriqueZoneNaturelle"),
            _text("descriptionElementsQualite"),
            _link("masque", "MasqueOpacitePCRS"),
        ),
    ),
    FeatureClass(
        "EmpriseEchangePCRS",
        "cadre",
        "multisurface",
        (
            _text("fournisseur"),
            _text("datePublication"),
            _optional_property("complement"),
            _optional_property("type"),
            _GEOMETRY,
            _text("idEmprise"),
            _link("raster", "RasterPCRS"),
            _link("objet", "ObjetVecteurPCRS"),
            _link("commune", "Commune"),
            _link("troncon", "TronconVoirie"),
            _link("habillage", "HabillagePCRS"),
        ),
    ),
    # PCRS information
    FeatureClass(
        "InitiativePCRS",
        "info",
        "multisurface",
        (
            Property("partenaires", "texts", False, True),
            _text("gestionnaire"),
            _optional_property("description"),
            _GEOMETRY,
            _link("commune", "Commune"),
        ),
        namespace=INFO_NAMESPACE,
    ),
    FeatureClass(
        "EmpriseDisponibilitePCRS",
        "info",
        "multisurface",
        (
            _optional_property("dateActualite"),
            _optional_property("calendrier", "Calendrier"),
            _GEOMETRY,
            _link("troncon", "TronconVoirie"),
            _link("commune", "Commune"),
            _link("initiative", "InitiativePCRS", required=True, many=False),
        ),
        namespace=INFO_NAMESPACE,
    ),
)

#: Concrete classes by name.
CLASSES: dict[str, FeatureClass] = {c.name: c for c in _ALL}

EMPRISE = "EmpriseEchangePCRS"
AFFLEURANT = "AffleurantPCRS"

#: Attributes that two producers may write differently of one and the same object: who, when, how well, which number.
_CIRCUMSTANCES = frozenset(
    {
        "dateLeve", "idObjet", "idHabillage", "thematique", "qualiteCategorisation", "precisionPlanimetrique",
        "precisionAltimetrique", "producteur", "gestionnaire", "source", "idSource", "idNomVoirie", "idNumeroVoirie",
    }
)  # fmt: skip


def descriptive_columns(feature: FeatureClass) -> tuple[str, ...]:
    """Attributes that say what an object is: two objects that differ in one of them are two, wherever they stand."""
    return tuple(c for c in feature.columns if c not in _CIRCUMSTANCES)


#: Links that lead from an affleurant to its geometry, in order of preference at the second hop
#: (the standard prefers the exhaustive polygon).
REPRESENTATIONS = (
    ("enveloppe", "AffleurantEnveloppePCRS"),
    ("ligne", "AffleurantLignesPCRS"),
    ("point", "AffleurantPointPCRS"),
)
