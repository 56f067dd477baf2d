#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
#
# What the demo stands on: packages, programs, a folder, and the third verifier from PyPI.
# shellcheck source=library.sh
source "$(dirname "${BASH_SOURCE[0]}")/library.sh"

prepare_machine() {
    title "What this machine needs"
    [[ -n "${DEMO_PROGRAMS:-}" ]] || "$tree/Deploy/require-swift.sh"
    "$tree/Deploy/install-dependencies.sh" demo
    postgres_programs="$(pg_config --bindir)"
    [[ -x "$postgres_programs/initdb" ]] || postgres_programs=/usr/lib/postgresql/15/bin
    say "PostgreSQL with pgaudit, Python and curl are here."
}

build() {
    local product
    if [[ -n "${DEMO_PROGRAMS:-}" ]]; then
        title "Take the programs from DEMO_PROGRAMS"
        programs="$(cd "$DEMO_PROGRAMS" 2>/dev/null && pwd)" || fail "there is no folder $DEMO_PROGRAMS"
    else
        title "Build in release mode (some minutes the first time)"
        programs="$("$tree/Deploy/build-release.sh" concordatd concordat concordat-witness concordat-monitor)"
    fi
    for product in concordatd concordat concordat-witness concordat-monitor; do
        [[ -x "$programs/$product" ]] || fail "there is no program $programs/$product"
    done
    PATH="$programs:$PATH"
}

# PostgreSQL refuses to run as root, so that then its processes belong to the user `postgres`, who must be
# able to reach the folder.
reachable_by_postgres() {
    ((EUID != 0)) || setpriv --reuid=postgres --regid=postgres --init-groups -- test -x "$1"
}

make_folder() {
    title "A folder for everything"
    umask 022
    if [[ -n "${DEMO_DIR:-}" ]]; then
        [[ ! -e "$DEMO_DIR" ]] || fail "DEMO_DIR=$DEMO_DIR exists already."
        mkdir -p "$DEMO_DIR"
        folder="$(cd "$DEMO_DIR" && pwd)"
    else
        local parent="${TMPDIR:-/tmp}"
        if ! reachable_by_postgres "$parent"; then
            say "The user postgres cannot reach $parent: taking /tmp."
            parent=/tmp
        fi
        folder="$(mktemp -d "${parent%/}/concordat-demo-XXXXXX")"
        chmod 755 "$folder"
    fi
    reachable_by_postgres "$folder" || fail "The user postgres cannot reach $folder: choose another DEMO_DIR."
    # A Unix socket's path has 107 bytes at most, and clusters put theirs below this folder.
    ((${#folder} <= 60)) || fail "The path $folder is too long for sockets: choose a shorter DEMO_DIR."
    mkdir -p "$folder"/{logs,pids,proof,policies,witnesses,monitor}
    mkdir -m 700 "$folder/private"
    mkdir -p "$tree/.demo"
    echo "$folder" >"$tree/.demo/${folder##*/}"
    say "$folder"
}

# Where the kernel lets us, verifiers run in an empty network namespace: offline is then no promise.
find_offline() {
    local attempt
    for attempt in "unshare --net" "unshare --net --map-root-user"; do
        if $attempt true 2>/dev/null; then
            read -ra offline <<<"$attempt"
            return
        fi
    done
}

# The third verifier comes from PyPI, while the rest goes on; proof.sh waits for what comes of it.
install_aics() {
    exec >"$folder/logs/pip.log" 2>&1
    local pip=("$folder/venv/bin/pip" --disable-pip-version-check --quiet --retries 1 --timeout 15 install)
    python3 -m venv "$folder/venv" &&
        timeout 90 "${pip[@]}" cryptography &&
        # The package asks for Python 3.12 and works with Debian's 3.11.
        timeout 90 "${pip[@]}" --no-deps --ignore-requires-python aics-tlog==0.2.1
}
