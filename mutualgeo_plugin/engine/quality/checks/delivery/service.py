"""L2 of the catalogue: whether the published service answers, and holds what the base holds."""

from __future__ import annotations

from ....dataset.findings import Finding
from ....formats.ogc_service import Service, count_objects, read_service
from ....model.credentials import redact
from ....model.errors import EngineError
from ....model.pcrs import CLASSES
from ...base import NotRun, Reason
from ...profile import Profile
from ...store_base import StoreBase
from ..registry import base_check

#: What a portal adds to a layer's name where a class has objects of several dimensions.
_SUFFIXES = ("", "_point", "_ligne", "_surface")


@base_check("L2")
def l2_published_service(base: StoreBase, profile: Profile) -> list[Finding]:
    """The service answers, offers the layers, and its WFS counts as many objects as the base."""
    if base.inputs.service is None:
        raise NotRun("no_service")
    address = redact(base.inputs.service)  # what findings say is kept in the base
    try:
        service = read_service(base.inputs.service)
    except EngineError as error:
        return [_unreachable_finding(address, error)]
    counts = base.store.counts(state="current")
    out: list[Finding] = []
    shown = _layers(base, service)
    if not any(layers for layers in shown.values()):
        return [Finding("L2_layers", "error", "", fields={"service": address, "value": address})]
    for name, layers in shown.items():
        if not layers:
            if counts.get(name):  # promised by the territory, and not there
                out.append(Finding("L2_missing", "error", name, fields={"service": address, "value": name}))
            continue
        if service.kind != "WFS":
            continue
        try:
            there = sum(count_objects(service, layer) for layer in layers)
        except EngineError as error:
            out.append(_unreachable_finding(address, error))
            break
        if there != counts.get(name, 0):
            said = ", ".join(layers)
            out.append(
                Finding(
                    "L2_count", "error", name, measured=there, tolerance=counts.get(name, 0),
                    fields={"layer": said, "count": there, "expected": counts.get(name, 0), "value": said},
                )
            )  # fmt: skip
    if service.kind != "WFS":
        base.partly["L2"] = Reason("service_is_wms")
    return out


def _layers(base: StoreBase, service: Service) -> dict[str, list[str]]:
    """Layers of the service that show each class: as the territory says, else by the class's own name."""
    local = {layer.rpartition(":")[2].lower(): layer for layer in service.layers}
    promised: dict[str, list[str]] = {}
    for layer, source in base.inputs.layers:
        if source in CLASSES:
            promised.setdefault(source, []).append(layer.lower())
    if promised:
        return {
            name: [local[w + s] for w in dict.fromkeys(wanted) for s in _SUFFIXES if w + s in local]
            for name, wanted in promised.items()
        }
    names = {name: (name.lower(), name.removesuffix("PCRS").lower()) for name in base.classes}
    found = {
        name: next(([local[w + s] for s in _SUFFIXES if w + s in local] for w in wanted if _any_layer(local, w)), [])
        for name, wanted in names.items()
    }
    return {name: layers for name, layers in found.items() if layers}


def _any_layer(local: dict[str, str], wanted: str) -> bool:
    return any(wanted + suffix in local for suffix in _SUFFIXES)


def _unreachable_finding(address: str, error: EngineError) -> Finding:
    detail = redact(str(error.fields.get("detail") or error.code))
    return Finding("L2", "error", "", fields={"service": address, "reason": detail, "value": address})
