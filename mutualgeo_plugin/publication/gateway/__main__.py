"""A portal's server: QGIS Server in a process of its own, behind a gateway, bound to this machine.

Started by serve.py, or by hand with QGIS's Python:
``python -m mutualgeo_plugin.publication.gateway PORTAL [--port N] [--duration S] [--base-url URL]``.
Never inside QGIS's own process: QgsServer empties the user's project.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Any

from .http_front import Gateway

HOST = "127.0.0.1"
#: Longest sleep of the thread that owns QGIS, in seconds: how soon it sees that it must stop.
TICK = 0.2


def main(arguments: list[str] | None = None) -> int:
    """Serve until the duration is over or SIGTERM comes; exit status."""
    options = _options(arguments)
    status = serve(options)
    if options.profile and not status:
        shutil.rmtree(options.profile, ignore_errors=True)
    return status


def serve(options: argparse.Namespace) -> int:
    """Start, serve, stop."""
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    try:
        gateway = Gateway((HOST, options.port), options.portal.resolve())
    except OSError as error:
        return _tell(options.ready, {"error": "gateway_port_taken", "port": options.port, "detail": error.strerror})
    url = f"http://{HOST}:{gateway.server_address[1]}"
    try:
        application, gateway.backend = _start_qgis(options.portal.resolve(), options.base_url or url)
    except ImportError as error:
        return _tell(options.ready, {"error": "gateway_server_missing", "detail": str(error)})
    threading.Thread(target=gateway.serve_forever, kwargs={"poll_interval": TICK}, daemon=True).start()
    _tell(options.ready, {"url": url, "pid": os.getpid()})
    until = time.monotonic() + options.duration if options.duration else float("inf")
    while not stop.is_set() and time.monotonic() < until:
        gateway.worker.work(TICK)
    gateway.shutdown()
    gateway.server_close()
    gateway.backend = None  # the projects go before QGIS does
    application.exitQgis()
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="gateway", description="Serve a published portal from this machine.")
    parser.add_argument("portal", type=Path, help="folder of the portal (portal.json)")
    parser.add_argument("--port", type=int, default=0, help="port; 0 takes a free one")
    parser.add_argument("--duration", type=float, default=0, help="seconds to serve; 0 until stopped")
    parser.add_argument("--base-url", default="", help="public root to advertise, when a web server stands in front")
    parser.add_argument("--ready", type=Path, help="file to write the address or the error to")
    parser.add_argument("--profile", type=Path, help="folder of this run, taken away at its end")
    return parser.parse_args(arguments)


def _start_qgis(root: Path, base_url: str) -> tuple[Any, Any]:
    """QGIS Server and the portals behind it; imports late, so that its absence is told as a sentence."""
    from qgis.core import QgsApplication
    from qgis.server import QgsServer

    from .tenants import Tenants

    application = QgsApplication([], False)
    application.initQgis()
    return application, Tenants(root, QgsServer(), base_url.rstrip("/"))


def _tell(ready: Path | None, message: dict[str, Any]) -> int:
    """Say how the start went, to the file that serve.py waits for or to the terminal; exit status."""
    text = json.dumps(message)
    if ready is None:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    else:
        new = ready.with_name(f".{ready.name}")
        new.write_text(text, encoding="utf-8")
        os.replace(new, ready)
    return 1 if "error" in message else 0


if __name__ == "__main__":
    sys.exit(main())
