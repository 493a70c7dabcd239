"""How files of networks are made, as data: identifiers, layers that are no part of a network, flow, invert levels.

Sources: StaR-DT 1.0 (CNIG: schema and code lists), RAEPA 1.2 (COVADIS) and its QGIS extension's exchange files,
StaR-Eau 2024 (CNIG, Astee), RecoStaR 0.6, BD TOPO 3. Names are compared without case; codes without leading zeros,
because many readers make 1 of ``01``.
"""

from __future__ import annotations

#: Coarsest stated accuracy of a transformation of networks, in metres: that of NTF to RGF93 by its official grid.
NETWORK_ACCURACY = 1.0

#: Names under which networks keep their identifier (StaR-DT, RAEPA, StaR-Eau, BD TOPO), best first.
IDENTIFIERS = ("identifiant", "idcana", "id_canalisation", "GUID", "cleabs", "id")

#: Names of the identifier of any object of a layer, best first: those above, nodes, parcels (PCI EDIGEO, Etalab).
OBJECT_IDENTIFIERS = (
    "gml_id", *IDENTIFIERS, "idnetwork", "idouvrage", "idappareil", "id_noeud_reseau", "idu", "object_rid",
)  # fmt: skip

#: Layers that measure, draw or surround a network: their lines and points are no part of it.
BESIDE_THE_NETWORK = frozenset(
    {
        "affleurant",
        "aep_affleurant",
        "aep_piece_hors_topo",
        "ass_affleurant",
        "ass_piece_hors_topo",
        "cote",
        "geometriesupplementaire",
        "geometriesupplementaireline",
        "perimetreparticulier",
        "pointleveouvragereseau",
        "rpd_geometriesupplementaire_reco",
        "rpd_pointleveouvragereseau_reco",
    }
)

#: Parts of the names of layers whose pipes are sewers unless a pipe says otherwise (RAEPA_CANALASS_L, StaR-Eau
#: ass_canalisation, StaR-DT CanalisationAssainissementPluviale).
SEWER_WORDS = ("assain", "canalass", "ass_canal")
#: Fields that say what a pipe carries, and their codes of waste water and rain water.
THEME_FIELDS = ("typreseau", "type_reseau", "theme", "typeassainissement", "typeassain")
SEWER_THEMES = frozenset(
    {
        # RAEPA typreseau: rain water, waste water, both
        "1", "2", "3",
        # StaR-Eau type_reseau
        "assaep", "assaeu", "assaru",
        # StaR-DT theme, PCRS NatureReseau
        "ass", "assep", "asseu", "assa",
        # StaR-DT typeAssainissement (INSPIRE SewerWaterTypeValue)
        "combined", "reclaimed", "sanitary", "storm",
    }
)  # fmt: skip

#: Fields that say how water is moved, and the codes of a free surface. What is full by gravity may well climb.
FLOW_FIELDS = ("modecirc", "mode_circ", "modecircu", "mode_circulation", "ecoulement", "ecoulement_href", "ecoulem")
#: Codes that say nothing (RAEPA 00 and 99, StaR-Eau).
UNSAID = frozenset({"", "99", "non_renseigne", "non_concerne", "non_valide", "non_determine", "autre", "inconnu"})
FREE_SURFACE = frozenset({"1", "gravitaire", "gravitairesurfacelibre"})

#: Fields of the levels at which water stands in a pipe's two ends: upstream, downstream.
LEVEL_FIELDS = (
    ("zamont", "zaval"),  # RAEPA
    ("fe_amont", "fe_aval"),  # exchange files of RAEPA's extension
    ("altitude_fil_eau_amont", "altitude_fil_eau_aval"),  # StaR-Eau
    ("z_amont", "z_aval"),  # met in the field, in no standard
    ("zradeb", "zrafin"),
)
#: RAEPA: flow against the drawing ("0": from the end node to the start node) or along with it ("1").
SENSE_FIELD, AGAINST, ALONG = "sensecoul", "0", "1"


def code(text: str) -> str:
    """A code as it is compared: last part of a link, lower case, without leading zeros (``00`` is empty)."""
    last = text.replace("#", "/").rpartition("/")[2]
    return last.strip().lower().lstrip("0")
