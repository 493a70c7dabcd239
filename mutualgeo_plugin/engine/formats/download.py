"""Fetch a small file from the network: https alone, bounded in size and in time, redirections included.

A service that says a byte now and then keeps every wait short and never ends: the whole is asked for in a thread of
its own, which is left behind when the time is up.
"""

from __future__ import annotations

import http.client
import queue
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import IO
from urllib.parse import urlsplit

from ..model.errors import EngineError

#: Seconds without an answer, seconds in all for one file, and for all that one question needs.
SILENCE, PATIENCE, PATIENCE_IN_ALL = 20.0, 60.0, 300.0
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
    silence, patience : seconds without an answer, and in all.
    schemes : what an address, and each address it is redirected to, may begin with.

    Raises
    ------
    EngineError
        ``address_refused`` (another scheme, a user name in it), ``address_unreachable``, ``download_too_large``.
    """
    require_scheme(address, schemes)
    answers: queue.SimpleQueue[bytes | BaseException] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(_fetch(address, largest, schemes, silence))
        except BaseException as error:  # noqa: BLE001 - it is raised where the answer is waited for
            answers.put(error)

    threading.Thread(target=ask, daemon=True, name="download").start()
    try:
        answer = answers.get(timeout=max(patience, 0.0))
    except queue.Empty:
        raise EngineError("address_unreachable", address=address, detail=f"> {max(patience, 0.0):.0f} s") from None
    if isinstance(answer, BaseException):
        raise answer
    return answer


class Patience:
    """Seconds that are left of those that one question may take, whatever it fetches."""

    def __init__(self, seconds: float = PATIENCE_IN_ALL) -> None:
        self._end = time.monotonic() + seconds

    def seconds_left(self, most: float = PATIENCE) -> float:
        """Seconds that the next file may take."""
        return min(most, self._end - time.monotonic())


def _fetch(address: str, largest: int, schemes: Sequence[str], silence: float) -> bytes:
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
            return _read(answer, address, largest)
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


def _read(answer: IO[bytes], address: str, largest: int) -> bytes:
    pieces, size = [], 0
    while piece := answer.read(_PIECE):
        size += len(piece)
        if size > largest:
            raise EngineError("download_too_large", address=address, largest=largest >> 20)
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
