"""HTTP of the gateway: pages and services of each portal by path, nothing else, in words that tell nothing of it."""

from __future__ import annotations

import os
import queue
import re
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as AnswerTimeout
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from .rules import Offer, Refused, screen

#: INSEE code (Corsica has letters) or SIREN in a path; a name cannot hold anything else.
_PATH = re.compile(r"/(\d[0-9AB]\d{3}|\d{9})(?:/([a-z]{0,20}(?:\.[a-z]{2,4})?))?", re.ASCII)

SERVICES = {"wms": "WMS", "wfs": "WFS"}
#: The only files served, with their types.
FILES = {
    "": ("index.html", "text/html; charset=utf-8"),
    "index.html": ("index.html", "text/html; charset=utf-8"),
    "portail.css": ("portail.css", "text/css; charset=utf-8"),
    "portail.js": ("portail.js", "text/javascript; charset=utf-8"),
    "logo.png": ("logo.png", "image/png"),
    "logo.jpg": ("logo.jpg", "image/jpeg"),
    "logo.jpeg": ("logo.jpeg", "image/jpeg"),
    "logo.svg": ("logo.svg", "image/svg+xml"),
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
PAGE_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
SERVICE_POLICY = "default-src 'none'; sandbox"

#: Seconds that a client has to send its request or to take a piece of the answer.
CLIENT_SECONDS = 10
#: Seconds that QGIS Server has for an answer, waiting included.
ANSWER_SECONDS = 60
#: Requests that may wait for QGIS Server; the next one is told to come back.
MAX_WAITING = 32
#: Connections at once, slow ones included.
MAX_CONNECTIONS = 64

_EXCEPTION = re.compile(rb'\b(?:code|exceptionCode)="(\w{1,40})"')


class Backend(Protocol):
    """What answers for the portals, in the thread that owns QGIS."""

    def offer(self, code: str) -> Offer | None:
        """What the portal of `code` offers; None where there is no such portal."""

    def answer(self, code: str, service: str, parameters: dict[str, str]) -> tuple[int, str, bytes]:
        """Status, content type and body for screened parameters of WMS or WFS."""


class Worker:
    """One thread's list of things to do: QGIS is used by the thread that made it, requests wait for it."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[tuple[Future[Any], Callable[[], Any]]] = queue.Queue(MAX_WAITING)

    def ask(self, work: Callable[[], Any]) -> Any:
        """Have `work` done by the owner thread and wait for its result."""
        future: Future[Any] = Future()
        try:
            self._waiting.put_nowait((future, work))
            return future.result(timeout=ANSWER_SECONDS)
        except (queue.Full, AnswerTimeout):
            future.cancel()
            raise Refused(503, "ServerBusy", "The server is busy: ask again later.") from None

    def work(self, seconds: float) -> None:
        """Do the next thing, waiting for it at most `seconds`; called by the owner thread."""
        try:
            future, work = self._waiting.get(timeout=seconds)
        except queue.Empty:
            return
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(work())
        except BaseException as error:  # handed to the thread that asked
            future.set_exception(error)


@dataclass
class Answer:
    """What goes back to a client."""

    status: int
    type: str
    body: bytes
    policy: str
    location: str | None = None
    shared: bool = False


class Gateway(ThreadingHTTPServer):
    """The server: each connection has a thread, at most `MAX_CONNECTIONS` of them."""

    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # there it would take a port from the program that holds it

    def __init__(self, address: tuple[str, int], root: Path) -> None:
        self.root = root
        self.worker = Worker()
        self.backend: Backend | None = None
        self._free = threading.BoundedSemaphore(MAX_CONNECTIONS)
        super().__init__(address, Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Give a connection its thread; one too many is closed without a word."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer in the connection's thread, and give its place back whatever happens."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no event."""


class Handler(BaseHTTPRequestHandler):
    """One request: GET or HEAD, a tenant's page or service."""

    server: Gateway
    timeout = CLIENT_SECONDS

    def version_string(self) -> str:
        """Name of the server in its answers: neither program nor version."""
        return "portail"

    def log_message(self, format: str, *arguments: Any) -> None:
        """Requests are not logged: addresses and queries are personal data."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Errors found by http.server itself (bad request line, unknown method), in our words."""
        self._send(_plain_answer(405 if code == 501 else code))

    def do_GET(self) -> None:
        """Answer a GET, or a HEAD without the body; what went wrong is written to the server's log alone."""
        try:
            answer = self._answer()
        except Exception:  # whatever went wrong, the client gets an answer that tells nothing of the server
            traceback.print_exc()
            answer = _exception(Refused(500, "NoApplicableCode", "The request could not be answered."))
        self._send(answer)

    do_HEAD = do_GET

    def _answer(self) -> Answer:
        """The page, file or service that the path names."""
        address = urlsplit(self.path)
        found = _PATH.fullmatch(address.path)
        if found is None:
            return _plain_answer(404)
        code, name = found[1], found[2]
        if name is None:
            return Answer(301, "text/plain", b"", PAGE_POLICY, location=f"/{code}/")
        if name in SERVICES:
            try:
                return self._ask_service(code, SERVICES[name], address.query)
            except Refused as refusal:
                return _exception(refusal)
        return self._file(code, name)

    def _file(self, code: str, name: str) -> Answer:
        """A file of a portal's page; nothing but FILES is ever read."""
        file, kind = FILES.get(name, ("", ""))
        path = self.server.root / code / file
        if not file or not path.is_file():
            return _plain_answer(404)
        policy = SERVICE_POLICY if kind.startswith("image/") else PAGE_POLICY
        return Answer(200, kind, path.read_bytes(), policy)

    def _ask_service(self, code: str, service: str, query: str) -> Answer:
        """QGIS Server's answer to what the rules let through.

        Raises
        ------
        Refused
            The rules do not let the query through, or the server is starting or busy.
        """
        backend, worker = self.server.backend, self.server.worker
        if backend is None:
            raise Refused(503, "ServerBusy", "The server is starting: ask again later.")
        offer = worker.ask(lambda: backend.offer(code))
        if offer is None:
            return _plain_answer(404)
        parameters = screen(query, service, offer)
        status, kind, body = worker.ask(lambda: backend.answer(code, service, parameters))
        if status != 200:
            return _exception(_refusal_without_text(status, body))
        return Answer(status, kind, body, SERVICE_POLICY, shared=True)

    def _send(self, answer: Answer) -> None:
        """Send an answer with its headers."""
        self.send_response(answer.status)
        headers = {**HEADERS, "Content-Type": answer.type, "Content-Length": str(len(answer.body))}
        headers["Content-Security-Policy"] = answer.policy
        if answer.location:
            headers["Location"] = answer.location
        if answer.shared:
            headers["Access-Control-Allow-Origin"] = "*"
        if answer.status == 405:
            headers["Allow"] = "GET, HEAD"
        if answer.status == 503:
            headers["Retry-After"] = "5"
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)


def _plain_answer(status: int) -> Answer:
    """An answer of one sentence."""
    texts = {404: "Page inconnue.", 405: "Méthode non admise."}
    return Answer(status, "text/plain; charset=utf-8", texts.get(status, "Requête non admise.").encode(), PAGE_POLICY)


def _refusal_without_text(status: int, body: bytes) -> Refused:
    """QGIS Server's refusal with its code and without its words, which may hold paths."""
    found = _EXCEPTION.search(body)
    code = found[1].decode() if found else "NoApplicableCode"
    return Refused(status if status in (400, 403, 404, 501) else 500, code, "The request could not be answered.")


def _exception(refusal: Refused) -> Answer:
    """An OGC service exception; code and text are the gateway's own words, never the client's."""
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<ServiceExceptionReport version="1.3.0" xmlns="http://www.opengis.net/ogc">\n'
        f'<ServiceException code="{refusal.code}">{refusal.text}</ServiceException>\n</ServiceExceptionReport>\n'
    )
    return Answer(refusal.status, "text/xml; charset=utf-8", body.encode(), SERVICE_POLICY, shared=True)
