#!/usr/bin/env bash
# Runs the README's `make demo` in a folder of its own and checks what it leaves: two logs and six witnesses that
# answer and a monitor that looks, which stop when told so, and nothing else. About three minutes after the
# release build; DEMO_PROGRAMS and the other settings of Deploy/demo/run.sh hold here, too.
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

urls=()
for log in eu cn; do urls+=("$(<"$folder/$log.url")/checkpoint"); done
for file in "$folder"/witnesses/*/witness.json; do
    urls+=("http://$(sed -n 's/.*"listen": "\(.*\)".*/\1/p' "$file")/healthz")
done
((${#urls[@]} == 8)) || fail "the demo left no two logs and six witnesses: ${urls[*]}"
for url in "${urls[@]}"; do
    curl --silent --fail --max-time 5 "$url" >/dev/null || fail "$url does not answer after the demo"
done
[[ "$(leftovers)" == *concordat-monitor* ]] || fail "the monitor does not run after the demo"

"$tree/Deploy/demo/stop.sh" "$folder"
for url in "${urls[@]}"; do
    curl --silent --max-time 5 "$url" >/dev/null && fail "$url answers after it was stopped"
done
[[ -z "$(leftovers)" ]] || fail "still running:"$'\n'"$(leftovers)"
"$tree/Deploy/demo/stop.sh" "$folder" >/dev/null || fail "stopping again is an error"
rm -rf "$folder"
echo "smoke test: the demo works, stops and leaves nothing running"
