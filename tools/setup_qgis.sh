#!/bin/sh
# Install QGIS (>= 3.40), QGIS Server and what the test suite drives, from Debian's own archive.
# Nothing is done when a recent enough QGIS is already there; a clear message when root is needed.
set -eu

PYTHON=/usr/bin/python3
WANTED=34000
EXTRA="${1:-}"

qgis_version() {
    "$PYTHON" -c 'from qgis.core import Qgis; print(Qgis.versionInt())' 2>/dev/null || echo 0
}

have() { command -v "$1" >/dev/null 2>&1; }

packages=""
[ "$(qgis_version)" -ge "$WANTED" ] || packages="qgis python3-qgis qgis-providers qgis-server"
have qgis_process || packages="qgis python3-qgis qgis-providers qgis-server"
[ -e /usr/lib/cgi-bin/qgis_mapserv.fcgi ] || packages="qgis python3-qgis qgis-providers qgis-server"
"$PYTHON" -c 'import venv, ensurepip' 2>/dev/null || packages="$packages python3-venv"
have lrelease || [ -x /usr/lib/qt5/bin/lrelease ] || packages="$packages qttools5-dev-tools"
if [ "$EXTRA" = "test" ]; then
    have Xvfb || packages="$packages xvfb"
    have pylupdate5 || packages="$packages pyqt5-dev-tools"
    have ogr2ogr || packages="$packages gdal-bin"
    have chromium || packages="$packages chromium"
fi
[ -n "$packages" ] || exit 0

if ! have apt-get; then
    echo "mutualgeo: QGIS 3.40 or later is needed and this is not a Debian machine." >&2
    echo "  Install QGIS from https://qgis.org, then run make again." >&2
    exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
    echo "mutualgeo: these Debian packages are missing:$packages" >&2
    echo "  Run once as root: make setup-qgis   (QGIS >= 3.40 comes from the backports suite on Debian 12)" >&2
    exit 1
fi

# The backports entry is derived from the sources this machine already uses: same address, same key.
add_backports() {
    codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
    "$PYTHON_ANY" - "$codename" <<'PY'
import pathlib, re, sys

codename = sys.argv[1]
target = pathlib.Path("/etc/apt/sources.list.d/mutualgeo-backports.sources")
for path in sorted(pathlib.Path("/etc/apt/sources.list.d").glob("*.sources")):
    for stanza in re.split(r"\n\s*\n", path.read_text()):
        fields = dict(
            line.split(":", 1) for line in stanza.splitlines() if re.match(r"^[A-Za-z-]+:", line)
        )
        suites = fields.get("Suites", "").split()
        if codename in suites:
            fields["Suites"] = f" {codename}-backports"
            target.write_text("".join(f"{k}:{v}\n" for k, v in fields.items()))
            sys.exit(0)
lists = [pathlib.Path("/etc/apt/sources.list"), *pathlib.Path("/etc/apt/sources.list.d").glob("*.list")]
for path in lists:
    if not path.exists():
        continue
    for line in path.read_text().splitlines():
        words = line.split()
        if line.startswith("deb ") and codename in words:
            target.with_suffix(".list").write_text(line.replace(f" {codename} ", f" {codename}-backports ") + "\n")
            sys.exit(0)
sys.exit("mutualgeo: no apt source for " + codename + " to derive the backports suite from")
PY
}
