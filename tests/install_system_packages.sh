#!/bin/sh
# Installs the programs that some tests drive, where apt and the right to use it are there.
# Otherwise it names what is missing: those tests are then skipped, and fail where CI=true.
set -u

has() { command -v "$1" >/dev/null 2>&1; }

missing=""
has chromium || has chromium-browser || has google-chrome || missing="$missing chromium"
[ -d /usr/share/fonts/truetype/liberation ] || [ -d /usr/share/fonts/truetype/liberation2 ] ||
    { has fc-list && fc-list | grep -qi liberation; } || missing="$missing fonts-liberation"
{ has soffice && ls "$(dirname "$(readlink -f "$(command -v soffice)")")"/libsclo.so >/dev/null 2>&1; } ||
    missing="$missing libreoffice-calc"
has initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=""
elif has sudo && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    as_root="no"
fi

if has apt-get && [ "$as_root" != no ]; then
    echo "Installing for the tests:$missing"
    # $as_root and $missing are lists of words.
    # shellcheck disable=SC2086
    $as_root apt-get update -qq &&
        $as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends $missing >/dev/null && exit 0
fi
echo "MISSING for some tests:$missing. Install them (Debian's names) to run every test." >&2
