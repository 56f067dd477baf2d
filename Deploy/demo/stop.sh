#!/usr/bin/env bash
# Stops the logs that `make demo` left serving, all of them or those in the folders given. Their files
# stay.
set -euo pipefail

tree="$(cd "$(dirname "$0")/../.." && pwd)"
readonly tree
readonly patience_seconds=30

# Whether the process is the daemon of that folder, and not a later process with the same id.
serves() {
    local arguments
    arguments="$(tr '\0' '\n' <"/proc/$1/cmdline" 2>/dev/null)" || return 1
    grep -q concordatd <<<"$arguments" && grep -qxF "$2/data" <<<"$arguments"
}

stop() {
    local folder="$1" pid tenth
    pid="$(cat "$folder/concordatd.pid" 2>/dev/null || true)"
    if [[ -z "$pid" ]] || ! serves "$pid" "$folder"; then
        echo "No longer serving: $folder"
        return
    fi
    kill -TERM "$pid"
    for ((tenth = 0; tenth < patience_seconds * 10; tenth++)); do
        if ! serves "$pid" "$folder"; then
            echo "Stopped. Its files stay in $folder"
            return
        fi
        sleep 0.1
    done
    echo "Process $pid still runs after $patience_seconds s; its log is $folder/logs/concordatd.log" >&2
    return 1
}

shopt -s nullglob
if (($#)); then
    records=("${@/#*\//$tree/.demo/}")
else
    records=("$tree"/.demo/*)
fi
((${#records[@]})) || echo "No demo is serving."
for record in "${records[@]}"; do
    stop "$(<"$record")"
    rm "$record"
done
