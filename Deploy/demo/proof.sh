#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
#
# One entry, two proofs, three verifiers that share no code; then a byte is changed and all refuse.
# shellcheck source=library.sh
source "$(dirname "${BASH_SOURCE[0]}")/library.sh"

aics=no # whether the third verifier could be installed

fetch_proofs() {
    title "Fetch the proofs of that entry with curl: one for each side"
    step_logs=(eu)
    shown "curl --silent --fail $(log_url eu)/proof/bundle/$record_index.tlog-proof > proof/entry.tlog-proof"
    shown "curl --silent --fail $(log_url eu)/sm3/proof/bundle/$record_index.tlog-proof > proof/entry.sm3.tlog-proof"
    local number
    number="$(grep -c '^— ' "$folder/proof/entry.tlog-proof")"
    say "The head in the first has $number signature lines, the log's and the witnesses':"
    sed -n '/^— /s/ [^ ]*$//p' "$folder/proof/entry.tlog-proof" | indent
}

# verify_everywhere STATUS ENTRY PROOF SM3-PROOF, files in proof/
verify_everywhere() {
    local entry="$folder/proof/$2" proof="$folder/proof/$3" sm3_proof="$folder/proof/$4" vkey sm3_vkey
    vkey="$(log_key eu ed25519)"
    sm3_vkey="$(log_key eu sm2)"
    say "concordat verify (Swift)"
    expect_offline "$1" concordat verify --vkey "$vkey" --entry "$entry" "$proof"
    expect_offline "$1" concordat verify --vkey "$sm3_vkey" --entry "$entry" "$sm3_proof"
    say "Specs/verifier (Python, standard library only)"
    expect_offline "$1" python3 "$tree/Specs/verifier" verify --vkey "$vkey" --entry "$entry" "$proof"
    expect_offline "$1" python3 "$tree/Specs/verifier" verify --vkey "$sm3_vkey" --entry "$entry" "$sm3_proof"
    say "aics-tlog (PyPI, SHA-256 side only)"
    if [[ "$aics" == yes ]]; then
        expect_offline "$1" "$folder/venv/bin/python" "$here/verify_with_aics.py" --vkey "$vkey" \
            --entry "$entry" "$proof"
    else
        say "    not run: PyPI could not be reached"
    fi
}

verify_proofs() {
    title "Verify it offline, with three verifiers that share no code"
    # It began long ago, and has time limits.
    if wait "${started[pip]}"; then aics=yes; fi
    unset "started[pip]"
    if ((${#offline[@]})); then
        say "Each runs without any network (unshare --net)."
    else
        say "This kernel gives no network namespace; none of them opens a connection all the same."
    fi
    verify_everywhere 0 statement.json entry.tlog-proof entry.sm3.tlog-proof
    say "And under the whole policy, two witnesses of each side:"
    shown "curl --silent --fail $(log_url eu)/policy > proof/policy"
    expect_offline 0 concordat verify --policy "$folder/proof/policy" --entry "$folder/proof/statement.json" \
        "$folder/proof/entry.tlog-proof"

    title "Change one byte of the entry: all refuse"
    python3 "$here/flip_byte.py" entry "$folder/proof/statement.json" "$folder/proof/changed.json"
    verify_everywhere 1 changed.json entry.tlog-proof entry.sm3.tlog-proof

    title "Change one byte of the proof: all refuse"
    local kind
    for kind in tlog-proof sm3.tlog-proof; do
        python3 "$here/flip_byte.py" proof "$folder/proof/entry.$kind" "$folder/proof/changed.$kind"
    done
    verify_everywhere 1 statement.json changed.tlog-proof changed.sm3.tlog-proof
}
