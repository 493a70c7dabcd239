"""Small web servers for the tests, on this machine's own address and a free port."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

#: Answer to a path and its query: status, headers, body.
Answer = Callable[[str, dict[str, str]], tuple[int, dict[str, str], bytes]]


def serve(answer: Answer) -> tuple[str, list[str], ThreadingHTTPServer]:
    """Start a server: its address, the paths that it is asked for as they come, and itself."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked.append(parts.path)
            query = {k.lower(): v for k, v in parse_qsl(parts.query)}
            status, headers, body = answer(parts.path, query)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(body)
            except ConnectionError:
                pass  # who asked has heard enough

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}", asked, server


def wfs(counts: dict[str, int], version: str = "1.1.0") -> Answer:
    """A WFS with these layers and so many objects in each."""

    def answer(path: str, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        kind = query.get("request", "").lower()
        if query.get("service", "").upper() != "WFS":
            return 400, {}, b"<ServiceExceptionReport/>"
        if kind == "getcapabilities":
            types = "".join(f"<FeatureType><Name>{name}</Name></FeatureType>" for name in counts)
            xml = (
                f'<WFS_Capabilities xmlns="http://www.opengis.net/wfs" version="{version}">'
                f"<FeatureTypeList>{types}</FeatureTypeList></WFS_Capabilities>"
            )
            return 200, {}, xml.encode()
        name = query.get("typename") or query.get("typenames") or ""
        if query.get("resulttype") != "hits" or name not in counts:
            return 200, {}, b"<ServiceExceptionReport/>"
        attribute = "numberOfFeatures" if version == "1.1.0" else "numberMatched"
        return 200, {}, f'<FeatureCollection {attribute}="{counts[name]}"/>'.encode()

    return answer


def wms(*layers: str) -> Answer:
    """A WMS with these layers."""

    def answer(path: str, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if query.get("service", "").upper() != "WMS":
            return 200, {}, b"<ServiceExceptionReport/>"
        inside = "".join(f"<Layer><Name>{name}</Name></Layer>" for name in layers)
        return 200, {}, f'<WMS_Capabilities version="1.3.0"><Layer>{inside}</Layer></WMS_Capabilities>'.encode()

    return answer
