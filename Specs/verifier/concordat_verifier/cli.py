"""The command line. Exit status 0 proven, 1 refuted, 2 could not tell, 64 usage."""

import argparse
import json
import sys
import time
from pathlib import Path

from .canonical import print_canonical
from .evidence import MAX_EVIDENCE_BYTES, verify_evidence
from .full import verify_full
from .keys import KeyKind, VerifierKey, parse_vkeys
from .merkle import verify_consistency, verify_inclusion
from .note import VerifiedSignature
from .outcome import BadKey, Refuted, Undecided
from .p256 import parse_public_key
from .proof import MAX_PROOF_BYTES, verify_proof
from .spelling import parse_base64, parse_decimal
from .suites import SUITES
from .treehead import verify_answer
from .twin import verify_twin
from .vectors import run_vectors

EXIT_PROVEN = 0
EXIT_REFUTED = 1
EXIT_UNDECIDED = 2
EXIT_USAGE = 64

_EXAMPLES = """\
examples:
  python3 Specs/verifier verify --vkey "$(cat log.vkey)" --entry entry.bin entry.tlog-proof
  python3 Specs/verifier verify --vkey "$(cat log.vkey)" --vkey "$(cat log.sm3.vkey)" evidence.json
  python3 Specs/verifier verify-twin --vkey ED25519-VKEY --vkey SM2-VKEY \\
      --checkpoint checkpoint --sm3-checkpoint sm3-checkpoint twin
  python3 Specs/verifier verify-sth --key "$(cut -f3 log.sth-key)" get-sth.json
  python3 Specs/verifier check inclusion --suite sm3 --index 5 --size 7 \\
      --leaf HEX --root HEX HEX HEX HEX
  python3 Specs/verifier --full exported/eu --vkey "$(cat log.vkey)" --vkey "$(cat log.sm3.vkey)"
  python3 Specs/verifier vectors Specs/vectors

exit status: 0 proven, 1 refuted, 2 could not tell, 64 usage
"""


class _Usage(Exception):
    """The command line is wrong."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:
        raise _Usage(f"{message}\n\n{self.format_usage().strip()}")


class _Result:
    """What was proven: a sentence for people, members for programs."""

    def __init__(self, sentence: str, **members: object):
        self.sentence = sentence
        self.members = members


def _number(text: str) -> int:
    try:
        return parse_decimal(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: {error}") from None


def _hash(text: str) -> bytes:
    try:
        value = bytes.fromhex(text)
    except ValueError:
        value = b""
    if len(value) != 32 or value.hex() != text.lower():
        raise argparse.ArgumentTypeError(f"{text!r} is not 64 hexadecimal digits")
    return value


def _read(path: str, limit: int = MAX_PROOF_BYTES) -> bytes:
    """The file's bytes, one more than `limit` at most: enough to refuse it by its length."""
    try:
        if path == "-":
            return sys.stdin.buffer.read(limit + 1)
        with Path(path).open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise Undecided("file", f"{path}: {error.strerror}") from None


def _keys(texts: list[str]) -> list[VerifierKey]:
    try:
        keys = parse_vkeys(texts)
    except BadKey as error:
        raise _Usage(f"--vkey: {error}") from None
    for key in keys:
        if key.kind is KeyKind.UNSUPPORTED:
            print(f"note: {key.label} is a {key.kind.value}", file=sys.stderr)
    return keys


def _signers(signatures: tuple[VerifiedSignature, ...]) -> str:
    return ", ".join(
        f"{s.key.label} ({s.key.kind.value}{'' if s.time is None else f', time {s.time}'})"
        for s in signatures
    )


def _signers_json(signatures: tuple[VerifiedSignature, ...]) -> list[dict[str, object]]:
    return [
        {
            "name": s.key.name,
            "key_id": s.key.key_id.hex(),
            "kind": s.key.kind.name.lower(),
            **({} if s.time is None else {"time": s.time}),
        }
        for s in signatures
    ]


def _verify(options: argparse.Namespace) -> _Result:
    keys = _keys(options.vkey)
    proof = _read(options.proof, MAX_EVIDENCE_BYTES)
    if proof.startswith(b"{"):
        return _verify_evidence(proof, options, keys)
    if options.entry is None:
        raise _Usage("a proof file needs --entry")
    entry = _read(options.entry)
    proven = verify_proof(proof, entry, keys)
    checkpoint = proven.head.checkpoint
    return _Result(
        f"entry {proven.index} of the {checkpoint.size} of {checkpoint.origin} is this file"
        f" ({proven.suite.title} leaf {proven.leaf.hex()}),"
        f" signed by {_signers(proven.head.signatures)};"
        " agreement with the other suite: not checked",
        suite=proven.suite.name,
        origin=checkpoint.origin,
        tree_size=checkpoint.size,
        leaf_index=proven.index,
        leaf_hash=proven.leaf.hex(),
        root=checkpoint.root.hex(),
        signatures=_signers_json(proven.head.signatures),
    )


def _verify_evidence(
    data: bytes, options: argparse.Namespace, keys: list[VerifierKey]
) -> _Result:
    proven = verify_evidence(data, keys)
    statement = proven.statement
    # EVID-9
    agreement = "checked" if len(proven.suites) == 2 else "not checked"
    values = [
        (f.index, f.name, "absent" if f.value is None else print_canonical(f.value).decode())
        for f in proven.fields
    ]
    lines = "".join(f"\n  {index} {name}: {value}" for index, name, value in values)
    return _Result(
        f"entry {proven.index} of the {proven.twin.size} of {proven.twin.origin} is this statement"
        f" of class {statement.record_class}, recorded {statement.recorded}, and it commits to"
        f" these {len(values)} of {statement.fields} fields"
        f" ({' and '.join(suite.title for suite in proven.suites)}),"
        f" signed by {_signers(proven.signatures)};"
        f" agreement with the other suite: {agreement}{lines}",
        origin=proven.twin.origin,
        tree_size=proven.twin.size,
        leaf_index=proven.index,
        suites=[suite.name for suite in proven.suites],
        agreement=agreement,
        **{"class": statement.record_class},
        recorded=statement.recorded,
        retention=statement.retention,
        schema=statement.schema,
        crosswalk=statement.crosswalk,
        field_count=statement.fields,
        fields=[
            {"index": f.index, "name": f.name, "value": print_canonical(f.value).decode()}
            for f in proven.fields
        ],
        signatures=_signers_json(proven.signatures),
    )


def _verify_twin(options: argparse.Namespace) -> _Result:
    keys = _keys(options.vkey)
    proven = verify_twin(
        _read(options.twin), _read(options.checkpoint), _read(options.sm3_checkpoint), keys
    )
    twin = proven.twin
    return _Result(
        f"{twin.origin} states both roots of its {twin.size} entries, and both heads agree:"
        f" SHA-256 {twin.sha256_root.hex()}, SM3 {twin.sm3_root.hex()},"
        f" signed by {_signers(proven.signatures)};"
        " that both trees hold the same entries is the log's statement",
        origin=twin.origin,
        tree_size=twin.size,
        sha256_root=twin.sha256_root.hex(),
        sm3_root=twin.sm3_root.hex(),
        signatures=_signers_json(proven.signatures),
    )


def _verify_sth(options: argparse.Namespace) -> _Result:
    try:
        point = parse_public_key(parse_base64(options.key))
    except ValueError:
        point = None
    if point is None:
        raise _Usage("--key: not the base64 of a P-256 SubjectPublicKeyInfo")
    head = verify_answer(_read(options.answer), point)
    return _Result(
        f"the SHA-256 tree of {head.size} entries has the root {head.root.hex()},"
        f" signed by this key at {head.timestamp} ms;"
        " that it continues earlier heads: not checked",
        tree_size=head.size,
        timestamp=head.timestamp,
        root=head.root.hex(),
    )


def _check_inclusion(options: argparse.Namespace) -> _Result:
    suite = SUITES[options.suite]
    verify_inclusion(
        suite, options.index, options.size, options.leaf, options.hashes, options.root
    )
    return _Result(
        f"leaf {options.index} of {options.size} is {options.leaf.hex()}"
        f" under {suite.title} root {options.root.hex()}",
        suite=suite.name,
        leaf_index=options.index,
        tree_size=options.size,
    )


def _check_consistency(options: argparse.Namespace) -> _Result:
    suite = SUITES[options.suite]
    verify_consistency(
        suite, options.size1, options.size2, options.root1, options.root2, options.hashes
    )
    return _Result(
        f"the {suite.title} tree of {options.size2} begins with the tree of {options.size1}",
        suite=suite.name,
        first=options.size1,
        second=options.size2,
    )


def _vectors(options: argparse.Namespace) -> _Result:
    counts, failures = run_vectors(Path(options.directory))
    if failures:
        raise Refuted("vectors", f"{len(failures)} of {sum(counts.values())} differ: {failures}")
    listing = ", ".join(f"{name} {count}" for name, count in counts.items())
    return _Result(
        f"{sum(counts.values())} vectors have the verdict written in them ({listing})",
        vectors=counts,
    )


class _Meter:
    """Says on standard error how far a long work has come: often on a terminal, else seldom."""

    def __init__(self) -> None:
        self.start = self.last = time.monotonic()
        self.is_terminal = sys.stderr.isatty()

    def update(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.last < (0.2 if self.is_terminal else 10):
            return
        self.last = now
        rate = round(done / max(now - self.start, 0.001))
        text = f"{100 * done // total}% {done} of {total} entries, {rate}/s"
        print(f"\r{text}\x1b[K" if self.is_terminal else text, file=sys.stderr, flush=True,
              end="" if self.is_terminal else "\n")

    def finish(self) -> None:
        if self.is_terminal:
            print("\r\x1b[K", file=sys.stderr, end="", flush=True)


def _full(options: argparse.Namespace) -> _Result:
    keys = _keys(options.vkey)
    meter = _Meter()
    try:
        proven = verify_full(Path(options.directory), keys, meter.update, options.own_sm3)
    finally:
        meter.finish()
    twin = proven.twin
    unverified = "".join(
        f"; the {suite.title} head is not verified: no key for it"
        for suite in SUITES.values()
        if suite not in proven.suites
    )
    bounded = [key.text_with_sizes for key in proven.history.keys if key.is_bounded]
    ignored = proven.history.ignored
    unverified += f"; its keys are {', '.join(bounded)}" if bounded else ""
    unverified += "".join(
        f"; the statement at index {index} changes nothing: {reason}" for index, reason in ignored
    )
    return _Result(
        f"the {twin.size} entries of {twin.origin} make both roots and all {proven.tiles} tiles:"
        f" SHA-256 {twin.sha256_root.hex()}, SM3 {twin.sm3_root.hex()},"
        f" signed by {_signers(proven.signatures)} (SM3 by {proven.sm3_by}){unverified}",
        origin=twin.origin,
        tree_size=twin.size,
        sha256_root=twin.sha256_root.hex(),
        sm3_root=twin.sm3_root.hex(),
        verified_heads=[suite.name for suite in proven.suites],
        tiles=proven.tiles,
        sm3_by=proven.sm3_by,
        **({"keys": bounded} if bounded else {}),
        **(
            {"ignored_statements": [{"index": i, "reason": r} for i, r in ignored]}
            if ignored
            else {}
        ),
        signatures=_signers_json(proven.signatures),
    )


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="print one JSON object")
    parser = _Parser(
        prog="verifier",
        description="Verifies what a Concordat log hands out, without the log and its code.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    verify = commands.add_parser(
        "verify", parents=[common], help="verify a proof file, or evidence of a record"
    )
    verify.add_argument("--vkey", action="append", default=[], help="a key you trust")
    verify.add_argument(
        "--entry", metavar="FILE", help="the entry's bytes; evidence brings its own"
    )
    verify.add_argument("proof", metavar="PROOF", help="the proof file, or the evidence")
    verify.set_defaults(run=_verify)

    twin = commands.add_parser("verify-twin", parents=[common], help="verify a twin note")
    twin.add_argument("--vkey", action="append", default=[], help="a key you trust")
    twin.add_argument("--checkpoint", required=True, metavar="FILE")
    twin.add_argument("--sm3-checkpoint", required=True, metavar="FILE")
    twin.add_argument("twin", metavar="TWIN", help="the twin note")
    twin.set_defaults(run=_verify_twin)

    sth = commands.add_parser(
        "verify-sth", parents=[common], help="verify an answer to get-sth (RFC 6962)"
    )
    sth.add_argument(
        "--key", required=True, metavar="BASE64", help="the SubjectPublicKeyInfo you trust"
    )
    sth.add_argument("answer", metavar="FILE", help="the JSON that get-sth answered")
    sth.set_defaults(run=_verify_sth)

    check = commands.add_parser("check", help="verify a bare proof given in hexadecimal")
    kinds = check.add_subparsers(required=True, metavar="KIND")
    inclusion = kinds.add_parser("inclusion", parents=[common], help="an inclusion proof")
    inclusion.add_argument("--suite", choices=SUITES, default="sha256")
    for flag, kind in (("--index", _number), ("--size", _number), ("--leaf", _hash)):
        inclusion.add_argument(flag, required=True, type=kind)
    inclusion.add_argument("--root", required=True, type=_hash)
    inclusion.add_argument("hashes", nargs="*", type=_hash, metavar="HEX")
    inclusion.set_defaults(run=_check_inclusion)
    consistency = kinds.add_parser("consistency", parents=[common], help="a consistency proof")
    consistency.add_argument("--suite", choices=SUITES, default="sha256")
    for flag, kind in (("--size1", _number), ("--size2", _number)):
        consistency.add_argument(flag, required=True, type=kind)
    consistency.add_argument("--root1", required=True, type=_hash)
    consistency.add_argument("--root2", required=True, type=_hash)
    consistency.add_argument("hashes", nargs="*", type=_hash, metavar="HEX")
    consistency.set_defaults(run=_check_consistency)

    full = commands.add_parser(
        "full",
        parents=[common],
        help="verify a whole log in a folder, also as --full",
        description="Recomputes both trees from the entries in a folder, compares every tile, and"
        " verifies both heads and the twin note.",
    )
    full.add_argument("--vkey", action="append", default=[], help="a key you trust")
    full.add_argument(
        "--own-sm3", action="store_true", help="never use hashlib's SM3, however slow that is"
    )
    full.add_argument("directory", metavar="DIR", help="the folder, as Specs/log-folder.md has it")
    full.set_defaults(run=_full)

    vectors = commands.add_parser("vectors", parents=[common], help="run the test vectors")
    vectors.add_argument("directory", metavar="DIR")
    vectors.set_defaults(run=_vectors)
    return parser


def main(arguments: list[str]) -> int:
    """Runs one command and returns the exit status."""
    # A name the terminal cannot show must not keep the verdict from being printed.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")
    try:
        # The one command that has the form of an option, too, and may then stand anywhere.
        if "--full" in arguments:
            arguments = ["full", *(word for word in arguments if word != "--full")]
        options = _parser().parse_args(arguments)
    except _Usage as error:
        print(f"usage error: {error}", file=sys.stderr)
        return EXIT_USAGE
    try:
        result = options.run(options)
        status, verdict = EXIT_PROVEN, "proven"
        line, members = f"proven: {result.sentence}", result.members
    except _Usage as error:
        print(f"usage error: {error}", file=sys.stderr)
        return EXIT_USAGE
    except Refuted as error:
        status, verdict = EXIT_REFUTED, "refuted"
        line = f"refuted at {error.step}: {error.detail}"
        members = {"step": error.step, "detail": error.detail}
    except Undecided as error:
        status, verdict = EXIT_UNDECIDED, "could_not_tell"
        line = f"could not tell, {error.step}: {error.detail}"
        members = {"step": error.step, "detail": error.detail}
    print(json.dumps({"verdict": verdict, **members}) if options.json else line)
    return status
