"""What the runs leave beside the base opens styled in QGIS, by the layers alone."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("qgis.core")

from qgis.core import Qgis, QgsProviderRegistry, QgsRenderContext, QgsVectorLayer  # noqa: E402

#: File → layer → renderer that its style gives it.
STYLED = {
    "conflicts": {"conflicts": "categorizedSymbol"},
    "edges": {"edge_links": "categorizedSymbol", "edge_before": "singleSymbol", "edge_after": "singleSymbol"},
    "changes": {"before": "RuleRenderer", "after": "RuleRenderer"},
    "fixes": {"fix_before": "RuleRenderer", "fix_after": "RuleRenderer"},
    "coverage": {"coverage": "categorizedSymbol", "commune_coverage": "RuleRenderer"},
    "accuracy": {"deviations": "categorizedSymbol", "unpaired": "categorizedSymbol"},
    "discrepancies": {"discrepancies": "categorizedSymbol", "matches": "singleSymbol"},
}


def opened(path: Path) -> list[QgsVectorLayer]:
    """Layers as QGIS opens them: one for each shape of a mixed table."""
    details = QgsProviderRegistry.instance().querySublayers(str(path), Qgis.SublayerQueryFlag.ResolveGeometryType)
    spatial = [one for one in details if one.wkbType() != Qgis.WkbType.NoGeometry]
    return [QgsVectorLayer(one.uri(), one.name(), "ogr") for one in spatial]


def drawn(layer: QgsVectorLayer) -> dict[str, set[str]]:
    """Value of `kind`, `decision` or `reason` → kinds of symbol that the renderer gives its objects."""
    renderer, context = layer.renderer().clone(), QgsRenderContext()
    context.setExpressionContext(layer.createExpressionContext())
    field = next((f for f in ("kind", "decision", "reason") if layer.fields().lookupField(f) >= 0), None)
    renderer.startRender(context, layer.fields())
    found: dict[str, set[str]] = {}
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        symbols = renderer.symbolsForFeature(feature, context)
        found.setdefault(feature[field] if field else "", set()).update(one.type().name for one in symbols)
    renderer.stopRender(context)
    return found


@pytest.mark.parametrize("name", STYLED)
def test_layers_open_styled(qgis_app, results, name):
    layers = opened(results / f"{name}.gpkg")
    assert {layer.name(): layer.renderer().type() for layer in layers} == STYLED[name]
    for layer in layers:
        assert layer.listStylesInDatabase()[0] == 1
        assert all(symbols for symbols in drawn(layer).values()), layer.name()


def test_changes_are_drawn_in_every_shape(qgis_app, results):
    found = [
        (layer.name(), layer.geometryType().name, kind, symbols)
        for layer in opened(results / "changes.gpkg")
        for kind, symbols in drawn(layer).items()
    ]
    own = {"Point": {"Marker"}, "Line": {"Line"}, "Polygon": {"Fill"}}
    assert all(symbols == own[shape] for _, shape, _, symbols in found)
    assert {("before", "gone"), ("after", "new"), ("after", "changed_geometry")} <= {(n, k) for n, _, k, _ in found}


def test_a_shape_or_a_pattern_tells_what_a_colour_tells(qgis_app, results):
    def look(symbol) -> tuple:
        told = ("name", "customdash", "use_custom_dash", "style", "line_style")
        parts = [one.properties() | (one.subSymbol().symbolLayer(0).properties() if one.subSymbol() else {})
                 for one in symbol.symbolLayers()]  # fmt: skip
        return tuple(part.get(key) for part in parts for key in told)

    for name in ("conflicts", "edges", "coverage", "accuracy", "discrepancies"):
        for layer in opened(results / f"{name}.gpkg"):
            if layer.renderer().type() == "categorizedSymbol":
                looks = [look(category.symbol()) for category in layer.renderer().categories()]
                assert len(set(looks)) == len(looks), layer.name()
