"""The whole chain through the real qgis_process: receive, assemble, export, check, compare, publish, read back.

    demo.py --out FOLDER                    on the fictional commune that the plugin makes
    demo.py --data FOLDER --out FOLDER      on a folder of PCRS GML lots

Ends with exit status 1, and says which step failed, when one does.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import build_tree
import demo_report
from demo_territory import write_territory
from qgis_run import QgisProcess, StepFailed

#: Everything that the chain leaves in its folder, and clears before it runs again.
LEFT = (
    "demo", "export", "portal", "reports", "store.gpkg", "store.gpkg-wal", "store.gpkg-shm", "findings.gpkg",
    "discrepancies.gpkg", "quality.html", "territoire.toml", "report.json",
)  # fmt: skip

#: What of it a user looks at.
LOOK = ("store.gpkg", "export", "findings.gpkg", "quality.html", "discrepancies.gpkg", "portal")

#: Names of the two copies of the water network that the fictional commune has.
DEMO_NETWORKS = ("eau_syndicat", "eau_concessionnaire")

#: The portal ends by itself after this many seconds, should nobody stop it.
SERVED = 300

#: How long a process is given to end before it is killed, seconds.
GRACE = 10.0

READBACK = Path(__file__).with_name("readback.py")


@dataclass
class Chain:
    """The steps, what each reported, and the files they share under `out`."""

    out: Path
    qgis: QgisProcess
    data: Path | None = None
    networks: tuple[str, str] | None = None
    steps: list[dict[str, Any]] = field(default_factory=list)

    @property
    def store(self) -> str:
        return str(self.out / "store.gpkg")

    def run(self) -> None:
        """Run every step.

        Raises
        ------
        StepFailed
            At the first step that fails; `steps` then holds its report too.
        """
        if self.data is None:
            made = self.out / "demo"
            self.step("make", "makedemo", FOLDER=str(made))
            lots, territory = made / "lots", made / "territoire.toml"
            self.networks = tuple(f"{made / 'networks.gpkg'}|layername={name}" for name in DEMO_NETWORKS)
            self.step("receive", "receivelot", FOLDER=str(lots), TERRITORY=str(territory), STORE=self.store)
        else:
            self.step("receive", "receivelot", FOLDER=str(self.data), STORE=self.store)
            territory = self.out / "territoire.toml"
            write_territory(territory, Path(self.store))
        self.step("assemble", "assemblebase", STORE=self.store)
        self.step("export", "exportpcrs", STORE=self.store, OUTPUT=str(self.out / "export"))
        self.step(
            "check", "checkquality", INPUT=self.store, TERRITORY=str(territory),
            FINDINGS=str(self.out / "findings.gpkg"), HTML=str(self.out / "quality.html"),
        )  # fmt: skip
        if self.networks:
            a, b = self.networks
            self.step("compare", "comparenetworks", A=a, B=b, OUTPUT=str(self.out / "discrepancies.gpkg"))
        portal = str(self.out / "portal")
        self.step("publish", "publishportal", TERRITORY=str(territory), STORE=self.store, PORTAL=portal)
        self.serve(portal)

    def step(self, name: str, algorithm: str, **inputs: Any) -> dict[str, Any]:
        """Run one algorithm and keep its report."""
        report = self.out / "reports" / f"{len(self.steps) + 1:02}_{algorithm}.json"
        report.parent.mkdir(exist_ok=True)
        began = time.monotonic()
        results: dict[str, Any] = {}
        failure = None
        print(f"{name:<40}", end="", flush=True)
        try:
            results = self.qgis.run(f"mutualgeo:{algorithm}", {**inputs, "REPORT": str(report)})
        except StepFailed as caught:
            failure = caught
        print("FAILED" if failure else f"{time.monotonic() - began:6.1f} s", flush=True)
        told = json.loads(report.read_text(encoding="utf-8")) if report.is_file() else {}
        kept = {"step": name, "exit_status": failure.exit_status if failure else 0, **told}
        kept["outputs"] = kept.get("outputs", {}) | results
        self.steps.append(kept)
        if failure:
            raise StepFailed(f"{name} ({algorithm})", failure.exit_status, kept.get("message") or str(failure))
        return kept

    def serve(self, portal: str) -> None:
        """Serve the portals, read each back as a client does, and stop the server."""
        outputs = self.step("serve", "serveportal", PORTAL=portal, PORT=0, DURATION=SERVED)["outputs"]
        try:
            self.steps.append({"step": "read back", "exit_status": 0, "readback": read_back(outputs["URL"], portal)})
        finally:
            stop(int(outputs["PID"]))


def read_back(root: str, portal: str) -> list[dict[str, Any]]:
    """What a WMS and WFS client sees of each portal served under the address `root`."""
    codes = [path.parent.name for path in sorted(Path(portal).glob("*/project.qgs"))]
    seen = []
    for code in codes:
        command = [sys.executable, str(READBACK), f"{root.rstrip('/')}/{code}"]
        answer = subprocess.run(command, capture_output=True, text=True, timeout=SERVED, check=False)
        if answer.returncode:
            raise StepFailed("read back", answer.returncode, answer.stderr.strip())
        seen.append(json.loads(answer.stdout))
    return seen


def stop(pid: int) -> None:
    """End a process that this run started, by its number, and wait until it is gone."""
    deadline = time.monotonic() + GRACE
    os.kill(pid, signal.SIGTERM)
    while _is_alive(pid):
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.1)


def _is_alive(pid: int) -> bool:
    """Whether a process runs: one that ended and was not yet collected has no command line any more."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except FileNotFoundError:
        return False


def clear(out: Path) -> None:
    """Take away what an earlier run left in `out`, and nothing else.

    Raises
    ------
    SystemExit
        When `out` holds a store that no earlier run of the demo made: it may be somebody's base.
    """
    report = out / "report.json"
    made_here = report.is_file() and json.loads(report.read_text(encoding="utf-8")).get("job") == "demo"
    if not made_here and (out / "store.gpkg").exists():
        raise SystemExit(f"{out} holds a store.gpkg that this command did not make: name another OUT=<folder>")
    for name in LEFT:
        path = out / name
        if made_here and (path.exists() or path.is_symlink()):
            build_tree.remove(path)
    out.mkdir(parents=True, exist_ok=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default="", help="folder of PCRS GML lots; empty for the fictional commune")
    parser.add_argument("--out", required=True, help="folder for what the chain leaves")
    parser.add_argument("--network-a", default="", help="network to compare, as file|layername=name")
    parser.add_argument("--network-b", default="", help="the other copy of it")
    return parser.parse_args()


def command(options: argparse.Namespace) -> str:
    """The make command that runs the chain again."""
    values = {"DATA": options.data, "OUT": options.out, "NETWORK_A": options.network_a, "NETWORK_B": options.network_b}
    return shlex.join(["make", "demo", *(f"{name}={value}" for name, value in values.items() if value)])


def main() -> int:
    options = arguments()
    out = Path(options.out).resolve()
    data = Path(options.data).resolve() if options.data else None
    if data and not data.is_dir():
        raise SystemExit(f"{data} is no folder: name a folder of PCRS GML with DATA=<folder>")
    clear(out)
    started = datetime.now(UTC).isoformat(timespec="seconds")
    networks = (options.network_a, options.network_b) if options.network_a and options.network_b else None
    problem = ""
    # written before the first step, so that a run cut short is known for one of ours
    _write(out, demo_report.combine([], command=command(options), started=started, message="the run did not end"))
    with tempfile.TemporaryDirectory(prefix="mutualgeo_profile_") as profile:
        engine = build_tree.ROOT / "build" / "venv" / "bin" / "python"
        qgis = QgisProcess(Path(profile), build_tree.ROOT / "build" / "plugins", engine)
        chain = Chain(out, qgis, data, networks)
        try:
            chain.run()
        except StepFailed as failure:
            problem = str(failure)
    left = {name: str(out / name) for name in LOOK if (out / name).exists()} | {"report.json": str(out / "report.json")}
    report = demo_report.combine(chain.steps, command=command(options), started=started, outputs=left, message=problem)
    _write(out, report)
    if report["message"]:
        print(f"\nThe chain stopped: {report['message']}", file=sys.stderr)
        return 1
    print(f"\n{demo_report.summary_text(report)}\n\nWhere to look:")
    print("\n".join(f"  {path}" for path in left.values()))
    return 0


def _write(out: Path, report: dict[str, Any]) -> None:
    text = json.dumps(report, ensure_ascii=False, indent=2)
    (out / "report.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
