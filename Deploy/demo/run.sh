#!/usr/bin/env bash
# The demonstration behind `make demo`: a log, an audited PostgreSQL workload that goes into it, and
# one event proven with three verifiers that share no code. Ends with the log still serving.
#
#     DEMO_DIR=DIR   folder to use; must not exist. Default: a new one under $TMPDIR
#     DEMO_PORT=N    first port to try for the log, 8080 unless given
#
# Exit status 0 when everything was shown (with a note at the end if PyPI could not be reached and one
# of the three verifiers is missing), else 1; then everything started here is stopped again.
set -euo pipefail

tree="$(cd "$(dirname "$0")/../.." && pwd)"
readonly tree
readonly here="$tree/Deploy/demo"
readonly origin=log.example/eu
readonly workload_seconds=10
readonly transactions_per_second=40  # five audit events each

# Where the script is, and whose output tells most if it fails there.
step=start
step_logs=()
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
indent() { sed 's/^/   /'; }

fail() {
    printf '   %s\n' "$*" >&2
    exit 1
}

# --- What was started, and its end ---------------------------------------------------------------

declare -A started=()  # name -> process id, of everything but the two PostgreSQL clusters
bank_runs=no

stop_process() {
    local pid="${started[$1]:-}"
    [[ -n "$pid" ]] || return 0
    kill -TERM "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    unset "started[$1]"
}

stop_bank() {
    [[ "$bank_runs" == yes ]] || return 0
    as_bank "$postgres_programs/pg_ctl" -D "$bank/data" -m fast -w stop >/dev/null
    bank_runs=no
}

show_tail() {
    [[ -s "$1" ]] || return 0
    printf '\n   last lines of %s:\n' "$1" >&2
    tail -n 15 "$1" | sed 's/^/     /' >&2
}

at_end() {
    local status=$?
    trap - EXIT
    if ((status != 0)); then
        printf '\nThe demo stopped at the step: %s\n' "$step" >&2
        local name
        if [[ "$interrupted" == no && -n "${folder:-}" ]]; then
            for name in "${step_logs[@]}"; do show_tail "$folder/logs/$name.log"; done
        fi
        for name in pgbench digest append concordatd; do stop_process "$name"; done
        stop_bank || true
        if [[ -n "${folder:-}" ]]; then
            rm -f "$tree/.demo/${folder##*/}"
            printf '\nEverything it started was stopped. Its files are in %s\n' "$folder" >&2
        fi
        exit 1
    fi
}
trap at_end EXIT
trap 'interrupted=yes; exit 130' HUP INT TERM

# --- Building ------------------------------------------------------------------------------------

prepare_machine() {
    title "What this machine needs"
    "$tree/Deploy/require-swift.sh"
    "$tree/Deploy/install-dependencies.sh" demo
    postgres_programs="$(pg_config --bindir)"
    [[ -x "$postgres_programs/initdb" ]] || postgres_programs=/usr/lib/postgresql/15/bin
    say "Swift, PostgreSQL with pgaudit, Python and curl are here."
}

build() {
    title "Build in release mode (some minutes the first time)"
    local product
    for product in concordatd concordat; do
        swift build --package-path "$tree" --configuration release --jobs 2 --product "$product"
    done
    programs="$(swift build --package-path "$tree" --configuration release --show-bin-path)"
    PATH="$programs:$PATH"
}

# --- The folder ----------------------------------------------------------------------------------

# PostgreSQL refuses to run as root, so that then its processes belong to the user `postgres`, who
# must be able to reach the folder.
as_bank() {
    if ((EUID == 0)); then
        setpriv --reuid=postgres --regid=postgres --init-groups -- \
            env -i PATH="$PATH" LC_ALL=C HOME="$bank" PGHOST="$bank" "$@"
    else
        env -i PATH="$PATH" LC_ALL=C HOME="$bank" PGHOST="$bank" "$@"
    fi
}

reachable_by_postgres() {
    ((EUID != 0)) || setpriv --reuid=postgres --regid=postgres --init-groups -- test -x "$1"
}

make_folder() {
    title "A folder for everything"
    umask 022
    if [[ -n "${DEMO_DIR:-}" ]]; then
        [[ ! -e "$DEMO_DIR" ]] || fail "DEMO_DIR=$DEMO_DIR exists already."
        mkdir -p "$DEMO_DIR"
        folder="$(cd "$DEMO_DIR" && pwd)"
    else
        local parent="${TMPDIR:-/tmp}"
        if ! reachable_by_postgres "$parent"; then
            say "The user postgres cannot reach $parent: taking /tmp."
            parent=/tmp
        fi
        folder="$(mktemp -d "${parent%/}/concordat-demo-XXXXXX")"
        chmod 755 "$folder"
    fi
    reachable_by_postgres "$folder" || fail "The user postgres cannot reach $folder: choose another DEMO_DIR."
    bank="$folder/bank"
    # A Unix socket's path has 107 bytes at most, and two clusters put theirs below this folder.
    ((${#folder} <= 60)) || fail "The path $folder is too long for sockets: choose a shorter DEMO_DIR."
    mkdir -p "$folder"/{logs,proof,bank}
    mkdir -m 700 "$folder/private"
    if ((EUID == 0)); then chown postgres:postgres "$bank"; fi
    chmod 700 "$bank"
    say "$folder"
}

# --- The log -------------------------------------------------------------------------------------

free_port() {
    python3 - "${DEMO_PORT:-8080}" <<'PYTHON'
import socket, sys

first = int(sys.argv[1])
for port in range(first, min(first + 100, 65536)):
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            continue
        print(port)
        break
else:
    sys.exit(f"no free port from {first} on")
PYTHON
}

head_size() {
    curl --silent --fail --max-time 5 "$log_url/checkpoint" | sed -n 2p
}

wait_until_ready() {
    local attempt
    for attempt in {1..300}; do
        kill -0 "${started[concordatd]}" 2>/dev/null || fail "concordatd ended."
        if curl --silent --fail --max-time 2 "$base_url/readyz" >"$folder/logs/readyz" 2>/dev/null &&
            [[ -n "$(head_size)" ]]; then
            return
        fi
        sleep 0.1
    done
    fail "concordatd was not ready within 30 s."
}

start_log() {
    title "Create a log and serve it"
    step_logs=(create concordatd)
    concordatd log create --data "$folder/data" --name eu --origin "$origin" --jurisdiction EU \
        --allow-opaque 2>&1 | tee "$folder/logs/create.log" | indent
    base_url="http://127.0.0.1:$(free_port)"
    log_url="$base_url/eu"
    echo "$log_url" >"$folder/url"
    # A session of its own, so that Ctrl-C in this terminal does not reach it later.
    setsid nohup concordatd serve --data "$folder/data" --listen "${base_url#http://}" \
        >"$folder/logs/concordatd.log" 2>&1 </dev/null &
    started[concordatd]=$!
    echo "${started[concordatd]}" >"$folder/concordatd.pid"
    mkdir -p "$tree/.demo" && echo "$folder" >"$tree/.demo/${folder##*/}"
    wait_until_ready
    say "Serving $log_url from its own private PostgreSQL cluster. Readiness:"
    indent <"$folder/logs/readyz" && echo
}

# --- The audited database ------------------------------------------------------------------------

start_bank() {
    title "Start a second PostgreSQL, with pgaudit: the system to be audited"
    step_logs=(bank)
    as_bank "$postgres_programs/initdb" --pgdata="$bank/data" --username=postgres --encoding=UTF8 \
        --locale=C --auth-local=trust --auth-host=reject --no-sync >"$folder/logs/bank.log"
    cat <<SETTINGS | as_bank tee -a "$bank/data/postgresql.conf" >/dev/null
listen_addresses = ''                       # Unix socket only, in a folder of mode 0700
unix_socket_directories = '$bank'
synchronous_commit = off                    # a throwaway: leave the disk to the log
shared_preload_libraries = 'pgaudit'
logging_collector = on
log_destination = 'jsonlog'
log_directory = '$bank'
log_filename = 'audit.log'                  # jsonlog makes it audit.json
log_rotation_age = 0
log_rotation_size = 0
SETTINGS
    as_bank "$postgres_programs/pg_ctl" -D "$bank/data" -l "$bank/start.log" -w start >/dev/null
    bank_runs=yes
    as_bank "$postgres_programs/psql" -qX -U postgres -d postgres -c "CREATE ROLE branch_office LOGIN" \
        -c "CREATE DATABASE bank OWNER branch_office" >/dev/null
    as_bank "$postgres_programs/pgbench" -i -s 1 -q -U branch_office bank >>"$folder/logs/bank.log" 2>&1
    # Audited from here on; the loading above is no access to anybody's data.
    as_bank "$postgres_programs/psql" -qX -U postgres -d postgres -c "ALTER DATABASE bank SET pgaudit.log = 'read, write'" \
        -c "ALTER DATABASE bank SET pgaudit.log_catalog = off" >/dev/null
    say "A bank with 100,000 accounts; every read and write of it is audited."
}

# --- The workload goes into the log ---------------------------------------------------------------

start_pipeline() {
    mkfifo "$folder/entries"
    concordat append --log "$log_url" --ndjson - <"$folder/entries" >"$folder/logs/append.log" 2>&1 &
    started[append]=$!
    python3 "$here/digest_events.py" --log "$bank/audit.json" --events "$folder/private/events.jsonl" \
        >"$folder/entries" 2>"$folder/logs/digest.log" &
    started[digest]=$!
}

finish() {
    local pid="${started[$1]}"
    unset "started[$1]"
    wait "$pid" || fail "$1 ended with status $?."
}

show_head() {
    local size
    size="$(head_size)" || fail "The log does not answer."
    printf '   %s  head of %5d entries  ' "$(date +%T)" "$size"
    printf '%*s' $((size / 50)) '' | tr ' ' '#'
    echo
}

run_workload() {
    title "Work in the bank for $workload_seconds s; each audit event becomes an entry as it happens"
    step_logs=(pgbench digest append concordatd)
    say "Only salted digests go to the log; the events stay in private/events.jsonl, mode 0600."
    first_index="$(head_size)"
    start_pipeline
    as_bank "$postgres_programs/pgbench" --no-vacuum --client=2 --jobs=1 --time="$workload_seconds" \
        --rate="$transactions_per_second" --username=branch_office bank >"$folder/logs/pgbench.log" 2>&1 &
    started[pgbench]=$!
    while kill -0 "${started[pgbench]}" 2>/dev/null; do
        show_head
        sleep 1
    done
    finish pgbench
    stop_bank
    kill -TERM "${started[digest]}"
    finish digest
    finish append
    rm "$folder/entries"
    event_count="$(wc -l <"$folder/private/events.jsonl")"
    ((event_count > 0)) || fail "The workload left no audit event."
    wait_for_head "$((first_index + event_count))"
    show_head
    say "$event_count events happened, $event_count entries are under a signed head of both trees."
}

wait_for_head() {
    local attempt size
    for attempt in {1..150}; do
        size="$(head_size)" || fail "The log does not answer."
        ((size < $1)) || return 0
        sleep 0.2
    done
    fail "The head has $size entries after 30 s, $1 were due."
}

# --- Proof -----------------------------------------------------------------------------------------

run_shown() {
    say "\$ $1"
    (cd "$folder/proof" && bash -c "set -euo pipefail; $1") 2>&1 | indent
}

fetch_proof() {
    local number=$((event_count / 2))
    index=$((first_index + number))
    title "Take one event, and what the log holds of it"
    python3 "$here/open_event.py" --events "$folder/private/events.jsonl" --number "$number" \
        --entry "$folder/proof/entry.bin"
    say "The log has this one writer, so event $number is entry $index; the proof will tell."

    title "Fetch its proofs with curl: one for each side"
    step_logs=(concordatd)
    run_shown "curl --silent --fail $log_url/proof/bundle/$index.tlog-proof | tee entry.tlog-proof"
    echo
    run_shown "curl --silent --fail $log_url/sm3/proof/bundle/$index.tlog-proof | tee entry.sm3.tlog-proof"
    echo
    say "The keys are taken from log.json here. In real life they come from somewhere else: a log's"
    say "own word about its keys is worth nothing."
    curl --silent --fail --max-time 5 "$log_url/log.json" |
        python3 "$here/log_keys.py" --origin "$origin" --folder "$folder/proof"
    local key
    for key in log.vkey sm3.vkey; do
        grep -qF -- "$(<"$folder/proof/$key")" "$folder/logs/create.log" ||
            fail "That is not the key that \`concordatd log create\` printed."
    done
    say "They are those that \`concordatd log create\` printed for auditors and witnesses."
}

install_aics() {
    python3 -m venv "$folder/venv" >"$folder/logs/pip.log" 2>&1 || return 1
    local pip=("$folder/venv/bin/pip" --disable-pip-version-check --quiet --retries 1 --timeout 15 install)
    # The package asks for Python 3.12 and works with Debian's 3.11.
    timeout 90 "${pip[@]}" cryptography >>"$folder/logs/pip.log" 2>&1 &&
        timeout 90 "${pip[@]}" --no-deps --ignore-requires-python aics-tlog==0.2.1 >>"$folder/logs/pip.log" 2>&1
}

# Where the kernel lets us, verifiers run in an empty network namespace: offline is then no promise.
find_offline() {
    local attempt
    offline=()
    for attempt in "unshare --net" "unshare --net --map-root-user"; do
        if $attempt true 2>/dev/null; then
            read -ra offline <<<"$attempt"
            return
        fi
    done
}

# Runs a verifier and insists on its exit status.
expect() {
    local status=0 wanted="$1" output
    shift
    output="$(cd "$folder/proof" && "${offline[@]}" "$@" 2>&1)" || status=$?
    printf '       %s\n' "${output//$'\n'/$'\n       '}"
    ((status == wanted)) || fail "exit status $status where $wanted was due: $*"
}

# verify_everywhere STATUS ENTRY PROOF SM3-PROOF
verify_everywhere() {
    local vkey sm3_vkey
    vkey="$(<"$folder/proof/log.vkey")"
    sm3_vkey="$(<"$folder/proof/sm3.vkey")"
    say "concordat verify (Swift)"
    expect "$1" concordat verify --vkey "$vkey" --entry "$2" "$3"
    expect "$1" concordat verify --vkey "$sm3_vkey" --entry "$2" "$4"
    say "Specs/verifier (Python, standard library only)"
    expect "$1" python3 "$tree/Specs/verifier" verify --vkey "$vkey" --entry "$2" "$3"
    expect "$1" python3 "$tree/Specs/verifier" verify --vkey "$sm3_vkey" --entry "$2" "$4"
    say "aics-tlog (PyPI, SHA-256 side only)"
    if [[ "$aics" == yes ]]; then
        expect "$1" "$folder/venv/bin/python" "$here/verify_with_aics.py" --vkey "$vkey" --entry "$2" "$3"
    else
        say "    not run: PyPI could not be reached"
    fi
}

verify() {
    title "Verify it offline, with three verifiers that share no code"
    aics=yes
    install_aics || aics=no
    find_offline
    if ((${#offline[@]})); then
        say "Each runs without any network (unshare --net)."
    else
        say "This kernel gives no network namespace; none of them opens a connection all the same."
    fi
    verify_everywhere 0 entry.bin entry.tlog-proof entry.sm3.tlog-proof

    title "Change one byte of the entry: all refuse"
    python3 "$here/flip_byte.py" entry "$folder/proof/entry.bin" "$folder/proof/changed.bin"
    verify_everywhere 1 changed.bin entry.tlog-proof entry.sm3.tlog-proof

    title "Change one byte of the proof: all refuse"
    local kind
    for kind in tlog-proof sm3.tlog-proof; do
        python3 "$here/flip_byte.py" proof "$folder/proof/entry.$kind" "$folder/proof/changed.$kind"
    done
    verify_everywhere 1 entry.bin changed.tlog-proof changed.sm3.tlog-proof
}

tamper() {
    title "A superuser falsifies a database: he is found, and gets no signature"
    "$here/tamper.sh" "$folder/tampered"
}

farewell() {
    title "The log goes on serving"
    local commands
    commands="$(printf '%-62s %s\n' \
        "curl $log_url/checkpoint" "the head" \
        "curl $log_url/sm3/checkpoint" "its SM3 sibling" \
        "curl $log_url/proof/bundle/$index.tlog-proof" "the proof" \
        "make demo-stop" "stop it; its files stay")"
    indent <<<"$commands"
    say "Everything is in $folder"
    if [[ "$aics" == no ]]; then
        echo
        say "NOTE: PyPI could not be reached, so only two of the three verifiers were run"
        say "($folder/logs/pip.log says why)."
    fi
}

main() {
    cd "$tree"
    prepare_machine
    build
    make_folder
    start_log
    start_bank
    run_workload
    fetch_proof
    verify
    tamper
    farewell
}

main
