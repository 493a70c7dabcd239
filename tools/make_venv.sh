#!/bin/sh
# Make or refresh a virtual environment so that it holds the given requirement files; fast when it already does.
#
#   make_venv.sh FOLDER REQUIREMENTS...
set -eu

venv="$1"
shift

# Debian's own Python first: a pyenv or conda python that comes first on PATH may lack what Debian's has.
find_python() {
    for python in /usr/bin/python3 python3 python3.14 python3.13 python3.12 python3.11; do
        if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$python"
            return 0
        fi
    done
    echo "mutualgeo: Python 3.11 or later with its venv module is needed (Debian: apt-get install python3-venv)" >&2
    return 1
}

"$venv/bin/python" -c '' 2>/dev/null || "$(find_python)" -m venv --clear "$venv"

for requirements in "$@"; do
    stamp="$venv/$(basename "$requirements").installed"
    cmp -s "$requirements" "$stamp" && continue
    echo "mutualgeo: installing $requirements into $venv" >&2
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input -r "$requirements"
    cp "$requirements" "$stamp"
done
