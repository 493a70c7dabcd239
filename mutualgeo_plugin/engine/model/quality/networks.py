"""R1 to R4: lines and nodes of a network."""

from __future__ import annotations

from .kinds import Check, Parameter, Sentences
from .purview import LAYER_LINES

CHECKS = (
    Check(
        "R1",
        ("End that is nearly connected", "Extrémité presque raccordée"),
        "L’extrémité d’un tronçon plus proche que le seuil d’un nœud ou d’un autre tronçon y est raccordée.",
        "Accrocher l’extrémité au nœud ou au tronçon voisin.",
        ("Ch",),
        {
            "search": Parameter(0.50, "m", "au-delà, l’extrémité est dite libre"),
            "same": Parameter(0.001, "m", "résolution d’échange des coordonnées (3 décimales)"),
        },
        fix="P",
        reach="search",
        purview=LAYER_LINES,
    ),
    Check(
        "R2",
        ("Free end without a node", "Extrémité libre sans nœud"),
        "Une extrémité que rien ne continue porte un nœud (branchement, bouchon, regard).",
        "Poser le nœud ou prolonger le tronçon.",
        ("Ch", "Co"),
        purview=LAYER_LINES,
    ),
    Check(
        "R3",
        ("Direction of flow", "Sens d’écoulement"),
        "L’altitude de l’extrémité amont d’un tronçon gravitaire n’est pas inférieure à celle de l’aval.",
        "Vérifier les deux altitudes ou le sens du tronçon.",
        ("Ch", "Ex"),
        {"step": Parameter(0.01, "m", "arrondi des fils d’eau levés")},
        purview=LAYER_LINES,
    ),
    Check(
        "R4",
        ("Isolated section", "Tronçon isolé"),
        "Un tronçon touche au moins un autre tronçon ou un nœud.",
        "Raccorder le tronçon au réseau.",
        ("Ch",),
        purview=LAYER_LINES,
    ),
)

SENTENCES: Sentences = {
    "R1": (
        "{object}: an end stops {measured} m short of {other}.",
        "{object} : une extrémité s’arrête à {measured} m de {other}.",
    ),
    "R1_over": (
        "{object}: an end goes {measured} m beyond {other}.",
        "{object} : une extrémité dépasse {other} de {measured} m.",
    ),
    "R2": (
        "{object}: an end is free and bears no node.",
        "{object} : une extrémité est libre et ne porte pas de nœud.",
    ),
    "R3": (
        "{object}: upstream {measured} m lower than downstream.",
        "{object} : l’amont est {measured} m plus bas que l’aval.",
    ),
    "R4": (
        "{object} touches no other pipe and no node.",
        "{object} ne touche aucun autre tronçon ni aucun nœud.",
    ),
}
