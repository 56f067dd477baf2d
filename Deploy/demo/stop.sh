#!/usr/bin/env bash
# Stops what `make demo` left running: logs, witnesses and monitor, of all demos or of those in the folders
# given. Their files stay. Whatever has ended already is no error.
#
#     Deploy/demo/stop.sh [FOLDER...]
set -euo pipefail

tree="$(cd "$(dirname "$0")/../.." && pwd)"
readonly tree
readonly patience_seconds=30

# Whether a process works in that folder, and is not a later one with the same id.
works_in() {
    tr '\0' '\n' <"/proc/$1/cmdline" 2>/dev/null | grep -qF "$2/"
}

# The ids of what still runs of a demo. First who asks, then who is asked, so that nobody is missed.
running() {
    local folder="$1" name pid
    for name in monitor eu cn eu1 eu2 eu3 cn1 cn2 cn3; do
        pid="$(cat "$folder/pids/$name" 2>/dev/null || true)"
        if [[ "$pid" =~ ^[0-9]+$ ]] && works_in "$pid" "$folder"; then echo "$pid"; fi
    done
}

# The audited bank is stopped by the demo itself, unless that was killed. SIGINT is PostgreSQL's fast stop.
stop_bank() {
    local pid
    pid="$(head -n 1 "$1/bank/data/postmaster.pid" 2>/dev/null || true)"
    if [[ "$pid" =~ ^[0-9]+$ ]] && works_in "$pid" "$1"; then kill -INT "$pid"; fi
}

stop() {
    local folder="$1" pids tenth
    if [[ ! -d "$folder/pids" ]]; then
        echo "Nothing of a demo in $folder"
        return
    fi
    stop_bank "$folder"
    mapfile -t pids < <(running "$folder")
    if ((${#pids[@]} == 0)); then
        echo "No longer running: $folder"
        return
    fi
    kill -TERM "${pids[@]}" 2>/dev/null || true
    for ((tenth = 0; tenth < patience_seconds * 10; tenth++)); do
        mapfile -t pids < <(running "$folder")
        if ((${#pids[@]} == 0)); then
            rm -f "$folder"/pids/*
            echo "Stopped. Its files stay in $folder"
            return
        fi
        sleep 0.1
    done
    echo "Still running after $patience_seconds s: ${pids[*]}; see $folder/logs" >&2
    return 1
}

if [[ "${1:-}" == -h || "${1:-}" == --help ]]; then
    sed -n '2,/^set -euo/{/^#/s/^# \{0,1\}//p}' "$0"
    exit 0
fi
shopt -s nullglob
folders=()
for folder; do
    [[ -d "$folder" ]] || { echo "There is no folder $folder" >&2; exit 1; }
    folders+=("$(cd "$folder" && pwd)")
done
if (($# == 0)); then
    for record in "$tree"/.demo/*; do folders+=("$(<"$record")"); done
    ((${#folders[@]})) || echo "No demo is running."
fi
status=0
for folder in "${folders[@]}"; do
    if stop "$folder"; then rm -f "$tree/.demo/${folder##*/}"; else status=1; fi
done
exit "$status"
