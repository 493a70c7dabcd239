"""The same drawing is the same bytes, whatever process writes it."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT

DRAW = """
import sys
from pathlib import Path
import numpy as np
from mutualgeo_plugin.engine.formats.dxf_writer import DxfWriter
from mutualgeo_plugin.engine.model.pcrs import CLASSES
from tests.engine.test_dxf_writer import SHAPE
feature = CLASSES["LimiteVoiriePCRS"]
for three_d in (False, True):
    writer = DxfWriter(layers={}, three_d=three_d)
    writer.add(feature, "k", [None] * len(feature.columns), ("line", np.array(SHAPE)))
    writer.save(Path(f"{sys.argv[1]}_{three_d}.dxf"))
"""
SHAPE = [(0.0, 0.0, 1.0), (5.0, 0.0, 1.0), (5.0, 5.0, 2.0)]


#: Seeds under which Python orders the kinds of entities that every drawing has in two ways.
SEEDS = (0, 4, 7)


def test_the_order_of_sets_does_not_show(tmp_path):
    written = set()
    for seed in SEEDS:
        environment = {"PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", DRAW, tmp_path / "drawn"], env=environment, check=True)
        written.add(tuple((tmp_path / f"drawn_{three_d}.dxf").read_bytes() for three_d in (False, True)))
    assert len(written) == 1
