"""Layers written for tests, and checked in this process."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pandas
import pyogrio
import shapely

from mutualgeo_plugin.engine.context import Context
from mutualgeo_plugin.engine.dataset.findings import Finding
from mutualgeo_plugin.engine.model.checks import CHECKS
from mutualgeo_plugin.engine.quality.base import Inputs
from mutualgeo_plugin.engine.quality.check_run import Outcome, run_local
from mutualgeo_plugin.engine.quality.layer_base import LayerBase, read_layers
from mutualgeo_plugin.engine.quality.profile import Profile
from tests.engine.layer_pairs import Layers

#: A corner of the ground, in Lambert-93.
CORNER = (700_000.0, 6_600_000.0)


def write(path: Path, layers: Layers, *, crs: int | None = 2154, shift: tuple[float, float] = (0.0, 0.0)) -> Path:
    """A GeoPackage of layers whose coordinates count from the corner, moved by a shift."""
    for name, objects in layers.items():
        ids, texts, fields = zip(*objects, strict=True)
        geometry = shapely.from_wkt(list(texts))
        geometry = shapely.transform(
            geometry, lambda xyz: xyz + np.array([*np.add(CORNER, shift), 0.0])[: xyz.shape[1]], include_z=None
        )
        frame = pandas.DataFrame(list(fields)).assign(id=ids)
        table = geopandas.GeoDataFrame(frame, geometry=geometry, crs=crs)
        pyogrio.write_dataframe(table, path, layer=name, driver="GPKG")
    return path


def alone(*checks: str) -> Profile:
    """A profile of some checks."""
    return Profile("alone", "alone", dict.fromkeys(CHECKS, "off") | dict.fromkeys(checks, "on"), {})


def base_of(*sources: Path | str, crs: int | None = None) -> LayerBase:
    return read_layers([str(source) for source in sources], crs, None, Inputs(), Context())


def checked(path: Path | str, *checks: str) -> Outcome:
    """What some checks give for a file."""
    return run_local(base_of(path), alone(*checks))


def told(findings: list[Finding]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Code, severity and objects of findings, in order."""
    return sorted((f.code, f.severity, f.objects) for f in findings)
