#!/usr/bin/env bash
# Runs the README's `make demo` in a folder of its own and checks what it leaves: a log that answers,
# that stops when told so, and nothing else. About a minute after the release build.
set -euo pipefail

tree="$(cd "$(dirname "$0")/.." && pwd)"
readonly tree
folder="$(mktemp --dry-run --directory /tmp/concordat-smoke-XXXXXX)"
readonly folder

fail() {
    echo "smoke test: $*" >&2
    exit 1
}

# Processes whose command line names the folder. By /proc, because Debian's smallest has no pgrep.
leftovers() {
    local file line
    for file in /proc/[0-9]*/cmdline; do
        line="$(tr '\0' ' ' 2>/dev/null <"$file" || true)"
        [[ "$line" != *"$folder"* ]] || printf '%s %s\n' "${file//[^0-9]/}" "$line"
    done
}

DEMO_DIR="$folder" "$tree/Deploy/demo/run.sh"
url="$(<"$folder/url")"
curl --silent --fail --max-time 5 "$url/checkpoint" >/dev/null || fail "$url does not serve after the demo"
"$tree/Deploy/demo/stop.sh" "$folder"
curl --silent --max-time 5 "$url/checkpoint" >/dev/null && fail "$url serves after it was stopped"
[[ -z "$(leftovers)" ]] || fail "still running:"$'\n'"$(leftovers)"
rm -rf "$folder"
echo "smoke test: the demo works, stops and leaves nothing running"
