"""Plugin settings, each with an environment override, and the place of the engine's Python."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, fields
from pathlib import Path

from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication

GROUP = "mutualgeo"
PACKAGE_FOLDER = Path(os.path.abspath(__file__)).parent
ENGINE_MAIN = PACKAGE_FOLDER / "engine_main.py"
REQUIREMENTS = PACKAGE_FOLDER / "requirements.txt"


@dataclass(frozen=True)
class Settings:
    """What a user may set: kept under ``mutualgeo/<name>``, overridden by ``MUTUALGEO_<NAME>``.

    Attributes
    ----------
    engine_python : str
        Python of the engine's environment; empty for the default one.
    territory : str
        Territory file that the panel opened last.
    role : str
        Role of who decides conflicts and reviews findings in the panel, as it was last given.
    """

    engine_python: str = ""
    territory: str = ""
    role: str = ""

    @classmethod
    def load(cls) -> Settings:
        """Settings in force now."""
        stored = QgsSettings()
        return cls(
            **{
                field.name: os.environ.get(environment_name(field.name))
                or stored.value(f"{GROUP}/{field.name}", field.default, type=str)
                for field in fields(cls)
            }
        )

    def save(self) -> None:
        """Keep these settings in the profile; what the environment overrides is left as it is there."""
        stored = QgsSettings()
        for field in fields(self):
            if environment_name(field.name) not in os.environ:
                stored.setValue(f"{GROUP}/{field.name}", getattr(self, field.name))


def environment_name(setting: str) -> str:
    """Environment variable that overrides `setting`."""
    return f"{GROUP}_{setting}".upper()


def locale() -> str:
    """Locale of QGIS's interface: the one asked for with ``--lang``, else that of the settings or the system."""
    return (QgsApplication.instance().translation() or QgsApplication.locale()).lower()


def language() -> str:
    """Language of the engine's sentences: "fr" or "en", after QGIS's own."""
    return "fr" if locale().startswith("fr") else "en"


def tr(text: str) -> str:
    """Translation of a sentence that stands outside a class (``pylupdate5`` files it under ``@default``)."""
    return QCoreApplication.translate("@default", text)


def engine_environment() -> Path:
    """Folder of the engine's environment in the user's profile."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "mutualgeo" / "venv"


def schemas_folder() -> Path:
    """Folder of the user's profile that keeps the schemas of the standard (``fetchschemas``)."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "mutualgeo" / "schemas"


def environment_python(environment: Path) -> Path:
    """Python of a virtual `environment`."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def engine_python() -> Path | None:
    """Python that runs the engine, or None when there is none yet.

    An explicit choice (environment, then setting) is the only candidate when it is made; otherwise the environment
    in the profile, then on Windows QGIS's own Python, which carries the packages.
    """
    chosen = Settings.load().engine_python
    if chosen:
        candidates = [Path(chosen)]
    else:
        candidates = [environment_python(engine_environment())]
        if os.name == "nt":
            candidates.append(Path(sys.exec_prefix) / "python.exe")
    return next((path for path in candidates if path.is_file()), None)
