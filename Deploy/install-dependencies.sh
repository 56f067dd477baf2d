#!/usr/bin/env bash
# Installs the Debian packages that this tree needs and that are missing.
#
#     Deploy/install-dependencies.sh test    what building and testing need
#     Deploy/install-dependencies.sh demo    that, and what `make demo` needs
#     Deploy/install-dependencies.sh bench   that of `test`, and what `make bench` compares with
#
# As root, or with a sudo that asks for no password, it installs them; otherwise it prints the line
# to run and exits with 1. When nothing is missing it says nothing and changes nothing.
#
# Debian's postgresql-15 creates and starts a cluster named `main` when it is first installed. Ours
# are private ones, so that is prevented for the time of this installation; a cluster that exists
# already is neither started nor touched.
set -euo pipefail

readonly purpose="${1:-test}"
self="$(cd "$(dirname "$0")" && pwd)/$(basename "$0")"
readonly self

packages=(
    ca-certificates git pkg-config libc6-dev  # building at all
    libpq-dev libssl-dev zlib1g-dev           # CLibPQ, CLibCrypto, CZlib
    postgresql-15                             # private clusters; pgbench is part of it
    openssl python3 python3-venv              # cross-checks, the Python verifier, a loan model
)
case "$purpose" in
test) ;;
demo) packages+=(postgresql-15-pgaudit curl) ;;
bench) packages+=(nginx-light wrk) ;;
*)
    echo "usage: $0 [test|demo|bench]" >&2
    exit 64
    ;;
esac

missing_packages() {
    local installed package
    # dpkg-query exits with 1 as soon as one name is unknown, which is an answer and no failure.
    installed=" $(dpkg-query -W -f '${Package}:${db:Status-Status} ' "${packages[@]}" 2>/dev/null || true)"
    for package in "${packages[@]}"; do
        [[ "$installed" == *" $package:installed "* ]] || printf '%s\n' "$package"
    done
}

# Everything below runs as root.

readonly cluster_settings=/etc/postgresql-common/createcluster.conf
readonly cluster_snippet_folder=/etc/postgresql-common/createcluster.d
readonly cluster_snippet="$cluster_snippet_folder/concordat-install.conf"
readonly start_policy=/usr/sbin/policy-rc.d
made_start_policy=no
made_snippet_folder=no

take_away_snippets() {
    rm -f "$cluster_snippet"
    [[ "$made_snippet_folder" == no ]] || rmdir --ignore-fail-on-non-empty "$cluster_snippet_folder"
    [[ "$made_start_policy" == no ]] || rm -f "$start_policy"
}

apt_get() {
    local output
    output="$(mktemp)"
    if ! DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@" >"$output" 2>&1 </dev/null; then
        echo "apt-get $* failed:" >&2
        tail -n 20 "$output" >&2
        rm -f "$output"
        return 1
    fi
    rm -f "$output"
}

apt_install() { apt_get install -y --no-install-recommends --no-upgrade "$@"; }

# Packages start their services unless this file says no (Debian Policy 9.3.3.1).
forbid_service_starts() {
    [[ ! -e "$start_policy" ]] || return 0
    made_start_policy=yes
    printf '#!/bin/sh\nexit 101\n' >"$start_policy"
    chmod 755 "$start_policy"
}

# The setting lives in a file of postgresql-common, which therefore has to be there before the
# server package is, and is asked whether it understood.
forbid_main_cluster() {
    apt_install postgresql-common
    if [[ ! -d "$cluster_snippet_folder" ]]; then
        made_snippet_folder=yes
        mkdir -p "$cluster_snippet_folder"
    fi
    echo "create_main_cluster = false" >"$cluster_snippet"
    if [[ "$(pg_conftool -bs "$cluster_settings" show create_main_cluster)" != off ]]; then
        echo "$cluster_settings does not read $cluster_snippet_folder: installing postgresql-15 now" >&2
        echo "would create a cluster. Set create_main_cluster = false there and run this again." >&2
        return 1
    fi
}

install_as_root() {
    trap take_away_snippets EXIT
    trap 'exit 130' HUP INT TERM
    echo "Installing: $*"
    apt_get update
    forbid_service_starts
    if [[ " $* " == *" postgresql-15"* ]]; then forbid_main_cluster; fi
    apt_install "$@"
    echo "Installed. No database cluster was created and no service started."
}

main() {
    if ! command -v dpkg-query >/dev/null; then
        echo "This is not Debian; going on in the hope that these are there: ${packages[*]}" >&2
        return
    fi
    local missing
    mapfile -t missing < <(missing_packages)
    if ((${#missing[@]} == 0)); then
        return
    elif ((EUID == 0)); then
        install_as_root "${missing[@]}"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        sudo -n "$self" "$purpose"
    else
        echo "Missing: ${missing[*]}" >&2
        echo "As root, run this line and then the same command again:" >&2
        echo "    $self $purpose" >&2
        exit 1
    fi
}

main
