#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
#
# The demonstration behind `make demo`: two logs, six witnesses and a monitor; a bank's accesses and a model's
# decisions as sealed records; auditors of both sides; one side's witnesses lost and back; a falsified database.
# Ends with everything still serving.
#
#     DEMO_DIR=DIR        folder to use; must not exist. Default: a new one under $TMPDIR
#     DEMO_PORT=N         first port to try, 8080 unless given; eight free ones are taken
#     DEMO_PROGRAMS=DIR   take the four programs from there and build nothing, e.g. .build/debug
#     DEMO_SECONDS=N      how long the bank works, 10 unless given
#
# Exit status 0 when everything was shown (with a note at the end if PyPI could not be reached and one of the
# three verifiers is missing), else 1; then everything started here is stopped again.
set -euo pipefail

# shellcheck source=library.sh
source "$(dirname "${BASH_SOURCE[0]}")/library.sh"
# shellcheck source=machine.sh
source "$here/machine.sh"
# shellcheck source=logs.sh
source "$here/logs.sh"
# shellcheck source=witnesses.sh
source "$here/witnesses.sh"
# shellcheck source=bank.sh
source "$here/bank.sh"
# shellcheck source=records.sh
source "$here/records.sh"
# shellcheck source=proof.sh
source "$here/proof.sh"
# shellcheck source=quorum.sh
source "$here/quorum.sh"

trap at_end EXIT
trap 'interrupted=yes; exit 130' HUP INT TERM

tamper() {
    title "A superuser falsifies a database: he is found, and gets no signature"
    "$here/tamper.sh" "$folder/tampered"
}

# Each line is one that can be typed.
farewell() {
    title "Both logs, six witnesses and the monitor go on"
    say "EU log       $(log_url eu)     $(head_size eu) entries"
    say "CN log       $(log_url cn)     $(head_size cn) entries"
    local name witnesses=()
    for name in "${eu_witnesses[@]}" "${cn_witnesses[@]}"; do witnesses+=("$name at :${port[$name]}"); done
    say "witnesses    ${witnesses[*]}"
    say "monitor      $folder/monitor/state, alarms standing: $(standing_alarms)"
    say "everything   $folder"
    echo
    say "What to try next:"
    local here_again="cd $folder && PATH=$programs:\$PATH"
    indent <<LINES
$here_again
curl -s $(log_url eu)/checkpoint | concordat inspect -    # the head, and who cosigned it
curl -s http://127.0.0.1:${port[eu]}/readyz    # who is missing, and since when: stop two witnesses of a side
curl -s -H "Authorization: Bearer \$(cat private/eu-aepd.token)" \\
    '$(log_url eu)/records?purpose=supervision&class=data-access&limit=2' | python3 -m json.tool
concordat verify --vkey "\$(cat cn/keys/cn/sm2.vkey)" private/pipl.json
concordat audit --log $(log_url eu) --vkey "\$(cat eu/keys/eu/ed25519.vkey)" "\$(cat eu/keys/eu/sm2.vkey)" --state audit-eu
concordat-witness status --config witnesses/cn1/witness.json
cat monitor/state/metrics.prom
concordatd fsck --data eu
$tree/Deploy/demo/stop.sh $folder    # or make demo-stop: stops all of it, the files stay
LINES
    echo
    say "Shown in $((SECONDS - built_at)) s after the build."
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
    built_at=$SECONDS
    make_folder
    find_offline
    start_job pip install_aics
    create_logs
    make_witnesses
    serve_logs
    start_monitor
    start_bank
    run_workload
    decide_loans
    choose_record
    spanish_auditor
    chinese_auditor
    fetch_proofs
    verify_proofs
    forget_a_person
    show_completeness
    lose_a_side
    return_of_a_side
    tamper
    farewell
}

main
