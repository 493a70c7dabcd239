"""Make resources/styles/*.qml, one style for each PCRS class and each layer of results, with QGIS's own symbology.

Run with QGIS's Python: ``QT_QPA_PLATFORM=offscreen /usr/bin/python3 tools/make_styles.py [FOLDER]``.
The look is that of a street plan at 1/200: widths and sizes are millimetres on paper. The same
QGIS writes the same bytes: what it draws at random (identifiers of symbol layers) is taken out.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

os.environ["QT_HASH_SEED"] = "0"  # before Qt starts: attributes of XML elements keep one order

from qgis.core import (  # noqa: E402
    Qgis,
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsFeatureRenderer,
    QgsFillSymbol,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsNullSymbolRenderer,
    QgsPalLayerSettings,
    QgsProperty,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor, QFont  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from result_styles import ANY_SHAPE, LABELS, RESULTS, any_shape, hatched_surface, value_renderer  # noqa: E402
from style_symbols import haloed_text, hatched_symbol, line_symbol, marker_symbol, surface_symbol  # noqa: E402

from mutualgeo_plugin.engine.model.pcrs import CODE_LISTS  # noqa: E402
from mutualgeo_plugin.publication.colours import network_colour  # noqa: E402

#: Text is drawn below this scale only: it would hide the plan above.
LABEL_SCALE = 2000
#: Height of a text whose size factor (taille) is 1, in millimetres.
TEXT_MM = 2.0

INK = "#1a1a1a"
KERB = "#4d4d4d"
THIN = "#8c8c8c"

#: Lines: colour, width (mm) and dash pattern (mm) or None.
LINES: dict[str, tuple[str, float, list[float] | None]] = {
    "LimiteVoiriePCRS": (KERB, 0.22, None),
    "FacadePCRS": ("#000000", 0.6, None),
    "ProeminenceBatiPCRS": (INK, 0.3, None),
    "SeuilPCRS": ("#c0392b", 0.5, None),
    "PilierParticulierPCRS": (INK, 0.4, None),
    "MarcheEscalierPCRS": ("#5c5c5c", 0.15, None),
    "QuaiRailPCRS": ("#5a3d7a", 0.35, None),
    "RailPCRS": ("#6b2d1a", 0.35, None),
    "HabillageLignesPCRS": (THIN, 0.12, None),
    "AffleurantLignesPCRS": (THIN, 0.2, None),
    "ObjetGeneriquePCRS": ("#a64ca6", 0.25, [1.5, 0.8]),
    "TronconVoirie": ("#b0b0b0", 0.2, [4, 1, 0.6, 1]),
}

#: Lines with ticks on the side of the matter: line, tick length, interval (mm) and angle (degrees).
HATCHED: dict[str, tuple[str, float, float, float, float]] = {
    "MurPCRS": (INK, 0.2, 1.0, 1.2, 45),
    "QuaiFluvioMaritimePCRS": ("#1f5f8b", 0.35, 1.2, 1.6, 0),
}

#: Surfaces: fill (with opacity), outline, width (mm), pattern of the outline.
SURFACES: dict[str, tuple[str, str, float, str]] = {
    "PilePontPCRS": ("150,150,150,160", INK, 0.4, "solid"),
    "AffleurantEnveloppePCRS": ("0,0,0,0", THIN, 0.15, "solid"),
    "HabillageEnveloppePCRS": ("0,0,0,0", THIN, 0.12, "solid"),
    "MasqueOpacitePCRS": ("120,120,120,90", THIN, 0.1, "dot"),
    "RasterPCRS": ("0,0,0,0", "#6d8299", 0.2, "dash"),
    "EmpriseEchangePCRS": ("0,0,0,0", "#b5338a", 0.3, "dash"),
    "Commune": ("0,0,0,0", "#6b6b6b", 0.4, "dash dot"),
    "InitiativePCRS": ("102,153,204,40", "#336699", 0.3, "dash"),
    "EmpriseDisponibilitePCRS": ("102,204,153,40", "#2f7d5b", 0.3, "dash"),
}

#: Markers: shape, size (mm), fill, outline, whether the object's own angle turns it.
MARKERS: dict[str, tuple[str, float, str, str, bool]] = {
    "PointCanevasPCRS": ("triangle", 2.6, "255,255,255,255", "#c0392b", False),
    "PointLevePCRS": ("cross", 0.9, "0,0,0,0", THIN, False),
    "HabillagePointsPCRS": ("circle", 0.5, THIN, THIN, False),
    "HabillageSymbolePCRS": ("diamond", 1.2, "0,0,0,0", THIN, True),
    "AffleurantPointPCRS": ("circle", 0.8, "0,0,0,0", THIN, False),
    "AffleurantSymbolePCRS": ("square", 1.2, "0,0,0,0", THIN, True),
}

#: Texts: size (mm), colour, italic, bold.
TEXTS: dict[str, tuple[float, str, bool, bool]] = {
    "HabillageTextePCRS": (TEXT_MM, "#333333", False, False),
    "NomVoiriePCRS": (TEXT_MM * 1.4, INK, True, False),
    "NumeroVoiriePCRS": (TEXT_MM, "#7a1f1f", False, True),
}

#: Shape of a pillar by its section (SectionPilier).
PILLARS = {"00": "pentagon", "01": "square", "02": "square", "03": "circle"}

#: Findings: colour, shape and size (mm) by severity; the shape tells without the colour.
FINDINGS = {
    "error": ("#c62828", "diamond", 3.6, "Erreur"),
    "warning": ("#ef8a00", "triangle", 3.2, "Avertissement"),
    "info": ("#1565c0", "circle", 2.6, "Information"),
    "excused": ("#757575", "cross2", 2.4, "Excusé"),
}
#: The errors' own lines and surfaces by severity: dashes (mm) or None, and brush.
FINDING_PATTERNS: dict[str, tuple[list[float] | None, str]] = {
    "error": (None, "diagonal_x"),
    "warning": ([3.0, 1.0], "f_diagonal"),
    "info": ([0.6, 0.9], "horizontal"),
    "excused": ([5.0, 2.0], "no"),
}
#: Field of a finding's look: its severity, unless a person has excused it.
FINDING_LOOK = "CASE WHEN \"state\" = 'exception' THEN 'excused' ELSE \"severity\" END"


def tree_symbol() -> QgsMarkerSymbol:
    """Crown in light green, trunk as a dark dot."""
    crown = marker_symbol("circle", 4.0, "102,178,80,90", "#3c8031")
    trunk = marker_symbol("circle", 0.9, "#2f5d24", "#2f5d24")
    crown.appendSymbolLayer(trunk.symbolLayer(0).clone())
    return crown


def network_renderer(make: Callable[[QColor], QgsSymbol]) -> QgsCategorizedSymbolRenderer:
    """Renderer by the affleurant's network, in the colours of NF P 98-332."""
    categories = [
        QgsRendererCategory(code, make(QColor(network_colour(code))), label.capitalize())
        for code, label in CODE_LISTS["NatureReseau"].items()
    ]
    categories.append(QgsRendererCategory("", make(QColor(network_colour(None))), "Autre ou non renseigné"))
    return QgsCategorizedSymbolRenderer("reseau", categories)


def affleurant_surface(colour: QColor) -> QgsFillSymbol:
    """Surface of an affleurant."""
    return surface_symbol(
        f"{colour.red()},{colour.green()},{colour.blue()},110", colour.darker(125).name(), 0.25, "solid"
    )


def affleurant_point(colour: QColor) -> QgsMarkerSymbol:
    """Affleurant too small for a surface."""
    return marker_symbol("circle", 1.6, colour.name(), colour.darker(150).name())


def pillars() -> QgsCategorizedSymbolRenderer:
    """Pillars by section, turned as surveyed."""
    labels = CODE_LISTS["SectionPilier"]
    categories = [
        QgsRendererCategory(code, marker_symbol(shape, 1.4, INK, INK, True), labels[code].capitalize())
        for code, shape in PILLARS.items()
    ]
    categories.append(QgsRendererCategory("", marker_symbol("square", 1.4, "0,0,0,0", INK), "Non renseignée"))
    return QgsCategorizedSymbolRenderer("section", categories)


def findings() -> QgsCategorizedSymbolRenderer:
    """Findings by severity, told apart by shape as well as by colour."""
    categories = [
        QgsRendererCategory(code, marker_symbol(shape, size, colour, "#ffffff"), label)
        for code, (colour, shape, size, label) in FINDINGS.items()
    ]
    categories.append(QgsRendererCategory("", marker_symbol("square", 2.4, "#7f7f7f", "#ffffff"), "Autre"))
    return QgsCategorizedSymbolRenderer(FINDING_LOOK, categories)


def finding_places() -> QgsFeatureRenderer:
    """Every place of findings that stand for several: small and hollow, the shapes of the severities."""
    looks = {
        code: (marker_symbol(shape, size / 2, "0,0,0,0", colour), label)
        for code, (colour, shape, size, label) in FINDINGS.items()
    }
    return value_renderer(FINDING_LOOK, looks)


def finding_lines() -> QgsFeatureRenderer:
    """The errors' own lines: wide, dashed by severity."""
    looks = {
        code: (line_symbol(colour, 0.8, FINDING_PATTERNS[code][0]), label)
        for code, (colour, _, _, label) in FINDINGS.items()
    }
    return value_renderer(FINDING_LOOK, looks)


def finding_areas() -> QgsFeatureRenderer:
    """The errors' own surfaces: hatched by severity."""
    looks = {
        code: (hatched_surface(colour, FINDING_PATTERNS[code][1], 0.5), label)
        for code, (colour, _, _, label) in FINDINGS.items()
    }
    return value_renderer(FINDING_LOOK, looks)


def text_labels(size: float, colour: str, italic: bool, bold: bool) -> QgsVectorLayerSimpleLabeling:
    """Text of a drawing object at its point: angle, justification and size factor are the object's own."""
    font = QFont("Sans Serif")
    font.setItalic(italic)
    font.setBold(bold)
    text = haloed_text(size, colour, halo=0.4)
    text.setFont(font)
    text.setSize(size)

    settings = QgsPalLayerSettings()
    settings.fieldName = "libelle"
    settings.setFormat(text)
    settings.placement = Qgis.LabelPlacement.OverPoint
    settings.quadOffset = Qgis.LabelQuadrantPosition.Over
    settings.scaleVisibility = True
    settings.minimumScale = LABEL_SCALE
    settings.maximumScale = 0
    own = settings.dataDefinedProperties()
    which = QgsPalLayerSettings.Property
    own.setProperty(which.LabelRotation, QgsProperty.fromExpression('to_real("angleRotation")'))
    factor = f'{size} * min(max(coalesce(to_real("taille"), 1), 0.5), 3)'
    own.setProperty(which.Size, QgsProperty.fromExpression(factor))
    # Quadrants left of, over and right of the point: 3, 4, 5. A left-justified text starts at its point.
    side = "CASE \"justification\" WHEN 'G' THEN 5 WHEN 'D' THEN 3 ELSE 4 END"
    own.setProperty(which.OffsetQuad, QgsProperty.fromExpression(side))
    settings.setDataDefinedProperties(own)
    return QgsVectorLayerSimpleLabeling(settings)


def renderers() -> dict[str, tuple[str, QgsFeatureRenderer]]:
    """File stem -> geometry type of its layer and renderer."""
    made: dict[str, tuple[str, QgsFeatureRenderer]] = {}
    for name, line in LINES.items():
        made[name] = ("LineString", QgsSingleSymbolRenderer(line_symbol(*line)))
    for name, hatch in HATCHED.items():
        made[name] = ("LineString", QgsSingleSymbolRenderer(hatched_symbol(*hatch)))
    for name, surface in SURFACES.items():
        made[name] = ("Polygon", QgsSingleSymbolRenderer(surface_symbol(*surface)))
    for name, marker in MARKERS.items():
        made[name] = ("Point", QgsSingleSymbolRenderer(marker_symbol(*marker)))
    for name in TEXTS:
        made[name] = ("Point", QgsNullSymbolRenderer())
    made["ArbrePCRS"] = ("Point", QgsSingleSymbolRenderer(tree_symbol()))
    made["PilierRegulierPCRS"] = ("Point", pillars())
    made["AffleurantPCRS"] = ("Polygon", network_renderer(affleurant_surface))
    made["AffleurantPCRS.point"] = ("Point", network_renderer(affleurant_point))
    made["finding"] = ("Point", findings())
    made["findings_points"] = ("Point", finding_places())
    made["findings_lines"] = ("LineString", finding_lines())
    made["findings_areas"] = ("Polygon", finding_areas())
    return made | {name: (geometry, make()) for name, (geometry, make) in RESULTS.items()}


def drop_random_ids(qml: str) -> str:
    """QML without the identifiers that QGIS draws anew at each saving."""
    qml = re.sub(r' (?:id|uuid|key)=(?:"|&quot;)\{[0-9a-f-]{36}\}(?:"|&quot;)', "", qml)
    return re.sub(r'(<category[^>]*?) uuid="[^"]*"', r"\1", qml)


def write_style(folder: Path, name: str, geometry: str, renderer: QgsFeatureRenderer) -> None:
    """Save one style as QML."""
    layer = QgsVectorLayer(f"{'Point' if geometry == ANY_SHAPE else geometry}?crs=EPSG:2154", name, "memory")
    layer.setRenderer(renderer)
    if name in TEXTS:
        layer.setLabeling(text_labels(*TEXTS[name]))
        layer.setLabelsEnabled(True)
    if name in LABELS:
        layer.setLabeling(LABELS[name]())
        layer.setLabelsEnabled(True)
    path = folder / f"{name}.qml"
    kept = QgsMapLayer.StyleCategory.Symbology | QgsMapLayer.StyleCategory.Labeling
    message, saved = layer.saveNamedStyle(str(path), kept)
    if not saved:
        raise SystemExit(f"{path}: {message}")
    qml = drop_random_ids(path.read_text(encoding="utf-8"))
    path.write_text(any_shape(qml) if geometry == ANY_SHAPE else qml, encoding="utf-8")


def main() -> None:
    """Write every style into the folder given, or into resources/styles."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "resources" / "styles"
    folder.mkdir(parents=True, exist_ok=True)
    application = QgsApplication([], False)
    application.initQgis()
    for name, (geometry, renderer) in sorted(renderers().items()):
        write_style(folder, name, geometry, renderer)
    application.exitQgis()


if __name__ == "__main__":
    main()
