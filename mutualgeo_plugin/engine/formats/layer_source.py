"""A file of layers that others made: what may be asked of it, whoever reads it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..model.errors import EngineError
from .page import Page, Request
from .texts import TextEncoding


@dataclass(frozen=True)
class LayerSource(ABC):
    """A file of layers; of `profile` and `encoding` see `layer.Layer`."""

    path: Path
    profile: str | None = None
    encoding: TextEncoding | None = None

    @abstractmethod
    def layers(self) -> list[str]:
        """Names of the layers that have geometries.

        Raises
        ------
        EngineError
            ``layer_unreadable``.
        """

    @abstractmethod
    def tables(self) -> tuple[str, ...]:
        """Names of the tables that have no geometry.

        Raises
        ------
        EngineError
            ``layer_unreadable``.
        """

    @abstractmethod
    def fields(self, layer: str) -> list[str]:
        """Names of the fields of a layer.

        Raises
        ------
        EngineError
            ``layer_unreadable``.
        """

    @abstractmethod
    def pages(self, request: Request) -> Iterator[Page]:
        """Objects as they are; each layer has one page at least.

        Raises
        ------
        EngineError
            ``layer_unreadable``.
        """

    def announced_objects(self, layer: str) -> int:
        """Objects that the file announces; 0 where what is read is all that there is."""
        return 0

    def choose(self, layer: str | None) -> str:
        """Name of the layer asked for, of the only one where none is.

        Raises
        ------
        EngineError
            ``layer_unreadable``, ``layer_choose``, ``layer_no_geometry``.
        """
        known = self.layers()
        if layer in known:
            return str(layer)
        if layer is not None and layer in self.tables():
            raise EngineError("layer_no_geometry", path=f"{self.path}|layername={layer}")
        if layer is not None or len(known) != 1:
            raise EngineError("layer_choose", path=str(self.path), known=", ".join(known) or "-")
        return known[0]
