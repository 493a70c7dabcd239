#!/bin/sh
# Write the backports entry of a Debian machine, derived from its own sources: same address, same key.
#
#   backports.sh APT_FOLDER CODENAME      (as in: backports.sh /etc/apt bookworm)
set -eu

apt_folder="$1"
codename="$2"
lists="$apt_folder/sources.list.d"
target="$lists/mutualgeo-backports"
mkdir -p "$lists"

# deb822 sources: the stanza that names the suite is copied whole (its key may stand in it, on many lines).
for file in "$lists"/*.sources; do
    [ -f "$file" ] || continue
    entry=$(awk -v suite="$codename" '
        BEGIN { RS = ""; FS = "\n" }
        {
            stanza = ""; found = 0; enabled = 1
            for (i = 1; i <= NF; i++) {
                line = $i
                if (line ~ /^#/) continue
                if (line ~ /^Enabled:[ \t]*no/) enabled = 0
                if (line ~ /^Types:/) line = "Types: deb"
                if (line ~ /^Suites:/) {
                    n = split(line, words, /[ \t]+/)
                    for (j = 2; j <= n; j++) if (words[j] == suite) found = 1
                    line = "Suites: " suite "-backports"
                }
                stanza = stanza line "\n"
            }
            if (found && enabled) { printf "%s", stanza; exit }
        }' "$file")
    [ -n "$entry" ] || continue
    printf '%s\n' "$entry" >"$target.sources"
    exit 0
done

# One-line sources: deb [options] address suite components
for file in "$apt_folder/sources.list" "$lists"/*.list; do
    [ -f "$file" ] || continue
    entry=$(awk -v suite="$codename" '
        $1 == "deb" {
            for (i = 2; i <= NF; i++) if ($i == suite) { $i = suite "-backports"; print; exit }
        }' "$file")
    [ -n "$entry" ] || continue
    printf '%s\n' "$entry" >"$target.list"
    exit 0
done

echo "mutualgeo: no apt source names the suite $codename: nothing to derive $codename-backports from" >&2
echo "mutualgeo: add a source that holds QGIS 3.40 or later, then run make again" >&2
exit 1
