"""An ok and a fail example for the check on control points, made by hand: five trees, measured again."""

from pathlib import Path

from mutualgeo_plugin.engine.quality.base import Inputs
from tests.engine import small_lot as s

CONTROL = Path(__file__).parent / "control_trees.csv"
SQUARE = s.emprise("e", 0, 0, 50, 50)


def trees(dy: float, dz: float) -> list[str]:
    """The five trees of the control points, each as far from its own."""
    return [s.tree(f"t{k}", 5 + 10 * k, 5 + dy, 100 + dz) for k in range(5)]


PAIRS = {
    "P1": (
        [[SQUARE, *trees(0.05, 0.05)]],
        [[SQUARE, *trees(0.06, 0.05)]],  # [xx]·f = 0.056
        [("P1", "error", None)],
        Inputs(control=str(CONTROL)),
    ),
}
