#!/bin/sh
# Install what a Debian machine lacks, from the archive it already uses; do nothing when all is there.
#
#   setup_qgis.sh python        a Python >= 3.11 that can make virtual environments (the engine needs no more)
#   setup_qgis.sh test-engine   and strace, with which the engine's tests kill it at chosen places
#   setup_qgis.sh qgis          Python, and QGIS >= 3.40 with QGIS Server
#   setup_qgis.sh bench         what the tests need, and PostgreSQL with PostGIS, a peer of the bench of quality
#   setup_qgis.sh test          all that, and what the tests drive: Xvfb, Chromium, GDAL's tools, pytest
#
# Plain sh and awk: on a bare machine there is no Python yet.
set -eu

WANT="${1:-qgis}"
QGIS_WANTED=3.40         # qgisMinimumVersion of metadata.txt
QGIS_WANTED_INT=34000    # the same, as Qgis.versionInt() says it
PYTHON=/usr/bin/python3  # the Python that Debian's QGIS is built for, whatever comes first on PATH
QGIS_PACKAGES="qgis python3-qgis qgis-providers qgis-server"

have() { command -v "$1" >/dev/null 2>&1; }
say() { echo "mutualgeo: $*" >&2; }

# A Python is good enough when it is recent and its venv module can install pip.
python_serves() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

qgis_serves() {
    have qgis_process || return 1
    QT_QPA_PLATFORM=offscreen "$PYTHON" - "$QGIS_WANTED_INT" 2>/dev/null <<'PY'
import sys
import qgis.server
from qgis.core import Qgis
sys.exit(Qgis.versionInt() < int(sys.argv[1]))
PY
}

# Asked to answer, not only looked for: Debian's /usr/bin/lrelease is a switch that may lead nowhere.
lrelease_serves() { /usr/lib/qt5/bin/lrelease -version >/dev/null 2>&1 || lrelease -version >/dev/null 2>&1; }

imports() { "$PYTHON" -c "import $1" 2>/dev/null; }

missing=""
need() { missing="$missing $*"; }
need_qgis=no

case "$WANT" in
    python | test-engine)
        python_serves "$PYTHON" || python_serves python3 || need python3 python3-venv
        ;;
    qgis | test | bench)
        qgis_serves || need_qgis=yes
        python_serves "$PYTHON" || need python3 python3-venv
        imports owslib || need python3-owslib
        lrelease_serves || need qttools5-dev-tools
        ;;
    *)
        say "usage: setup_qgis.sh python|test-engine|qgis|test|bench"
        exit 2
        ;;
esac
# Only where Debian's own can be had: elsewhere those tests say themselves what they miss.
case "$WANT" in test* | bench) have strace || ! have apt-get || need strace ;; esac
if [ "$WANT" = bench ]; then
    ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 || need postgresql postgresql-postgis
fi
if [ "$WANT" = test ] || [ "$WANT" = bench ]; then
    imports pytest || need python3-pytest
    { have Xvfb && have xauth; } || need xvfb xauth
    have pylupdate5 || need pyqt5-dev-tools
    have ogr2ogr || need gdal-bin
    have chromium || need chromium
fi

[ "$need_qgis" = yes ] || [ -n "$missing" ] || exit 0

wanted="$missing"
[ "$need_qgis" = no ] || wanted="$wanted $QGIS_PACKAGES"
if ! have apt-get; then
    say "this is not a Debian machine, and these are missing:$wanted"
    say "install QGIS $QGIS_WANTED or later (https://qgis.org) and Python 3.11 or later, then run make again"
    exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
    say "these Debian packages are missing:$wanted"
    say "run once as root: sh tools/setup_qgis.sh $WANT"
    say "(on Debian 12, QGIS $QGIS_WANTED comes from the backports suite, which that command enables)"
    exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt_run() { apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"; }
apt_install() { apt_run install --no-install-recommends "$@"; }

# Version of QGIS that apt would install, with the suite $1 preferred when it is named.
candidate() {
    apt-cache ${1:+-o "APT::Default-Release=$1"} policy qgis 2>/dev/null | awk '$1 == "Candidate:" { print $2 }'
}

recent_enough() {
    case "$1" in "" | "(none)") return 1 ;; esac
    dpkg --compare-versions "$1" ge "$QGIS_WANTED"
}

say "installing:$wanted"
apt_run update
if [ "$need_qgis" = yes ]; then
    suite=""
    if ! recent_enough "$(candidate)"; then
        codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
        suite="$codename-backports"
        if ! recent_enough "$(candidate "$suite")"; then
            sh "$(dirname "$0")/backports.sh" /etc/apt "$codename"
            apt_run update
        fi
        if ! recent_enough "$(candidate "$suite")"; then
            say "this machine's archive has QGIS '$(candidate "$suite")'; $QGIS_WANTED or later is needed"
            say "add a source that holds it (https://qgis.org), then run make again"
            exit 1
        fi
    fi
    # shellcheck disable=SC2086  # a list of packages
    apt_install ${suite:+-t "$suite"} $QGIS_PACKAGES
fi
# shellcheck disable=SC2086
[ -z "$missing" ] || apt_install $missing

[ "$need_qgis" = no ] || qgis_serves || {
    say "QGIS was installed and still does not answer: try qgis_process --version"
    exit 1
}
