#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
#
# A second PostgreSQL with pgaudit: a bank that is to be audited. Each read and write of it becomes a
# data-access record in the EU log as it happens.
# shellcheck source=library.sh
source "$(dirname "${BASH_SOURCE[0]}")/library.sh"

readonly workload_seconds="${DEMO_SECONDS:-10}"
readonly transactions_per_second=20 # five audited statements each

# Runs a command as the account that the bank's cluster belongs to.
as_bank() {
    local bank="$folder/bank"
    if ((EUID == 0)); then
        setpriv --reuid=postgres --regid=postgres --init-groups -- \
            env -i PATH="$PATH" LC_ALL=C HOME="$bank" PGHOST="$bank" "$@"
    else
        env -i PATH="$PATH" LC_ALL=C HOME="$bank" PGHOST="$bank" "$@"
    fi
}

bank_psql() { as_bank "$postgres_programs/psql" -qX -U postgres -d postgres "$@" >/dev/null; }

stop_bank() {
    [[ "$bank_runs" == yes ]] || return 0
    as_bank "$postgres_programs/pg_ctl" -D "$folder/bank/data" -m fast -w stop >/dev/null
    bank_runs=no
}

start_bank() {
    title "Start another PostgreSQL, with pgaudit: the bank that is to be audited"
    step_logs=(bank)
    local bank="$folder/bank"
    mkdir -m 700 "$bank"
    if ((EUID == 0)); then chown postgres:postgres "$bank"; fi
    as_bank "$postgres_programs/initdb" --pgdata="$bank/data" --username=postgres --encoding=UTF8 \
        --locale=C --auth-local=trust --auth-host=reject --no-sync >"$folder/logs/bank.log"
    cat <<SETTINGS | as_bank tee -a "$bank/data/postgresql.conf" >/dev/null
listen_addresses = ''                       # Unix socket only, in a folder of mode 0700
unix_socket_directories = '$bank'
synchronous_commit = off                    # a throwaway: leave the disk to the logs
shared_preload_libraries = 'pgaudit'
logging_collector = on
log_destination = 'jsonlog'
log_directory = '$bank'
log_filename = 'audit.log'                  # jsonlog makes it audit.json
log_rotation_age = 0
log_rotation_size = 0
log_timezone = 'UTC'
SETTINGS
    as_bank "$postgres_programs/pg_ctl" -D "$bank/data" -l "$bank/start.log" -w start >/dev/null
    bank_runs=yes
    bank_psql -c "CREATE ROLE branch_office LOGIN" -c "CREATE DATABASE bank OWNER branch_office"
    as_bank "$postgres_programs/pgbench" -i -s 1 -q -U branch_office bank >>"$folder/logs/bank.log" 2>&1
    # Audited from here on; the loading above is no access to anybody's data.
    bank_psql -c "ALTER DATABASE bank SET pgaudit.log = 'read, write'" \
        -c "ALTER DATABASE bank SET pgaudit.log_catalog = off" \
        -c "ALTER DATABASE bank SET pgaudit.log_relation = on"
    say "A bank with 100,000 accounts; every read and write of it is audited."
}

# send_records LOG WRITER: records from standard input go into the log; what was sent is kept in private/,
# with the index that each got. Replaces the (sub)shell that it runs in, like the next two.
send_records() {
    exec python3 "$here/send_records.py" --records "$(log_url "$1")/records" \
        --token-file "$(token "$1-$2")" --sent "$folder/private/$1-$2.jsonl"
}

follow_audit() {
    exec python3 "$here/audit_records.py" --log "$folder/bank/audit.json" \
        --complete "$folder/private/audit-is-complete" >"$folder/records" 2>"$folder/logs/audit.log"
}

take_records() { send_records eu bank-database <"$folder/records" >"$folder/logs/records.log" 2>&1; }

run_pgbench() {
    as_bank "$postgres_programs/pgbench" --no-vacuum --client=2 --jobs=1 --time="$workload_seconds" \
        --rate="$transactions_per_second" --username=branch_office bank >"$folder/logs/pgbench.log" 2>&1
}

show_head() {
    local size
    size="$(head_size eu)" || fail "The log does not answer."
    printf '   %s  published, cosigned by both sides: %5d entries  ' "$(date +%T)" "$size"
    printf '%*s' $((size / 25)) '' | tr ' ' '#'
    echo
}

run_workload() {
    title "Work in the bank for $workload_seconds s; each access becomes a sealed record as it happens"
    step_logs=(pgbench audit records eu)
    say "The record goes into the EU vault, a salted commitment into the log."
    mkfifo "$folder/records"
    start_job records take_records
    start_job audit follow_audit
    start_job pgbench run_pgbench
    while kill -0 "${started[pgbench]}" 2>/dev/null; do
        show_head
        sleep 1
    done
    finish_job pgbench
    stop_bank
    # The audit log is complete now: its follower ends when it has read all of it.
    touch "$folder/private/audit-is-complete"
    finish_job audit
    finish_job records
    rm "$folder/records"
    access_count="$(wc -l <"$folder/private/eu-bank-database.jsonl")"
    ((access_count > 0)) || fail "The workload left no audit event."
    wait_for_head eu "$access_count"
    show_head
    say "$access_count accesses happened, $access_count records are under a head that both sides cosigned."
}

decide_loans() {
    title "A loan model decides; each decision becomes a record, too"
    step_logs=(records eu cn)
    python3 "$here/loan_decisions.py" --count 8 | send_records eu loan-model | indent
    say "And in the other jurisdiction, under its own keys and its own law, a clinic's accesses:"
    python3 "$here/clinic_accesses.py" --count 4 | send_records cn clinic | indent
}
