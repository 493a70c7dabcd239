"""Fetch a small file from the network: https alone, bounded in size and in time, redirections included."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import IO
from urllib.parse import urlsplit

from ..model.errors import EngineError

#: Seconds without an answer, and seconds in all.
SILENCE, PATIENCE = 20.0, 120.0
_PIECE = 64 << 10


def download(
    address: str,
    *,
    largest: int,
    schemes: Sequence[str] = ("https",),
    silence: float = SILENCE,
    patience: float = PATIENCE,
) -> bytes:
    """The bytes behind an address.

    Parameters
    ----------
    largest : bytes; a longer answer is refused before it is read whole.
    schemes : what an address, and each address it is redirected to, may begin with.

    Raises
    ------
    EngineError
        ``address_refused`` (another scheme, a user name in it), ``address_unreachable``, ``download_too_large``.
    """
    require_scheme(address, schemes)
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
        _Redirections(tuple(schemes)),
    ):
        opener.add_handler(handler)
    request = urllib.request.Request(address, headers={"User-Agent": "mutualgeo", "Accept-Encoding": "identity"})
    try:
        with opener.open(request, timeout=silence) as answer:
            return _read(answer, address, largest, time.monotonic() + patience)
    except urllib.error.HTTPError as error:
        raise EngineError("address_unreachable", address=address, detail=f"HTTP {error.code}") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise EngineError("address_unreachable", address=address, detail=str(reason)) from error


def require_scheme(address: str, schemes: Sequence[str]) -> None:
    """Refuse an address that is not one of the network, or that carries a user name."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        host = None
    if host is None or parts.scheme.lower() not in schemes or parts.username is not None:
        shown = address if host is None or parts.username is None else f"{parts.scheme}://…@{host}"
        raise EngineError("address_refused", address=shown, schemes=", ".join(schemes))


def _read(answer: IO[bytes], address: str, largest: int, deadline: float) -> bytes:
    pieces, size = [], 0
    while piece := answer.read(_PIECE):
        size += len(piece)
        if size > largest:
            raise EngineError("download_too_large", address=address, largest=largest >> 20)
        if time.monotonic() > deadline:
            raise TimeoutError("too slow")
        pieces.append(piece)
    if getattr(answer, "length", None):  # what was announced and did not come
        raise ConnectionError("cut off")
    return b"".join(pieces)


class _Redirections(urllib.request.HTTPRedirectHandler):
    """Follow redirections to the same schemes alone."""

    max_redirections = 5

    def __init__(self, schemes: Sequence[str]) -> None:
        self._schemes = schemes

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        require_scheme(newurl, self._schemes)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
