#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
#
# The tamper drill: a log of its own, whose database a superuser then falsifies. First he alters one row, and
# `fsck`, `audit` and a monitor name it; then he rewrites tiles, roots and edges to match, and gets no signature
# any more; then he steals the log's key and signs himself, which convicts the log. The log is stopped at the end.
#
#     Deploy/demo/tamper.sh FOLDER    a new folder; the programs are on the PATH
set -euo pipefail

# shellcheck source=library.sh
source "$(dirname "${BASH_SOURCE[0]}")/library.sh"

readonly place="$1" entry_count=600 altered=300
readonly data="$place/data"
daemon=
thief=
url=

at_end() {
    local status=$?
    trap - EXIT
    local pid
    for pid in $thief $daemon; do
        { kill -TERM "$pid" && wait "$pid"; } 2>/dev/null || true
    done
    ((status == 0)) || show_tail "$place/concordatd.log"
    exit "$status"
}
trap at_end EXIT
trap 'exit 130' HUP INT TERM

drill_head() { curl --silent --fail --max-time 5 "$url/checkpoint" | sed -n 2p; }
drill_has_head() { [[ "$(drill_head)" == "$1" ]]; }
is_read_only() { curl --silent --max-time 5 "${url%/*}/readyz" | grep -q read-only; }

serve() {
    local port
    port="$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
    url="http://127.0.0.1:$port/drill"
    # Without the scrubber, which would stop the log before the others have said their word.
    concordatd serve --data "$data" --listen "127.0.0.1:$port" --interval 200ms --scrub-rate 0 \
        >>"$place/concordatd.log" 2>&1 &
    daemon=$!
    wait_until 30 "a daemon that is ready" curl --silent --fail "${url%/*}/readyz"
    write_monitor_file "$url"
}

# write_monitor_file URL: where the monitor reads the log. It keeps what it verified before.
write_monitor_file() {
    cat >"$place/monitor.json" <<JSON
{"state": "$place/monitor",
 "logs": [{"name": "drill", "url": "$1", "vkeys": ["${keys[0]}", "${keys[1]}"]}]}
JSON
}

# Each audit has a new state, since one that has seen the true bytes would not read them again.
audit() { concordat audit --log "$url" --vkey "${keys[@]}" --state "$1"; }
# One round of the monitor, an alarm a line.
watch_once() {
    concordat-monitor --config "$place/monitor.json" --once 2>>"$place/monitor.log" | sed 's/; ALARM/\n    ALARM/g'
}

mkdir "$place"
concordatd log create --data "$data" --name drill --origin log.example/drill --jurisdiction EU \
    --allow-opaque >"$place/create.log" 2>&1
mapfile -t keys < <(cat "$data"/keys/drill/{ed25519,sm2}.vkey)
serve
python3 -c "
import base64
for number in range($entry_count):
    print(base64.b64encode(f'access {number}'.encode()).decode())
" | concordat append --log "$url" --ndjson - >/dev/null
wait_until 30 "a head of $entry_count entries" drill_has_head "$entry_count"
say "Another log with $entry_count entries; all is well, say fsck, an audit and a monitor:"
expect_quietly 0 concordatd fsck --data "$data"
expect_quietly 0 audit "$place/first-audit"
expect_quietly 0 watch_once

echo
say "A superuser takes the seat belt off and alters entry $altered:"
superuser "$data" <<SQL
ALTER TABLE concordat.entries_1_0 DISABLE TRIGGER append_only;
UPDATE concordat.entries_1_0 SET data = 'access that never was' WHERE idx = $altered;
ALTER TABLE concordat.entries_1_0 ENABLE ALWAYS TRIGGER append_only;
SQL
say "fsck:"
expect_quietly 1 concordatd fsck --data "$data"
grep -q "$altered" <<<"$last_output" || fail "fsck does not name entry $altered"
# The daemon has the true bytes in memory from the first audit, and would go on serving them.
kill -TERM "$daemon" && wait "$daemon"
serve
say "an audit from outside:"
expect_quietly 1 audit "$place/second-audit"
grep -q "$altered" <<<"$last_output" || fail "the audit does not name entry $altered"
say "the monitor, which remembers what it verified:"
expect_quietly 1 watch_once
grep -q "altered-entry.*$altered" <<<"$last_output" || fail "the monitor does not name entry $altered"

echo
say "He rewrites every tile, root and edge to match, so that the database agrees with itself."
superuser "$data" --tuples-only --no-align -c "SELECT encode(data, 'hex') FROM concordat.entries_1_0 ORDER BY idx" |
    python3 "$here/rewrite_history.py" 1 | superuser "$data"
say "The next append would need a head over the forged tree. The signer has another one on record:"
curl --silent --max-time 30 --data-binary 'one more' "$url/add" | indent
echo
wait_until 30 "a log that is read-only" is_read_only
curl --silent --max-time 5 "${url%/*}/readyz" |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["logs"][0]["remarks"][0])' | indent
drill_has_head "$entry_count" || fail "a head was published over the forgery"
say "No signature was given: the published head still is that of $entry_count entries."

echo
say "So he steals the log's Ed25519 key, signs the forged head himself and shows it to the monitor:"
root="$(superuser "$data" --tuples-only --no-align -c \
    "SELECT encode(sha256_root, 'base64') FROM concordat.heads WHERE log_id = 1 AND size = $entry_count")"
python3 "$here/stolen_key.py" --log "$url" --key "$data/keys/drill/ed25519.pem" --root "$root" \
    >"$place/thief.url" &
thief=$!
wait_until 10 "the thief's server" test -s "$place/thief.url"
write_monitor_file "$(<"$place/thief.url")"
expect_quietly 1 watch_once
evidence="$(find "$place/monitor/drill/evidence" -name '*-split-view.json')"
[[ -n "$evidence" ]] || fail "the monitor has no evidence of the split view"
say "Two heads of one size, both signed by the log: whoever has its key can tell, offline, from one file:"
say "\$ concordat verify-alarm --vkey LOG-KEY ${evidence##*/}"
expect_quietly 0 concordat verify-alarm --vkey "${keys[0]}" "$evidence"
