"""Run the plugin's algorithms through the real qgis_process, as a scheduler does."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import build_tree

#: An algorithm that takes longer than this hangs, seconds.
TIMEOUT = 3600

#: What a caller's environment must not change in QGIS.
STRIPPED = ("PYTHONPATH", "PYTHONHOME", "PROJ_DATA", "PROJ_LIB", "GDAL_DATA", "GDAL_DRIVER_PATH")


class StepFailed(Exception):
    """A step ended otherwise than well; the text says which one, how, and why."""

    def __init__(self, step: str, exit_status: int, said: str) -> None:
        self.exit_status = exit_status
        super().__init__(f"{step} ended with exit status {exit_status}: {said}")


class QgisProcess:
    """qgis_process with a profile and a plugin folder of its own.

    Parameters
    ----------
    profile : Path
        Folder for the profile; the user's own one is not touched.
    plugins : Path
        Folder that holds ``mutualgeo_plugin``.
    engine_python : Path
        Python of the engine's environment.
    """

    def __init__(self, profile: Path, plugins: Path, engine_python: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if name not in STRIPPED}
        self.environment = kept | {
            "QGIS_CUSTOM_CONFIG_PATH": str(profile),
            "QGIS_PLUGINPATH": str(plugins),
            "MUTUALGEO_ENGINE_PYTHON": str(engine_python),
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_RUNTIME_DIR": os.environ.get("XDG_RUNTIME_DIR", str(profile)),
        }
        self._call("plugins", "enable", build_tree.PLUGIN)

    def run(self, algorithm: str, inputs: dict[str, Any]) -> dict[str, Any]:
        """Run an algorithm and return its outputs.

        Raises
        ------
        StepFailed
            When its exit status is not 0.
        """
        answer = self._call("--json", "run", algorithm, "-", stdin=json.dumps({"inputs": inputs}))
        return json.loads(answer)["results"]

    def _call(self, *arguments: str, stdin: str = "") -> str:
        answer = subprocess.run(
            ["qgis_process", *arguments],
            input=stdin,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
        if answer.returncode:
            raise StepFailed(" ".join(arguments), answer.returncode, _last_lines(answer.stderr))
        return answer.stdout


def _last_lines(text: str, count: int = 12) -> str:
    """End of what a program said, without empty lines."""
    return "\n".join([line for line in text.splitlines() if line.strip()][-count:])
