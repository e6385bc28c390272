#!/bin/sh
# Installs the programs that some tests drive, where apt and the right to use it are there.
# Otherwise it names what is missing: those tests are then skipped, and fail where CI=true.
set -u
# shellcheck disable=SC2086 # $packages is a list of words

has() { command -v "$1" >/dev/null 2>&1; }

has_chromium() {
    has chromium-headless-shell || has chromium || has chromium-browser || has google-chrome
}

has_fonts() {
    [ -d /usr/share/fonts/truetype/liberation ] || [ -d /usr/share/fonts/truetype/liberation2 ] ||
        { has fc-list && fc-list | grep -qi liberation; }
}

# soffice is there without the spreadsheet, too.
has_calc() {
    has soffice &&
        [ -e "$(dirname "$(readlink -f "$(command -v soffice)")")/libsclo.so" ]
}

has_postgresql() { has initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }

missing() {
    has_chromium || echo chromium
    has_fonts || echo fonts-liberation
    has_calc || echo libreoffice-calc
    has_postgresql || echo postgresql
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq -o DPkg::Lock::Timeout=120 "$@" </dev/null >/dev/null
}

# Chromium does, but the shell of it takes a third of the time.
lacks_shell() {
    ! has chromium-headless-shell && has apt-cache &&
        [ -n "$(apt-cache show chromium-headless-shell 2>/dev/null)" ]
}

packages=$(missing)
[ -z "$packages" ] && ! lacks_shell && exit 0

if has apt-get && as_root true 2>/dev/null; then
    apt update # if it fails, the lists that are there may do
    lacks_shell && apt install --no-install-recommends chromium-headless-shell
    packages=$(missing)
    [ -n "$packages" ] && echo "Installing for the tests:" $packages
    for package in $packages; do # one by one: a name this system lacks costs only itself
        apt install --no-install-recommends "$package"
    done
    packages=$(missing)
fi
[ -z "$packages" ] && exit 0
echo "MISSING for some tests:" $packages "(Debian's names). Install them to run every test." >&2
