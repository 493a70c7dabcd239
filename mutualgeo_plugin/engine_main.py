"""Launcher of the engine: ``PYTHON -I engine_main.py JOB.json`` or ``PYTHON -I engine_main.py --version``.

Runs one job in a clean environment, prints JSON lines, writes the report, also on failure, and ends with its whole
family of processes when it is told to or when its parent is gone.
"""

import os
import sys

# What QGIS has set for its own libraries would make the engine's read other data: dropped before any import.
for _name in [n for n in os.environ if n.startswith(("PROJ_", "GDAL_", "OGR_", "PYTHON"))]:
    del os.environ[_name]
# A stream that is closed leaves its number to the next file that is opened: what is said would be written into it.
for _number in (0, 1, 2):
    try:
        os.fstat(_number)
    except OSError:
        os.open(os.devnull, os.O_RDWR)
_HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(_HERE))

if __name__ == "__main__":
    from mutualgeo_plugin.engine.jobs import main

    sys.exit(main(sys.argv[1:]))
