"""Styles of what the runs leave beside the base: what a colour says, a shape or a pattern says too."""

from __future__ import annotations

import re
from collections.abc import Callable

from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsFeatureRenderer,
    QgsFillSymbol,
    QgsLineSymbol,
    QgsMarkerLineSymbolLayer,
    QgsPalLayerSettings,
    QgsRendererCategory,
    QgsRuleBasedRenderer,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayerSimpleLabeling,
)
from style_symbols import haloed_text, line_symbol, marker_symbol, surface_symbol

RED, GREEN, BLUE, ORANGE, GREY = "#c62828", "#2e7d32", "#1565c0", "#ef6c00", "#757575"
NOTHING = "0,0,0,0"

#: Geometry of a table that holds every shape.
ANY_SHAPE = "Geometry"

#: Conflicts by reason (model/best_version.py): shape, size, colour, label.
CONFLICTS = {
    "newer": ("triangle", 4.2, ORANGE, "Plus récent, mais moins bon"),
    "attributes": ("square", 3.6, "#6a1b9a", "Attributs qui se contredisent"),
    "altitude": ("diamond", 4.4, BLUE, "Altitudes éloignées"),
    "extent": ("pentagon", 4.0, RED, "La version à écarter déborde"),
}

#: Links of edge matching by decision (model/edges.py): colour, dashes, marker of the place to go to, label.
LINKS = {
    "move": (GREEN, None, "filled_arrowhead", "Extrémité à déplacer, ou déplacée"),
    "level": (GREEN, [1.2, 0.6], "filled_arrowhead", "Altitude à déplacer, ou déplacée"),
    "meets": (GREY, None, "circle", "Se rejoignent déjà"),
    "": (ORANGE, [0.5, 0.7], "cross2", "À une personne de voir"),
}

#: Changes of an update: colour, marker, dashes, brush, label.
CHANGES = {
    "new": (GREEN, "cross_fill", None, "dense5", "Nouveau"),
    "changed_geometry": (ORANGE, "triangle", [3.0, 1.0], "f_diagonal", "Géométrie modifiée"),
    "changed_attributes": (BLUE, "square", [0.6, 0.9], "horizontal", "Attributs modifiés"),
    "changed_both": ("#6a1b9a", "pentagon", [3.0, 0.8, 0.6, 0.8], "cross", "Géométrie et attributs modifiés"),
    "gone": (RED, "cross2", [1.2, 1.2], "diagonal_x", "Disparu"),
    "crossing": (GREY, "diamond", [5.0, 1.0], "b_diagonal", "À cheval sur la limite, laissé"),
}

#: Discrepancies of two networks: colour, dashes, marker along the line, label.
DISCREPANCIES = {
    "missing": (RED, None, "cross2", "Manque dans B"),
    "missing_part": (RED, [2.0, 1.2], "cross2", "Partie qui manque dans B"),
    "added": (BLUE, None, "cross", "Ajouté dans B"),
    "added_part": (BLUE, [2.0, 1.2], "cross", "Partie ajoutée dans B"),
    "moved": (ORANGE, [4.0, 0.8, 0.6, 0.8], "filled_arrowhead", "Déplacé"),
}

#: Deviations of control points (quality/accuracy/measure.py): colour, width, dashes, marker of the vertex, label.
DEVIATIONS = {
    "within": (BLUE, 0.4, None, "circle", "Jusqu’au premier seuil T"),
    "over_t": (ORANGE, 0.6, [2.0, 1.0], "triangle", "Au-delà de T"),
    "over_limit": (RED, 0.9, [0.6, 0.8], "square", "Au-delà de 1,5 T"),
    "untested": (GREY, 0.4, [4.0, 1.0], "cross2", "Classe sans limite, ou non déclarée"),
}

#: Control points out of the test, by reason (quality/accuracy/pairing.py): shape, colour, label.
UNPAIRED = {
    "none": ("circle", GREY, "Aucun sommet à portée"),
    "doubtful": ("triangle", ORANGE, "Deux sommets presque aussi proches"),
    "taken": ("square", BLUE, "Sommet pris par un autre point"),
    "object": ("diamond", RED, "Objet absent de la base"),
    "vertex": ("pentagon", "#6a1b9a", "Sommet absent de l’objet"),
}

#: Covered share (%) below which a commune has this fill, and its label.
SHARES = (
    (1, "#f2f0ec", "Moins de 1 %"),
    (50, "#d3e5d0", "1 à 50 %"),
    (95, "#a5cfa0", "50 à 95 %"),
    (101, "#6fae6c", "Plus de 95 %"),
)


def marked_line_symbol(
    colour: str, width: float, dashes: list[float] | None, marker: str, interval: float | None = None
) -> QgsLineSymbol:
    """Line with a marker at its end, or along it each `interval`."""
    symbol = line_symbol(colour, width, dashes)
    marks = QgsMarkerLineSymbolLayer.create({"interval": str(interval or 3)})
    marks.setPlacements(Qgis.MarkerLinePlacement.Interval if interval else Qgis.MarkerLinePlacement.LastVertex)
    marks.setSubSymbol(marker_symbol(marker, 2.2, colour, colour))
    symbol.appendSymbolLayer(marks)
    return symbol


def value_renderer(field: str, symbols: dict[str, tuple[QgsSymbol, str]]) -> QgsCategorizedSymbolRenderer:
    """Renderer by the values of a field; the value "" stands for all others."""
    return QgsCategorizedSymbolRenderer(
        field, [QgsRendererCategory(value, symbol, label) for value, (symbol, label) in symbols.items()]
    )


def conflicts() -> QgsFeatureRenderer:
    """Conflicts by reason."""
    return value_renderer(
        "reason",
        {
            reason: (marker_symbol(shape, size, colour, "#ffffff"), label)
            for reason, (shape, size, colour, label) in CONFLICTS.items()
        },
    )


def edge_links() -> QgsFeatureRenderer:
    """Links from an end to its place: an arrow where it moves."""
    return value_renderer(
        "decision",
        {
            decision: (marked_line_symbol(colour, 0.4, dashes, marker), label)
            for decision, (colour, dashes, marker, label) in LINKS.items()
        },
    )


def deviations() -> QgsFeatureRenderer:
    """Deviations by the threshold that they keep to."""
    return value_renderer(
        "kind",
        {
            kind: (marked_line_symbol(colour, width, dashes, marker), label)
            for kind, (colour, width, dashes, marker, label) in DEVIATIONS.items()
        },
    )


def unpaired_renderer() -> QgsFeatureRenderer:
    """Control points that no vertex answers, by reason."""
    return value_renderer(
        "reason",
        {
            reason: (marker_symbol(shape, 3.4, colour, "#ffffff"), label)
            for reason, (shape, colour, label) in UNPAIRED.items()
        },
    )


def discrepancies() -> QgsFeatureRenderer:
    """Discrepancies of two networks by kind."""
    return value_renderer(
        "kind",
        {
            kind: (marked_line_symbol(colour, 0.6, dashes, marker, interval=9), label)
            for kind, (colour, dashes, marker, label) in DISCREPANCIES.items()
        },
    )


def coverage() -> QgsFeatureRenderer:
    """Holes and overlaps, hatched in two ways."""
    return value_renderer(
        "kind",
        {
            "hole": (hatched_surface(RED, "b_diagonal", 0.4), "Trou"),
            "overlap": (hatched_surface(BLUE, "horizontal", 0.4), "Recouvrement"),
        },
    )


def commune_coverage() -> QgsFeatureRenderer:
    """Communes by the share that the lots cover."""
    root = QgsRuleBasedRenderer.Rule(None)
    low = None
    for high, fill, label in SHARES:
        filters = [f'"share" < {high}', *([] if low is None else [f'"share" >= {low}'])]
        root.appendChild(
            QgsRuleBasedRenderer.Rule(
                surface_symbol(fill, "#5f6b5e", 0.35, "solid"), filterExp=" AND ".join(filters), label=label
            )
        )
        low = high
    return QgsRuleBasedRenderer(root)


def hatched_surface(colour: str, brush: str, width: float, pattern: str = "solid") -> QgsFillSymbol:
    """Surface filled with a pattern of lines."""
    return QgsFillSymbol.createSimple(
        {
            "color": colour, "style": brush, "outline_color": colour, "outline_width": str(width),
            "outline_style": pattern,
        }
    )  # fmt: skip


def changes(before: bool) -> QgsFeatureRenderer:
    """Changes by kind, in every shape: thin and hollow before, strong and full after."""
    root = QgsRuleBasedRenderer.Rule(None)
    for kind, (colour, marker, dashes, brush, label) in CHANGES.items():
        surface = surface_symbol(NOTHING, colour, 0.3, "dash") if before else hatched_surface(colour, brush, 0.5)
        symbols = {
            "Point": marker_symbol(marker, 3.2, NOTHING if before else colour, colour if before else "#ffffff"),
            "Line": line_symbol(colour, 0.35 if before else 0.7, dashes),
            "Polygon": surface,
        }
        for shape, symbol in symbols.items():
            rule = f"\"kind\" = '{kind}' AND geometry_type($geometry) = '{shape}'"
            root.appendChild(QgsRuleBasedRenderer.Rule(symbol, filterExp=rule, label=label))
    return QgsRuleBasedRenderer(root)


def fixes(before: bool) -> QgsFeatureRenderer:
    """Drawings of fixes in every shape, as in edge matching: red and dashed before, green and strong after."""
    root = QgsRuleBasedRenderer.Rule(None)
    colour = RED if before else GREEN
    symbols = {
        "Point": marker_symbol("cross2" if before else "circle", 3.0, NOTHING if before else colour, colour),
        "Line": line_symbol(RED, 0.5, [1.5, 1.0]) if before else line_symbol(GREEN, 0.9),
        "Polygon": surface_symbol(NOTHING, colour, 0.5 if before else 0.9, "dash" if before else "solid"),
    }
    for shape, symbol in symbols.items():
        label = "Avant correction" if before else "Après correction"
        root.appendChild(
            QgsRuleBasedRenderer.Rule(symbol, filterExp=f"geometry_type($geometry) = '{shape}'", label=label)
        )
    return QgsRuleBasedRenderer(root)


def any_shape(qml: str) -> str:
    """A style that QGIS accepts for points, lines and surfaces: each rule says what shape it is for."""
    return re.sub(r"\s*<layerGeometryType>\d</layerGeometryType>", "", qml)


def share_labels() -> QgsVectorLayerSimpleLabeling:
    """Code of the commune and covered share."""
    settings = QgsPalLayerSettings()
    settings.fieldName = "\"commune\" || '\\n' || format_number(\"share\", 1) || ' %'"
    settings.isExpression = True
    settings.setFormat(haloed_text(3.0, "#26332a", halo=0.6))
    return QgsVectorLayerSimpleLabeling(settings)


#: File stem -> geometry of its layer, and what makes its renderer.
RESULTS: dict[str, tuple[str, Callable[[], QgsFeatureRenderer]]] = {
    "conflicts": ("Point", conflicts),
    "edge_links": ("LineString", edge_links),
    "edge_before": ("LineString", lambda: QgsSingleSymbolRenderer(line_symbol(RED, 0.5, [1.5, 1.0]))),
    "edge_after": ("LineString", lambda: QgsSingleSymbolRenderer(line_symbol(GREEN, 0.9))),
    "changes_before": (ANY_SHAPE, lambda: changes(before=True)),
    "changes_after": (ANY_SHAPE, lambda: changes(before=False)),
    "fix_before": (ANY_SHAPE, lambda: fixes(before=True)),
    "fix_after": (ANY_SHAPE, lambda: fixes(before=False)),
    "coverage": ("Polygon", coverage),
    "commune_coverage": ("Polygon", commune_coverage),
    "deviations": ("LineString", deviations),
    "unpaired": ("Point", unpaired_renderer),
    "discrepancies": ("LineString", discrepancies),
    "matches": ("LineString", lambda: QgsSingleSymbolRenderer(line_symbol(GREY, 0.2, [0.4, 0.8]))),
}

LABELS = {"commune_coverage": share_labels}
