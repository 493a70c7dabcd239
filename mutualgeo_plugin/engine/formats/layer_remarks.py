"""What is said of a layer that was read: what of it could not be given, how it was brought into another system."""

from __future__ import annotations

from ..context import Context
from ..geometry.crs import PCRS_ACCURACY, Operation
from ..geometry.tangles import MOST_CROSSINGS
from ..model.errors import EngineError
from .layer import Layer

#: Tables without geometry that a message names.
_NAMED = 5


def tell_operation(layer: Layer, found: Operation, context: Context) -> None:
    """Say by which operation a layer was brought into another system, and warn of one worse than PCRS data accept."""
    coarse = found.accuracy > PCRS_ACCURACY
    tell = context.warning if coarse else context.info
    tell(
        "layer_transformed_coarsely" if coarse else "layer_transformed",
        layer=layer.name,
        source=f"EPSG:{found.source}",
        target=f"EPSG:{found.target}",
        operation=found.name,
        accuracy=f"{found.accuracy:g}",
    )


def tell_skipped(layer: Layer, context: Context) -> None:
    """Say what of a layer could not be given, or had to be assumed."""
    skipped = layer.skipped
    if layer.encoding is not None:
        layer.encoding.tell(context, layer.source.name)
    if skipped.unread:
        context.warning("layer_skipped", layer=layer.name, count=skipped.unread)
    if skipped.unusable:
        context.warning("layer_unusable", layer=layer.name, count=skipped.unusable)
    if skipped.tangled:
        context.warning("layer_tangled", layer=layer.name, count=skipped.tangled, most=MOST_CROSSINGS)
    if skipped.replaced:
        context.warning(
            "text_replaced", name=layer.source.name, count=skipped.replaced, first=skipped.first_replaced or "-",
            fields=layer.name,
        )  # fmt: skip
    for name, error in skipped.left_out:
        tell_unread_layer(f"{layer.source.name}|layername={name}", error, context)
    if skipped.tables:
        named = ", ".join(skipped.tables[:_NAMED]) + (", …" if len(skipped.tables) > _NAMED else "")
        context.info("layer_tables", path=layer.source.name, count=len(skipped.tables), names=named)


def tell_unread_layer(source: str, error: EngineError, context: Context) -> None:
    """Say that one of several layers is left out, and why."""
    context.warning("layer_left_out", layer=source, reason=error.text(context.language))
