#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
#
# What a sealed record is good for: one auditor gets the fields of his profile with proofs, another only what
# is public, a person is forgotten and every proof stays valid, and a gap would be seen.
# shellcheck source=library.sh
source "$(dirname "${BASH_SOURCE[0]}")/library.sh"

choose_record() {
    title "Take one access: what the bank knows of it, and what everybody sees of it"
    python3 "$here/sent_record.py" --sent "$folder/private/eu-bank-database.jsonl" \
        --to "$folder/private/chosen" | indent
    { read -r record_index && read -r record_id; } <"$folder/private/chosen"
    say "Entry $record_index of the log is this, and nothing more:"
    python3 "$here/public_entry.py" --log "$(log_url eu)" --index "$record_index" \
        --to "$folder/proof/statement.json" | indent
}

# The two verifiers of evidence, with the keys of one suite.
verify_evidence() {
    local vkey="$1" file="$2"
    say "concordat verify (Swift), offline:"
    expect_offline 0 concordat verify --vkey "$vkey" "$folder/$file"
    say "Specs/verifier (Python, no code in common), offline:"
    expect_offline 0 python3 "$tree/Specs/verifier" verify --vkey "$vkey" "$folder/$file"
}

spanish_auditor() {
    title "A Spanish data protection auditor fetches his fields as evidence"
    step_logs=(eu)
    shown "concordat evidence --log $(log_url eu) --record $record_id --purpose supervision \\
         --fields actor_id,operation,resource_ref,legal_basis_eu,data_subject_ref \\
         --token-file private/eu-aepd.token --wait 20s > private/aepd.json"
    local disclosure
    disclosure="$(sed -n 's/.*as entry \([0-9]*\)$/\1/p' <<<"$last_output")"
    [[ -n "$disclosure" ]] || fail "the log did not say where it recorded the disclosure."
    verify_evidence "$(log_key eu ed25519)" private/aepd.json
    [[ "$last_output" != *data_subject_ref* ]] || fail "a field left the vault that the profile does not show."
    say "He asked for data_subject_ref as well. His engagement has no complaint, so it stayed."
    say "What he read is recorded, before it left. Entry $disclosure, for everybody:"
    wait_for_head eu $((disclosure + 1))
    python3 "$here/public_entry.py" --log "$(log_url eu)" --index "$disclosure" \
        --to "$folder/proof/disclosure.json" | indent
    grep -q '"class":"auditor-disclosure"' "$folder/proof/disclosure.json" || fail "that is another entry."
}

# read_status NAME PURPOSE: the status that a principal gets who reads the chosen record.
read_status() {
    curl --silent --max-time 10 --output "$folder/private/answer.json" --write-out '%{http_code}' \
        --header "Authorization: Bearer $(<"$(token "$1")")" \
        "$(log_url eu)/records/$record_id?purpose=$2"
}

chinese_auditor() {
    title "A Chinese auditor gets no contents of the EU log, and checks it with SM3 and SM2 alone"
    step_logs=(eu cn)
    local status
    status="$(read_status eu-pipl-auditor compliance-audit)"
    say "GET records/$record_id as cn-pipl-audit: $status"
    python3 -c 'import json, sys; print(json.load(sys.stdin)["detail"])' <"$folder/private/answer.json" | indent
    [[ "$status" == 403 ]] || fail "403 was due."
    shown "concordat prove --log $(log_url eu) --index $record_index --suite sm3 > proof/statement.sm3.tlog-proof"
    local vkey
    vkey="$(log_key eu sm2)"
    say "The public statement and its proof, offline, in Swift and in Python:"
    expect_offline 0 concordat verify --vkey "$vkey" --entry "$folder/proof/statement.json" \
        "$folder/proof/statement.sm3.tlog-proof"
    expect_offline 0 python3 "$tree/Specs/verifier" verify --vkey "$vkey" \
        --entry "$folder/proof/statement.json" "$folder/proof/statement.sm3.tlog-proof"
    say "In the log of his own side he is at home:"
    local id
    id="$(python3 -c 'import json, sys; print(json.loads(sys.stdin.readline())["record"]["record_id"])' \
        <"$folder/private/cn-clinic.jsonl")"
    shown "concordat evidence --log $(log_url cn) --record $id --purpose compliance-audit \\
         --fields actor_id,operation,legal_basis_cn,data_class_cn \\
         --token-file private/cn-pipl-auditor.token --wait 20s > private/pipl.json"
    verify_evidence "$(log_key cn sm2)" private/pipl.json
}

# What the vault's database has of the chosen record.
show_vault_row() {
    superuser "$folder/eu" --pset=border=2 --pset=footer=off -c "
        SELECT r.idx AS entry, CASE r.state WHEN 0 THEN 'active' WHEN 3 THEN 'erased' END AS state,
               coalesce(octet_length(r.wrapped_key), 0) AS key_bytes,
               coalesce(octet_length(c.ciphertext), 0) AS content_bytes,
               coalesce(cardinality(r.tokens), 0)
                   + (SELECT count(*) FROM concordat.vault_tokens t WHERE t.idx = r.idx) AS search_tokens
        FROM concordat.vault_records r LEFT JOIN concordat.vault_contents c USING (log_id, idx)
        WHERE r.idx = $record_index" | sed '/^$/d' | indent
}

forget_a_person() {
    title "The customer asks to be forgotten: the contents go, the proof stays"
    step_logs=(eu)
    show_vault_row
    shown "curl --silent --show-error --fail-with-body --max-time 30 --header \"Authorization: Bearer \$(cat private/eu-keeper.token)\" \\
         --header 'Content-Type: application/json' \\
         --data '{\"action\":\"erase\",\"ground\":\"gdpr-17-1-d\"}' \\
         $(log_url eu)/records/$record_id/retention"
    [[ "$last_output" == *'"state":"erased"'* ]] || fail "the record was not erased."
    show_vault_row
    local status
    status="$(read_status eu-aepd supervision)"
    say "GET records/$record_id as the auditor who read it before: $status"
    [[ "$status" == 410 ]] || fail "410 was due: $(<"$folder/private/answer.json")"
    local erasure
    erasure="$(sed -n 's/.*"index":\([0-9]*\).*/\1/p' <<<"$last_output")"
    wait_for_head eu $((erasure + 1))
    say "The erasure is entry $erasure itself. A proof of the record, made now, against the newest head:"
    shown "concordat prove --log $(log_url eu) --index $record_index > proof/after-erasure.tlog-proof"
    expect_offline 0 concordat verify --vkey "$(log_key eu ed25519)" --entry "$folder/proof/statement.json" \
        "$folder/proof/after-erasure.tlog-proof"
}

writer_is_complete() {
    concordat completeness --log "$(log_url eu)" --writer bank-database --count "$access_count" \
        --token-file "$(token eu-bank-database)"
}

show_completeness() {
    title "Does the log have everything? The writer's own count against the log's"
    step_logs=(eu)
    wait_until 30 "the log's count of the bank's records" writer_is_complete
    local completeness=(concordat completeness --log "$(log_url eu)" --writer bank-database
        --token-file "$(token eu-bank-database)")
    say "The bank counted $access_count accesses; the erased one still has its number:"
    expect_quietly 0 "${completeness[@]}" --count "$access_count"
    say "Had it counted one more:"
    expect_quietly 1 "${completeness[@]}" --count $((access_count + 1))
}
