#!/bin/sh
# Prove the README's two commands on a bare machine: a Debian root with make, git and ca-certificates, and no more.
#
#   fresh.sh [--suite CODENAME] [VERB]...   make verbs (default: demo test), each in a root of its own under
#                                           $FRESH/CODENAME (default build/fresh/bookworm), its log beside it
#   fresh.sh --suite trixie --again test    the verb once more in the root that is there, with this checkout's files
#
# bookworm is Debian 12, trixie Debian 13, forky the testing suite after it. Needs root, debootstrap and the network.
# The archive, its keys and pip's settings are this machine's own.
set -eu

here=$(cd "$(dirname "$0")/../.." && pwd)
data="${MUTUALGEO_DATA:-$here/../shared/data}"
codename=bookworm
again=no
while [ $# -gt 0 ]; do
    case "$1" in
        --suite)
            [ $# -gt 1 ] || { echo "fresh.sh: --suite wants a codename" >&2; exit 2; }
            codename="$2"
            shift 2
            ;;
        --again) again=yes; shift ;;
        -*) echo "usage: fresh.sh [--suite CODENAME] [--again] [VERB]..." >&2; exit 2 ;;
        *) break ;;
    esac
done
case "$codename" in
    "" | *[!a-z]*) echo "fresh.sh: $codename is no codename" >&2; exit 2 ;;
esac
work="${FRESH:-$here/build/fresh}/$codename"
[ $# -gt 0 ] || set -- demo test

[ "$(id -u)" -eq 0 ] || { echo "fresh.sh: root is needed (debootstrap, chroot, mount)" >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "fresh.sh: debootstrap is missing" >&2; exit 1; }

# Everything mounted in the root at hand is unmounted whatever happens, the deepest first; other roots may be at work.
root=""
unmount_root() {
    [ -n "$root" ] || return 0
    awk -v under="$root/" 'index($2, under) == 1 { print $2 }' /proc/mounts | sort -r | while read -r point; do
        umount "$point" || umount -l "$point"
    done
}
trap unmount_root EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Address of the first apt source of this machine that names the suite $1.
mirror_of() {
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
        awk -v suite="$1" '$1 == "deb" { for (i = 2; i < NF; i++) if ($(i + 1) == suite) { print $i; exit } }'
    cat /etc/apt/sources.list.d/*.sources 2>/dev/null |
        awk -v suite="$1" '
            $1 == "URIs:" { address = $2 }
            $1 == "Suites:" { for (i = 2; i <= NF; i++) if ($i == suite) { print address; exit } }'
}

# Where no source names the suite, the one of this machine's own suite: a mirror of Debian holds them all.
mirror() {
    mirror_of "$codename"
    mirror_of "$(. /etc/os-release && echo "${VERSION_CODENAME:-}")"
}

# The bare root is made once and kept as a tarball; a second run waits for it.
base="$work/base.tar"
make_base() (
    exec 8>"$work/base.lock"
    flock 8
    [ ! -f "$base" ] || exit 0
    address=$(mirror | head -n 1)
    [ -n "$address" ] || { echo "fresh.sh: no apt source of this machine is a mirror of Debian" >&2; exit 1; }
    # a suite that is younger than debootstrap is made as Debian's unstable
    script="/usr/share/debootstrap/scripts/$codename"
    [ -e "$script" ] || script=/usr/share/debootstrap/scripts/sid
    rm -rf "$work/base"
    debootstrap --variant=minbase --include=make,git,ca-certificates "$codename" "$work/base" "$address" "$script"
    tar -C "$work/base" -cf "$base.part" .
    mv "$base.part" "$base"
    rm -rf "$work/base"
)

# Bind a file or folder of this machine into the root, read-only, at the same place.
bind() {
    [ -e "$1" ] || return 0
    if [ -d "$1" ]; then mkdir -p "$root$1"; else mkdir -p "$root$(dirname "$1")"; touch "$root$1"; fi
    mount --bind "$1" "$root$1"
    mount -o remount,bind,ro "$root$1"
}

# The way to the network: names, certificates, and pip's settings with the local folders that they name.
pass_network_settings() {
    cp -L /etc/resolv.conf "$root/etc/resolv.conf"
    cp -L /etc/hosts "$root/etc/hosts"
    bind /etc/ssl/certs
    bind /usr/local/share/ca-certificates
    for file in /etc/pip.conf "$HOME/.config/pip/pip.conf"; do bind "$file"; done
    # shellcheck disable=SC2013  # one path a word
    for folder in $(cat /etc/pip.conf "$HOME/.config/pip/pip.conf" 2>/dev/null | tr ' =' '\n\n' |
        sed -n 's|^file://||; s|/simple/*$||; /^\/./p' | sort -u); do
        [ ! -d "$folder" ] || bind "$folder"
    done
    for file in /etc/apt/apt.conf.d/*; do
        if grep -qE 'Acquire|Proxy' "$file"; then cp "$file" "$root/etc/apt/apt.conf.d/"; fi
    done
}

# What of the caller's environment reaches the root: the network's settings, nothing else.
kept_environment() {
    env | grep -E '^(PIP_[A-Z_]+|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|[a-z]+_proxy|[A-Z]+_PROXY)=' || :
}

# What still runs in the root a moment after the verb ended: told, for nothing should, and ended by its number.
end_left_processes() {
    sleep 5
    for process in /proc/[0-9]*; do
        [ "$(readlink "$process/root" 2>/dev/null)" = "$root" ] || continue
        echo "== left running: $(tr '\0' ' ' <"$process/cmdline")"
        kill "${process#/proc/}" || :
    done
}

# What an earlier run has made under build/ stays; all the rest is this checkout's.
copy_checkout() {
    mkdir -p "$root/srv/mutualgeo"
    find "$root/srv/mutualgeo" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
    git -C "$here" ls-files -z --cached --others --exclude-standard |
        (cd "$here" && xargs -0 sh -c 'for f; do [ ! -e "$f" ] || printf "%s\0" "$f"; done' _ |
            tar --null -T - -cf -) | tar -C "$root/srv/mutualgeo" -xf -
}

run_in_fresh_root() {
    verb="$1"
    exec 9>"$work/$verb.lock"
    flock -n 9 || { echo "fresh.sh: another run is at work in $work/$verb" >&2; return 1; }
    root="$work/$verb"
    unmount_root
    # nothing is removed while a folder of this machine is still bound in there
    if grep -q " $root/" /proc/mounts; then echo "fresh.sh: $root is still in use" >&2; exit 1; fi
    if [ "$again" = no ] || [ ! -d "$root/srv/mutualgeo" ]; then
        rm -rf "$root"
        mkdir -p "$root"
        tar -C "$root" -xf "$base"
    fi
    mount -t proc proc "$root/proc"
    mount -t sysfs -o ro sysfs "$root/sys"
    mount -t tmpfs tmpfs "$root/dev"
    for device in null zero full random urandom tty; do
        touch "$root/dev/$device"
        mount --bind "/dev/$device" "$root/dev/$device"
    done
    mkdir "$root/dev/shm" "$root/dev/pts"
    mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
    ln -s /proc/self/fd "$root/dev/fd"
    # no service of a package is started in there
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod +x "$root/usr/sbin/policy-rc.d"
    pass_network_settings
    copy_checkout
    if [ -d "$data" ]; then
        shared=$(dirname "$data")
        mkdir -p "$root/srv/shared"
        mount --bind "$shared" "$root/srv/shared"
        mount -o remount,bind,ro "$root/srv/shared"
    fi
    echo "== make $verb in $root (python3 before: $(chroot "$root" sh -c 'command -v python3 || echo none'))"
    kept_environment >"$work/environment"
    status=0
    # shellcheck disable=SC2046  # one setting a word
    env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root $(cat "$work/environment") \
        chroot "$root" make -C /srv/mutualgeo "$verb" </dev/null >"$work/$verb.log" 2>&1 9>&- || status=$?
    tail -n 60 "$work/$verb.log"
    echo "== make $verb: exit status $status (whole log: $work/$verb.log)"
    end_left_processes
    sleep 1
    unmount_root
    return "$status"
}

mkdir -p "$work"
make_base
failed=0
for verb in "$@"; do
    run_in_fresh_root "$verb" || failed=1
done
exit "$failed"
