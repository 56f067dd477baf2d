#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
#
# All witnesses of one side go away: appends go on, nothing is published, and everybody can see since when and
# who is missing. They return, and the head that waited is published.
# shellcheck source=library.sh
source "$(dirname "${BASH_SOURCE[0]}")/library.sh"

decision_index=   # the entry of the newest decision
published_before= # entries below the published head when the side went away
lost_at=          # when that was, in seconds of this script

# append_decision NUMBER: one more record of the loan model, with what the log answers about it.
append_decision() {
    python3 "$here/loan_decisions.py" --count 1 --first "$1" >"$folder/private/decision.json"
    shown "curl --silent --show-error --fail-with-body --max-time 30 --include \\
         --header \"Authorization: Bearer \$(cat private/eu-loan-model.token)\" \\
         --header 'Content-Type: application/json' --data-binary @private/decision.json \\
         $(log_url eu)/records | grep -iE '^(HTTP|concordat-)|\"index\"'"
    decision_index="$(sed -n 's/.*"index":\([0-9]*\).*/\1/p' <<<"$last_output")"
}

a_head_waits() { python3 "$here/quorum.py" is-waiting "$(log_url eu)"; }
monitor_complains() { (($(monitor_figure concordat_monitor_alarms 'log="eu",kind="stale-head"') > 0)); }
all_have_cosigned() { (($(python3 "$here/quorum.py" signers "$(log_url eu)" | wc -w) == 6)); }

lose_a_side() {
    title "All Chinese witnesses go away: appends go on, nothing is published"
    step_logs=(eu monitor)
    published_before="$(head_size eu)"
    stop_programs "${cn_witnesses[@]}"
    lost_at=$SECONDS
    say "$(date +%T)  ${cn_witnesses[*]} are stopped; the published head has $published_before entries."
    append_decision 9
    wait_until 20 "a head that waits for its quorum" a_head_waits
    say "$(date +%T)  The record is promised, and its head waits. /readyz says so:"
    expect_quietly 0 python3 "$here/quorum.py" waiting "$(log_url eu)"
    say "So does the answer to the next append:"
    append_decision 10
    grep -qi '^concordat-waiting-for: .*cn1' <<<"$last_output" || fail "the answer does not say who is missing."
    wait_until 40 "the monitor's alarm about the stale head" monitor_complains
    say "$(date +%T)  The monitor raises an alarm:"
    grep -h '"stale-head"' "$folder"/monitor/state/eu/alarms/*.json | tail -n 1 | indent
    [[ "$(head_size eu)" == "$published_before" ]] || fail "a head was published without its quorum."
    say "$(date +%T)  The published head still is that of $published_before entries."
}

return_of_a_side() {
    title "They return: the head that waited is published"
    step_logs=(eu "${cn_witnesses[@]}")
    local returned_at=$SECONDS
    start_witnesses "${cn_witnesses[@]}"
    say "$(date +%T)  ${cn_witnesses[*]} are back: from their own records, under their old keys."
    wait_for_head eu $((decision_index + 1))
    say "$(date +%T)  The head of $(head_size eu) entries is published: held back for $((returned_at - lost_at)) s," \
        "released after $((SECONDS - returned_at)) s."
    wait_until 30 "the cosignatures of all six" all_have_cosigned
    say "$(date +%T)  Both heads are cosigned by $(python3 "$here/quorum.py" signers "$(log_url eu)")."
    wait_until 30 "the end of the monitor's alarm" monitor_is_calm
    wait_until 30 "the monitor's own trees" monitor_has_verified eu $((decision_index + 1))
    say "$(date +%T)  The monitor's alarm has ended; it has verified both trees, $(monitor_figure concordat_monitor_verified_size 'log="eu"') entries."
}
