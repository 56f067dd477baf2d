#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
#
# Three EU and three Chinese witnesses, each a process with keys and a folder of its own, and the policy
# that needs two of each side. A full witness reads every entry, recomputes both trees and only then
# cosigns. And a monitor, which trusts neither the logs nor the witnesses.
# shellcheck source=library.sh
source "$(dirname "${BASH_SOURCE[0]}")/library.sh"

# An answer of a full witness may have to wait for entries; a monitor's alarm comes this late.
readonly stale_after_seconds=6

witness_url() { printf 'http://127.0.0.1:%s' "${port[$1]}"; }

# One witness's configuration: Deploy/witness.json with both logs in it.
write_witness_file() {
    cat >"$folder/witnesses/$1/witness.json" <<JSON
{
  "name": "witness.example/$1",
  "data": "$folder/witnesses/$1/data",
  "listen": "127.0.0.1:${port[$1]}",
  "followEverySeconds": 1,
  "logs": [
    {"origin": "log.example/eu", "vkeys": ["$(log_key eu ed25519)"],
     "sm3Vkeys": ["$(log_key eu sm2)"], "url": "$(log_url eu)"},
    {"origin": "log.example/cn", "vkeys": ["$(log_key cn ed25519)"],
     "sm3Vkeys": ["$(log_key cn sm2)"], "url": "$(log_url cn)"}
  ]
}
JSON
}

# write_policy LOG: whose cosignatures its heads need.
write_policy() {
    {
        echo "log $(log_key "$1" ed25519) $(log_url "$1")"
        echo "log $(log_key "$1" sm2)"
        cat "$folder/policies/witnesses"
        echo "group eu 2 ${eu_witnesses[*]}"
        echo "group cn 2 ${cn_witnesses[*]}"
        echo "group both all eu cn"
        echo "quorum both"
    } >"$folder/policies/$1.policy"
}

start_witnesses() {
    local name
    for name; do
        start_program "$name" concordat-witness serve --config "$folder/witnesses/$name/witness.json"
    done
    for name; do
        wait_until 30 "the witness $name" curl --silent --fail --max-time 2 "$(witness_url "$name")/healthz"
    done
}

make_witnesses() {
    title "Six witnesses, three a side, and a policy that needs two of each"
    local name
    for name in "${eu_witnesses[@]}" "${cn_witnesses[@]}"; do
        step_logs=("$name")
        mkdir "$folder/witnesses/$name"
        write_witness_file "$name"
        concordat-witness keys new --config "$folder/witnesses/$name/witness.json" \
            >"$folder/logs/$name.log" 2>&1
        concordat-witness keys show --config "$folder/witnesses/$name/witness.json" \
            --url "$(witness_url "$name")" >>"$folder/policies/witnesses"
    done
    write_policy eu
    write_policy cn
    start_witnesses "${eu_witnesses[@]}" "${cn_witnesses[@]}"
    say "Each has Ed25519 and ML-DSA-44 keys for SHA-256 heads and an SM2 key for SM3 heads. The policy ends:"
    tail -n 4 "$folder/policies/eu.policy" | indent
}

start_monitor() {
    title "A monitor over both logs and all witnesses"
    step_logs=(monitor)
    cat >"$folder/monitor/monitor.json" <<JSON
{
  "state": "$folder/monitor/state",
  "interval": "1s",
  "logs": [
    {"name": "eu", "url": "$(log_url eu)", "policy": "$folder/policies/eu.policy",
     "staleAfter": "${stale_after_seconds}s"},
    {"name": "cn", "url": "$(log_url cn)", "policy": "$folder/policies/cn.policy",
     "staleAfter": "${stale_after_seconds}s"}
  ]
}
JSON
    start_program monitor concordat-monitor --config "$folder/monitor/monitor.json"
    wait_until 30 "the monitor's first round" test -s "$folder/monitor/state/metrics.prom"
    say "It makes both trees from the entries, and compares every head that a log or a witness shows."
}

# monitor_figure NAME LABELS: a figure of the monitor's last round.
monitor_figure() { sed -n "s/^$1{$2} //p" "$folder/monitor/state/metrics.prom"; }

# standing_alarms: how many alarms stand, in all logs and of all kinds.
standing_alarms() {
    awk '/^concordat_monitor_alarms\{/ { count += $2 } END { print count + 0 }' \
        "$folder/monitor/state/metrics.prom"
}

monitor_is_calm() { [[ "$(standing_alarms)" == 0 ]]; }
monitor_has_verified() { (($(monitor_figure concordat_monitor_verified_size "log=\"$1\"") >= $2)); }
