#!/usr/bin/env bash
# shellcheck disable=SC2034 # what is unused here is used by the files that source this one
#
# What the parts of the demo have in common: where things lie, how it speaks, what it started and how that
# ends. Sourced by all of them; run.sh says in which order they come.

[[ -z "${demo_library:-}" ]] || return 0
demo_library=yes

tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
readonly tree
readonly here="$tree/Deploy/demo"

# --- Where things lie ----------------------------------------------------------------------------------

# Set by machine.sh.
folder=            # everything of this run
programs=          # concordatd, concordat, concordat-witness, concordat-monitor
postgres_programs= # initdb, pg_ctl, psql, pgbench
offline=()         # what a command is put behind to have no network; empty if the kernel gives none

# The six witnesses, by side, and of each program with an address where it listens. Set by logs.sh.
readonly eu_witnesses=(eu1 eu2 eu3) cn_witnesses=(cn1 cn2 cn3)
declare -A port=() # by name: eu and cn are the logs, eu1 to cn3 the witnesses

# What one part of the demo tells the next.
access_count=0 # records that the bank sent
record_index=  # the record that the demo goes on about, and its id
record_id=

# log_url NAME: where the log eu or cn is read and written.
log_url() { printf 'http://127.0.0.1:%s/%s' "${port[$1]}" "$1"; }

# log_key NAME SUITE: the key that `concordatd log create` printed; SUITE is ed25519 or sm2.
log_key() { cat "$folder/$1/keys/$1/$2.vkey"; }

# token NAME: the file with a bearer token. Whoever has it has the rights of its principal.
token() { printf '%s' "$folder/private/$1.token"; }

# --- Speaking ------------------------------------------------------------------------------------------

step=start   # where the demo is
step_logs=() # whose output tells most if it fails there
interrupted=no

title() {
    step="$1"
    step_logs=()
    if [[ -t 1 && -z "${NO_COLOR:-}" ]]; then
        printf '\n\033[1m== %s\033[0m\n' "$1"
    else
        printf '\n== %s\n' "$1"
    fi
}

say() { printf '   %s\n' "$*"; }
indent() { sed 's/^/       /'; }

fail() {
    printf '   %s\n' "$*" >&2
    exit 1
}

show_tail() {
    [[ -s "$1" ]] || return 0
    printf '\n   last lines of %s:\n' "$1" >&2
    tail -n 15 "$1" | sed 's/^/     /' >&2
}

# --- Running commands that are shown --------------------------------------------------------------------

last_output=

# expect STATUS COMMAND...: shows a command and what it says, and insists on its exit status.
expect() {
    say "\$ ${*:2}"
    expect_quietly "$@"
}

# The same without showing the command, which is too long or too often there.
expect_quietly() {
    local wanted="$1" status=0
    shift
    last_output="$("$@" 2>&1)" || status=$?
    [[ -z "$last_output" ]] || indent <<<"$last_output"
    ((status == wanted)) || fail "exit status $status where $wanted was due: $*"
}

# expect_offline STATUS COMMAND...: a verifier, in a network without anybody where the kernel allows it.
expect_offline() { expect_quietly "$1" "${offline[@]}" "${@:2}"; }

# shown COMMAND: a line of shell, run in the demo's folder, so that it can be typed there again.
shown() {
    say "\$ $1"
    last_output="$(cd "$folder" && bash -c "set -euo pipefail; $1" 2>&1)" || {
        indent <<<"$last_output" >&2
        fail "that failed."
    }
    [[ -z "$last_output" ]] || indent <<<"$last_output"
}

# --- What was started, and its end -----------------------------------------------------------------------

declare -A started=() # name -> process id
start_order=()
bank_runs=no

# Becomes a program in a session of its own, so that Ctrl-C in this terminal does not reach it later. Locks and
# pipes of whoever called are closed: it outlives this script, and would hold them.
detached() {
    local descriptor
    for descriptor in /proc/self/fd/*; do
        descriptor="${descriptor##*/}"
        ((descriptor <= 2)) || exec {descriptor}>&-
    done
    exec setsid nohup "$@"
}

# start_program NAME COMMAND...: runs it in the background with its output in logs/NAME.log. stop.sh finds it by
# pids/NAME.
start_program() {
    local name="$1"
    shift
    detached "$@" >>"$folder/logs/$name.log" 2>&1 </dev/null &
    started[$name]=$!
    start_order+=("$name")
    echo "${started[$name]}" >"$folder/pids/$name"
}

# start_job NAME COMMAND...: a part of this script's own work. Its output is the caller's matter.
start_job() {
    local name="$1"
    shift
    "$@" &
    started[$name]=$!
    start_order+=("$name")
}

# finish_job NAME: waits for its end, which has to be a good one.
finish_job() {
    local pid="${started[$1]}"
    unset "started[$1]"
    wait "$pid" || {
        step_logs+=("$1")
        fail "$1 ended with status $?."
    }
}

# stop_programs NAME...: all of them at once, then waits.
stop_programs() {
    local name pid
    for name; do
        pid="${started[$name]:-}"
        [[ -z "$pid" ]] || kill -TERM "$pid" 2>/dev/null || true
    done
    for name; do
        pid="${started[$name]:-}"
        [[ -n "$pid" ]] || continue
        wait "$pid" 2>/dev/null || true
        unset "started[$name]"
        rm -f "$folder/pids/$name"
    done
}

# Every program that was started is to be there still. Jobs may end.
check_programs() {
    local name
    for name in "${!started[@]}"; do
        [[ -e "$folder/pids/$name" ]] || continue
        kill -0 "${started[$name]}" 2>/dev/null && continue
        step_logs=("$name")
        fail "$name has ended."
    done
}

# wait_until SECONDS WHAT COMMAND...: until the command succeeds.
wait_until() {
    local end=$((SECONDS + $1)) what="$2"
    shift 2
    until "$@" >/dev/null 2>&1; do
        check_programs
        ((SECONDS < end)) || fail "Waited in vain: $what."
        sleep 0.1
    done
}

# Stops everything if the demo failed; what goes on serving after a good end is in pids/.
at_end() {
    local status=$?
    trap - EXIT
    ((status != 0)) || return 0
    printf '\nThe demo stopped at the step: %s\n' "$step" >&2
    if [[ -n "$folder" ]]; then
        local name
        if [[ "$interrupted" == no ]]; then
            for name in "${step_logs[@]}"; do show_tail "$folder/logs/$name.log"; done
        fi
        local -a reversed=()
        for name in "${start_order[@]}"; do reversed=("$name" "${reversed[@]}"); done
        stop_programs "${reversed[@]}"
        stop_bank || true
        rm -f "$tree/.demo/${folder##*/}"
        printf '\nEverything it started was stopped. Its files are in %s\n' "$folder" >&2
    fi
    exit 1
}

# --- Asking a log ----------------------------------------------------------------------------------------

# head_size NAME: entries below the published head of the log eu or cn.
head_size() { curl --silent --fail --max-time 5 "$(log_url "$1")/checkpoint" | sed -n 2p; }

has_head() { (($(head_size "$1") >= $2)); }

# wait_for_head NAME SIZE: until a head of that many entries is published.
wait_for_head() { wait_until 60 "the head of $1 with $2 entries" has_head "$1" "$2"; }

# superuser DATA PSQL-ARGUMENT...: SQL as the superuser whom the private cluster of a data folder belongs to.
superuser() {
    local house="$1"
    shift
    psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 \
        "host=$(sed -n 5p "$house/postgres/data/postmaster.pid") user=concordat dbname=concordat" "$@"
}
