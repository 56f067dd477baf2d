#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
#
# Two logs, each with a daemon, a private PostgreSQL, a signer, a vault and an access file of its own: one
# under EU law, one under Chinese law. Only what is public ever goes from one side to the other.
# shellcheck source=library.sh
source "$(dirname "${BASH_SOURCE[0]}")/library.sh"

# The first free ports from DEMO_PORT on, one for each program that listens.
choose_ports() {
    local names=(eu cn "${eu_witnesses[@]}" "${cn_witnesses[@]}") found number
    mapfile -t found < <(
        python3 - "${DEMO_PORT:-8080}" "${#names[@]}" <<'PYTHON'
import socket, sys

first, count = map(int, sys.argv[1:])
for port in range(first, min(first + 200, 65536)):
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            continue
    print(port)
    count -= 1
    if count == 0:
        break
PYTHON
    )
    ((${#found[@]} == ${#names[@]})) || fail "There are no ${#names[@]} free ports from ${DEMO_PORT:-8080} on."
    for number in "${!names[@]}"; do port[${names[number]}]="${found[number]}"; done
}

# new_token LOG NAME ROLE-ARGUMENT...: who may do what stands in LOG/tokens/access.json.
new_token() {
    local log="$1" name="$2"
    shift 2
    (umask 077 && concordatd token new --data "$folder/$log" --log "$log" --name "$name" "$@" \
        >"$(token "$log-$name")") 2>>"$folder/logs/tokens.log"
}

create_log() {
    concordatd log create --data "$folder/$1" --name "$1" --origin "log.example/$1" --jurisdiction "$2" \
        >"$folder/logs/create-$1.log" 2>&1
}

create_logs() {
    title "Create two logs: one under EU law, one under Chinese law"
    step_logs=(create-eu create-cn tokens)
    choose_ports
    start_job create-eu create_log eu EU
    start_job create-cn create_log cn CN
    finish_job create-eu
    finish_job create-cn
    local until
    until="$(date -d '+180 days' +%F)"
    new_token eu bank-database --role writer --class data-access
    new_token eu loan-model --role writer --class ai-decision
    new_token eu aepd --role auditor --profile eu-gdpr --engagement AEPD-2026-17 --until "$until"
    new_token eu pipl-auditor --role auditor --profile cn-pipl-audit --engagement PIPL-2026-4 --until "$until"
    new_token eu keeper --role operator
    new_token cn clinic --role writer --class data-access
    new_token cn pipl-auditor --role auditor --profile cn-pipl-audit --engagement PIPL-2026-4 --until "$until"
    local log
    for log in eu cn; do
        log_url "$log" >"$folder/$log.url"
        say "log.example/$log     $(log_key "$log" ed25519)"
        say "log.example/$log/sm3 $(log_key "$log" sm2)"
    done
    say "Writers, auditors and a keeper have tokens in private/. Auditors take the keys above from"
    say "somewhere they trust: a log's own word about its keys is worth nothing."
}

is_ready() {
    curl --silent --fail --max-time 2 "http://127.0.0.1:${port[$1]}/readyz" && [[ -n "$(head_size "$1")" ]]
}

serve_logs() {
    title "Serve both logs, published only under both quorums"
    step_logs=(eu cn)
    local log
    for log in eu cn; do
        start_program "$log" concordatd serve --data "$folder/$log" --listen "127.0.0.1:${port[$log]}" \
            --policy "$log=$folder/policies/$log.policy" --gap-patience 5s
    done
    for log in eu cn; do
        wait_until 60 "a published head of the log $log" is_ready "$log"
        say "$(log_url "$log") is published, cosigned by $(python3 "$here/quorum.py" signers "$(log_url "$log")")"
    done
}
