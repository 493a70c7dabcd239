"""Portals as the gateway serves them: each one a project pinned in memory, read again when it is replaced."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from qgis.core import Qgis, QgsProject
from qgis.server import QgsBufferServerRequest, QgsBufferServerResponse, QgsServer

from ...engine.model.portal import PROJECT_FILE
from ..project import set_service_addresses
from .rules import Offer, Refused

#: Projects held at once, about 1.4 MB each; QGIS Server slows down beyond a hundred.
MAX_PROJECTS = 64

_READ_FLAGS = (
    Qgis.ProjectReadFlag.ForceReadOnlyLayers
    | Qgis.ProjectReadFlag.DontLoadLayouts
    | Qgis.ProjectReadFlag.DontLoad3DViews
    | Qgis.ProjectReadFlag.DontStoreOriginalStyles
)


@dataclass
class Pinned:
    """A project in memory: the state of its file when it was read, and what it offers."""

    state: tuple[int, int]
    project: QgsProject
    offer: Offer


class Tenants:
    """The portals of a folder behind one QgsServer. Not thread-safe: one thread owns it."""

    def __init__(self, root: Path, server: QgsServer, base_url: str) -> None:
        self._root = root
        self._server = server
        self._base_url = base_url
        self._pinned: OrderedDict[str, Pinned] = OrderedDict()

    def offer(self, code: str) -> Offer | None:
        """What a portal offers; None when there is no such portal.

        Raises
        ------
        Refused
            It is there and cannot be read.
        """
        pinned = self._pin(code)
        return pinned.offer if pinned else None

    def answer(self, code: str, service: str, parameters: dict[str, str]) -> tuple[int, str, bytes]:
        """Status, content type and body of QGIS Server's answer to screened parameters."""
        pinned = self._pin(code)
        if pinned is None:
            return 404, "text/plain", b""
        url = f"{self._base_url}/{code}/{service.lower()}?{urlencode(parameters)}"
        response = QgsBufferServerResponse()
        self._server.handleRequest(QgsBufferServerRequest(url), response, pinned.project)
        return response.statusCode(), response.header("Content-Type"), bytes(response.body())

    def _pin(self, code: str) -> Pinned | None:
        """The portal's project as its file is now: a release put in place is seen at the next request."""
        path = self._root / code / PROJECT_FILE
        try:
            found = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            self._pinned.pop(code, None)
            return None
        state = (found.st_mtime_ns, found.st_ino)
        pinned = self._pinned.get(code)
        if pinned is None or pinned.state != state:
            pinned = self._read(path, code, state)
        self._pinned[code] = pinned
        self._pinned.move_to_end(code)
        while len(self._pinned) > MAX_PROJECTS:
            self._pinned.popitem(last=False)
        return pinned

    def _read(self, path: Path, code: str, state: tuple[int, int]) -> Pinned:
        """The project of a portal as its file is.

        Raises
        ------
        Refused
            It cannot be read: that is no "there is no such portal".
        """
        project = QgsProject()
        if not project.read(str(path), _READ_FLAGS):
            raise Refused(500, "NoApplicableCode", "The request could not be answered.")
        set_service_addresses(project, f"{self._base_url}/{code}")
        self._server.serverInterface().removeConfigCacheEntry(str(path))
        layers = frozenset(layer.serverProperties().shortName() for layer in project.mapLayers().values())
        root, _named = project.readEntry("WMSRootName", "/")  # stands for all layers, as capabilities say
        systems, _read = project.readListEntry("WMSCrsList", "/")
        return Pinned(state, project, Offer(layers | {root} - {""}, frozenset(systems)))
