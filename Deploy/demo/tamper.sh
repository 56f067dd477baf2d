#!/usr/bin/env bash
# The tamper drill: a log of its own, whose database a superuser then falsifies. First he alters one
# row, and `fsck` and `audit` name it; then he rewrites tiles, roots and edges to match, and gets no
# signature any more. The log is stopped again at the end.
#
#     Deploy/demo/tamper.sh FOLDER    a new folder; concordatd and concordat are on the PATH
set -euo pipefail

here="$(cd "$(dirname "$0")" && pwd)"
readonly here
readonly folder="$1" entry_count=600 altered=300
readonly data="$folder/data"
daemon=

say() { printf '   %s\n' "$*"; }
indent() { sed 's/^/       /'; }

fail() {
    printf '   %s\n' "$*" >&2
    exit 1
}

at_end() {
    [[ -z "$daemon" ]] || { kill -TERM "$daemon" && wait "$daemon"; } 2>/dev/null || true
}
trap at_end EXIT

# Runs a command that must end with a status, and shows it with what it says.
expect() {
    local wanted="$1" status=0 output
    shift
    say "\$ $*"
    output="$("$@" 2>&1)" || status=$?
    indent <<<"$output"
    ((status == wanted)) || fail "exit status $status where $wanted was due: $*"
    last_output="$output"
}

# Runs SQL as the superuser that the private cluster belongs to.
superuser() {
    psql --quiet --no-psqlrc --tuples-only --no-align --set=ON_ERROR_STOP=1 \
        "host=$(sed -n 5p "$data/postgres/data/postmaster.pid") user=concordat dbname=concordat" "$@"
}

wait_for() {
    local attempt
    for attempt in {1..300}; do
        if "$@" >/dev/null 2>&1; then return; fi
        sleep 0.1
    done
    fail "waited 30 s for: $*"
}

head_size() { curl --silent --fail --max-time 5 "$url/checkpoint" | sed -n 2p; }
has_head() { [[ "$(head_size)" == "$1" ]]; }
is_read_only() { curl --silent --max-time 5 "${url%/*}/readyz" | grep -q read-only; }

serve() {
    local port
    port="$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
    url="http://127.0.0.1:$port/drill"
    # Without the scrubber, which would stop the log before the others have said their word.
    concordatd serve --data "$data" --listen "127.0.0.1:$port" --interval 200ms --scrub-rate 0 \
        >"$folder/concordatd.log" 2>&1 &
    daemon=$!
    wait_for curl --silent --fail "${url%/*}/readyz"
}

mkdir "$folder"
concordatd log create --data "$data" --name drill --origin log.example/drill --jurisdiction EU \
    --allow-opaque >"$folder/create.log" 2>&1
serve
python3 -c "
import base64, sys
for number in range($entry_count):
    print(base64.b64encode(f'access {number}'.encode()).decode())
" | concordat append --log "$url" --ndjson - >/dev/null
wait_for has_head "$entry_count"
mapfile -t keys <"$data/keys/drill/ed25519.vkey"
mapfile -t -O 1 keys <"$data/keys/drill/sm2.vkey"
say "A second log with $entry_count entries; all is well:"
expect 0 concordatd fsck --data "$data"
expect 0 concordat audit --log "$url" --vkey "${keys[@]}" --state "$folder/first-audit"

echo
say "A superuser takes the seat belt off and alters entry $altered:"
superuser <<SQL
ALTER TABLE concordat.entries_1_0 DISABLE TRIGGER append_only;
UPDATE concordat.entries_1_0 SET data = 'access that never was' WHERE idx = $altered;
ALTER TABLE concordat.entries_1_0 ENABLE ALWAYS TRIGGER append_only;
SQL
expect 1 concordatd fsck --data "$data"
grep -q "$altered" <<<"$last_output" || fail "fsck does not name entry $altered"
# The daemon has the true bytes in memory from the first audit, and would go on serving them.
kill -TERM "$daemon" && wait "$daemon"
serve
expect 1 concordat audit --log "$url" --vkey "${keys[@]}" --state "$folder/second-audit"
grep -q "$altered" <<<"$last_output" || fail "the audit does not name entry $altered"

echo
say "He rewrites every tile, root and edge to match, so that the database agrees with itself:"
superuser -c "SELECT encode(data, 'hex') FROM concordat.entries_1_0 ORDER BY idx" |
    python3 "$here/rewrite_history.py" 1 | superuser
say "The next append would need a head over the forged tree. The signer has another one on record:"
curl --silent --max-time 30 --data-binary 'one more' "$url/add" | indent
echo
wait_for is_read_only
curl --silent --max-time 5 "${url%/*}/readyz" | indent
echo
has_head "$entry_count" || fail "a head was published over the forgery"
say "No signature was given: the published head still is that of $entry_count entries."
