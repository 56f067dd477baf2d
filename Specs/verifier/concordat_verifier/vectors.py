"""Runs the vectors of Specs/vectors: each has the verdict written in it."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from . import ed25519, p256, sm2
from .checkpoint import parse_checkpoint
from .evidence import disclosure_of_json, verify_evidence
from .keys import KeyKind, parse_vkey, parse_vkeys
from .merkle import leaf_hash, tree_root, verify_consistency, verify_inclusion
from .note import parse_note, verified_signatures
from .outcome import BadKey, Refuted, Undecided
from .proof import verify_proof
from .record import Schema, parse_statement, verify_disclosures
from .sm3 import sm3
from .spelling import parse_base64, print_base64
from .suites import SUITES
from .tiles import parse_bundle, parse_tile_path
from .treehead import TreeHead, verify_tree_head
from .twin import verify_twin

VALID = "valid"
MUST_FAIL = "must_fail"
COULD_NOT_TELL = "could_not_tell"

Vector = dict[str, object]

SCHEMAS = Path(__file__).parents[2] / "schemas"


class _Differs(Exception):
    """A vector was accepted, and what was read from it is not what it says."""


def _expect(vector: Vector, **actual: object) -> None:
    for member, value in actual.items():
        if vector[member] != value:
            raise _Differs(f"{member} is {value!r}")


def _hashes(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


def _bytes(vector: Vector, member: str) -> bytes:
    """A text member, or its bytes in hexadecimal where it is not UTF-8."""
    if member in vector:
        return vector[member].encode()
    return bytes.fromhex(vector[member + "Hex"])


def _tree(vector: Vector) -> None:
    # TREE-4: the entries of a vector are the same bytes for both suites.
    suite = SUITES[vector["suite"]]
    if "entries" in vector:
        entries = _hashes(vector["entries"])
    else:
        entries = [b"entry %d" % i for i in range(vector["entryCount"])]
    leaves = [leaf_hash(suite, entry) for entry in entries]
    _expect(vector, root=tree_root(suite, leaves).hex())


def _inclusion(vector: Vector) -> None:
    verify_inclusion(
        SUITES[vector["suite"]],
        vector["leafIndex"],
        vector["treeSize"],
        bytes.fromhex(vector["leaf"]),
        _hashes(vector["path"]),
        bytes.fromhex(vector["root"]),
    )


def _consistency(vector: Vector) -> None:
    verify_consistency(
        SUITES[vector["suite"]],
        vector["size1"],
        vector["size2"],
        bytes.fromhex(vector["root1"]),
        bytes.fromhex(vector["root2"]),
        _hashes(vector["path"]),
    )


def _sm3(vector: Vector) -> None:
    _expect(vector, digest=sm3(bytes.fromhex(vector["message"])).hex())


def _sm2(vector: Vector) -> None:
    point = bytes.fromhex(vector["publicKey"])
    message = bytes.fromhex(vector["message"])
    if not sm2.verify(point, message, bytes.fromhex(vector["signature"])):
        raise Refuted("signature", "does not verify")
    if "z" in vector:
        z = sm2.z_value(point)
        _expect(vector, z=z.hex(), e=sm3(z + message).hex())


def _ed25519(vector: Vector) -> None:
    key, message = bytes.fromhex(vector["publicKey"]), bytes.fromhex(vector["message"])
    if not ed25519.verify(key, message, bytes.fromhex(vector["signature"])):
        raise Refuted("signature", "does not verify")


def _vkey(vector: Vector) -> None:
    try:
        key = parse_vkey(vector["vkey"])
    except BadKey as error:
        raise Refuted("vkey", str(error)) from None
    if key.kind is KeyKind.UNSUPPORTED:
        raise Undecided("vkey", key.kind.value)
    _expect(
        vector,
        name=key.name,
        keyID=key.key_id.hex(),
        type=key.kind.name.lower(),
        publicKey=key.public_key.hex(),
    )


def _note(vector: Vector) -> None:
    note = parse_note(_bytes(vector, "note"))
    signatures = verified_signatures(note, parse_vkeys(vector["vkeys"]))
    signers = [
        {"vkey": s.key.text} if s.time is None else {"vkey": s.key.text, "time": s.time}
        for s in signatures
    ]
    _expect(vector, text=note.text.decode(), signers=signers)


def _checkpoint(vector: Vector) -> None:
    checkpoint = parse_checkpoint(vector["text"].encode(), SUITES[vector["suite"]])
    _expect(
        vector, origin=checkpoint.origin, size=checkpoint.size, root=checkpoint.root.hex()
    )


def _proof(vector: Vector) -> None:
    proven = verify_proof(
        _bytes(vector, "proof"), bytes.fromhex(vector["entry"]), parse_vkeys(vector["vkeys"])
    )
    _expect(
        vector,
        suite=proven.suite.name,
        origin=proven.head.checkpoint.origin,
        leafIndex=proven.index,
        treeSize=proven.head.checkpoint.size,
        leaf=proven.leaf.hex(),
        signers=[s.key.text for s in proven.head.signatures],
    )


def _twin(vector: Vector) -> None:
    proven = verify_twin(
        vector["twin"].encode(),
        vector["checkpoint"].encode(),
        vector["sm3Checkpoint"].encode(),
        parse_vkeys(vector["vkeys"]),
    )
    _expect(vector, origin=proven.twin.origin, size=proven.twin.size)


def _tile(vector: Vector) -> None:
    path = parse_tile_path(vector["path"])
    _expect(
        vector,
        kind="entries" if path.level is None else "hashes",
        index=path.index,
        width=path.width,
    )
    if path.level is not None:
        _expect(vector, level=path.level)


def _bundle(vector: Vector) -> None:
    entries = parse_bundle(bytes.fromhex(vector["bundle"]), vector["width"])
    _expect(vector, entries=[entry.hex() for entry in entries])


def _tree_head(vector: Vector) -> None:
    try:
        spki, signature = parse_base64(vector["key"]), parse_base64(vector["signature"])
    except ValueError as error:
        raise Refuted("base64", str(error)) from None
    point = p256.parse_public_key(spki)
    if point is None:
        raise Refuted("key", "not a P-256 key")
    head = TreeHead(vector["treeSize"], vector["timestamp"], bytes.fromhex(vector["root"]))
    verify_tree_head(head, signature, point)
    if "logID" in vector:
        _expect(vector, logID=print_base64(hashlib.sha256(spki).digest()))


def _record(vector: Vector) -> None:
    data = (SCHEMAS / f"{vector['schema']}.v1.json").read_bytes()
    disclosures = [disclosure_of_json(value) for value in vector["disclosures"]]
    statement = parse_statement(vector["statement"].encode())
    verify_disclosures(statement, Schema(data), disclosures)


def _evidence(vector: Vector) -> None:
    proven = verify_evidence(vector["evidence"].encode(), parse_vkeys(vector["vkeys"]))
    _expect(
        vector,
        origin=proven.twin.origin,
        index=proven.index,
        treeSize=proven.twin.size,
        suites=[suite.name for suite in proven.suites],
        fieldCount=len(proven.fields),
    )


RUNNERS: dict[str, Callable[[Vector], None]] = {
    "sm3": _sm3,
    "sm2": _sm2,
    "ed25519": _ed25519,
    "trees": _tree,
    "inclusion": _inclusion,
    "consistency": _consistency,
    "vkeys": _vkey,
    "notes": _note,
    "checkpoints": _checkpoint,
    "proofs": _proof,
    "twin": _twin,
    "tiles": _tile,
    "bundles": _bundle,
    "treeheads": _tree_head,
    "records": _record,
    "evidence": _evidence,
}


def verdict(run: Callable[[Vector], None], vector: Vector) -> str:
    """The verdict this verifier gives on a vector, in the vectors' own words."""
    try:
        run(vector)
    except Refuted:
        return MUST_FAIL
    except Undecided:
        return COULD_NOT_TELL
    except _Differs as difference:
        return f"{VALID}, but {difference}"
    return VALID


def run_vectors(directory: Path) -> tuple[dict[str, int], list[str]]:
    """Runs every vector file; returns the count of each and a line for every difference.

    A file that is missing, empty or unknown is a difference: silence proves nothing.
    """
    counts: dict[str, int] = {}
    failures = []
    for name, run in RUNNERS.items():
        file = directory / f"{name}.json"
        vectors = json.loads(file.read_text("utf-8"))["vectors"] if file.is_file() else []
        counts[name] = len(vectors)
        if not vectors:
            failures.append(f"{file.name}: no vectors")
        for number, vector in enumerate(vectors):
            given = verdict(run, vector)
            if given != vector["verdict"]:
                label = vector.get("name", number)
                failures.append(f"{name}: {label}: {given}, not {vector['verdict']}")
    unknown = {file.stem for file in directory.glob("*.json")} - RUNNERS.keys()
    failures.extend(f"{stem}.json: no runner" for stem in sorted(unknown))
    return counts, failures
