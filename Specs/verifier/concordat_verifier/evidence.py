"""Evidence: one file with all that is needed to check what a log holds of a record."""

import hashlib
from dataclasses import dataclass

from .canonical import parse_canonical, print_canonical
from .checkpoint import LOG_KEY_KIND, parse_checkpoint, parse_root, require_log_signature
from .keys import VerifierKey
from .merkle import leaf_hash, verify_inclusion
from .note import VerifiedSignature, parse_note, verified_signatures
from .outcome import Refuted, Undecided
from .proof import parse_proof, verify_proof
from .record import (
    Disclosure,
    Field,
    Schema,
    Statement,
    parse_statement,
    verify_disclosures,
)
from .suites import SHA256, SM3, Suite
from .twin import SIBLING_SUFFIX, Twin, parse_twin

FORMAT = "concordat/evidence/v1"
MAX_EVIDENCE_BYTES = 4 << 20
_MEMBERS = {
    "checksum", "disclosures", "format", "proof", "schema", "sm3_proof", "statement", "twin",
}


@dataclass(frozen=True)
class Evidence:
    """A well-formed file; nothing in it has been verified but its checksum."""

    statement: bytes
    schema: bytes
    disclosures: tuple[Disclosure, ...]
    proofs: dict[Suite, bytes]
    twin: bytes


@dataclass(frozen=True)
class ProvenEvidence:
    """What a file of evidence proved."""

    statement: Statement
    twin: Twin
    index: int
    suites: tuple[Suite, ...]
    fields: tuple[Field, ...]
    signatures: tuple[VerifiedSignature, ...]


def _refuse(detail: str) -> Refuted:
    return Refuted("evidence", detail)


def disclosure_of_json(value: object) -> Disclosure:
    """One element of `disclosures`; raises Refuted if it is not well-formed."""
    if not isinstance(value, dict) or set(value) != {"disclosure", "index", "sha256", "sm3"}:
        raise _refuse("a disclosure has other members")
    index, digits = value["index"], value["disclosure"]
    if type(index) is not int or not 0 <= index < 128 or not isinstance(digits, str):
        raise _refuse("a disclosure without index or text")
    paths = {}
    for suite in (SHA256, SM3):
        texts = value[suite.name]
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise _refuse("a path is no list of hashes")
        paths[suite] = tuple(parse_root(text, "evidence") for text in texts)
    return Disclosure(index, digits, paths)


def parse_evidence(data: bytes) -> Evidence:
    """EVID-1 to EVID-4: reads a file; raises Refuted if it is not well-formed."""
    if len(data) > MAX_EVIDENCE_BYTES:
        raise _refuse(f"longer than {MAX_EVIDENCE_BYTES} bytes")
    try:
        value = parse_canonical(data)
    except ValueError as error:
        raise _refuse(str(error)) from None
    if not isinstance(value, dict) or set(value) != _MEMBERS or value["format"] != FORMAT:
        raise _refuse("other members than evidence has")
    texts = _MEMBERS - {"disclosures"}
    if not all(isinstance(value[name], str) for name in texts):
        raise _refuse("a member is no text")
    if not isinstance(value["disclosures"], list):
        raise _refuse("disclosures is no list")
    # EVID-3
    signed = {name: value[name] for name in texts - {"checksum"}}
    checksum = "sha256:" + hashlib.sha256(print_canonical(signed)).hexdigest()
    if value["checksum"] != checksum:
        raise _refuse("the file is damaged: its checksum is another")
    disclosures = tuple(disclosure_of_json(element) for element in value["disclosures"])
    indexes = [disclosure.index for disclosure in disclosures]
    if sorted(set(indexes)) != indexes:
        raise _refuse("the disclosures are not in order")
    return Evidence(
        value["statement"].encode(),
        value["schema"].encode(),
        disclosures,
        {SHA256: value["proof"].encode(), SM3: value["sm3_proof"].encode()},
        value["twin"].encode(),
    )


def _claimed_twin(evidence: Evidence) -> Twin:
    """EVID-7: both proofs are about one index, and lead to the two heads of the twin note."""
    twin = parse_twin(parse_note(evidence.twin).text)
    indexes = set()
    for suite, origin, root in (
        (SHA256, twin.origin, twin.sha256_root),
        (SM3, twin.origin + SIBLING_SUFFIX, twin.sm3_root),
    ):
        proof = parse_proof(evidence.proofs[suite])
        if proof.suite is not suite:
            raise Refuted("proof file", f"not a proof of the {suite.title} tree")
        head = parse_checkpoint(parse_note(proof.checkpoint_note).text, suite)
        if (head.origin, head.size, head.root) != (origin, twin.size, root):
            raise Refuted("twin", f"the {suite.title} checkpoint is another head")
        leaf = leaf_hash(suite, evidence.statement)
        verify_inclusion(suite, proof.index, head.size, leaf, proof.path, head.root)
        indexes.add(proof.index)
    if len(indexes) != 1:
        raise Refuted("agreement", "the two proofs are about other entries")
    return twin


def verify_evidence(
    data: bytes, keys: list[VerifierKey], opaque_digest: str | None = None
) -> ProvenEvidence:
    """That the log holds the statement and the record has these fields.

    Raises Refuted or Undecided with the step that failed.
    """
    evidence = parse_evidence(data)
    statement = parse_statement(evidence.statement)
    fields = verify_disclosures(
        statement, Schema(evidence.schema), evidence.disclosures, opaque_digest
    )
    twin = _claimed_twin(evidence)
    names = {SHA256: twin.origin, SM3: twin.origin + SIBLING_SUFFIX}
    # EVID-8: what the file brings along is a hint.
    suites = tuple(
        suite
        for suite in (SHA256, SM3)
        if any(key.kind is LOG_KEY_KIND[suite] and key.name == names[suite] for key in keys)
    )
    if not suites:
        raise Undecided("signature", "no known key is the log's")
    signatures: list[VerifiedSignature] = []
    index = 0
    for suite in suites:
        proven = verify_proof(evidence.proofs[suite], evidence.statement, keys)
        signatures.extend(proven.head.signatures)
        index = proven.index
    twin_signatures = verified_signatures(parse_note(evidence.twin), keys)
    for suite in suites:
        require_log_signature(names[suite], suite, twin_signatures, "twin note")
    return ProvenEvidence(
        statement, twin, index, suites, tuple(fields), tuple(signatures)
    )
