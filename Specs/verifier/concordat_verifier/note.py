"""Signed notes (C2SP signed-note): a text and the signatures under it."""

from dataclasses import dataclass

from .keys import KeyKind, VerifierKey, is_key_name
from .outcome import Refuted, Undecided
from .spelling import parse_base64, parse_decimal

MAX_NOTE_BYTES = 1_048_576
MAX_SIGNATURES = 100
TWIN_HEADER = "concordat/twin/v1"

_DASH = "\u2014 "


@dataclass(frozen=True)
class SignatureLine:
    """One line under a note; nothing about it has been verified."""

    name: str
    key_id: bytes
    blob: bytes


@dataclass(frozen=True)
class Note:
    """A well-formed note. Its text means nothing until a known key has signed it."""

    text: bytes
    lines: tuple[SignatureLine, ...]


@dataclass(frozen=True)
class VerifiedSignature:
    """A signature that verified, and the POSIX time it states, if its type states one."""

    key: VerifierKey
    time: int | None


def _refuse(detail: str) -> Refuted:
    return Refuted("note", detail)


def _parse_line(line: str) -> SignatureLine:
    # NOTE-5: dash, space, name, space, base64.
    if not line.startswith(_DASH):
        raise _refuse("a signature line does not begin with an em dash and a space")
    name, space, encoded = line[len(_DASH) :].partition(" ")
    if not space or not is_key_name(name):
        raise _refuse("a signature line has no proper key name")
    try:
        data = parse_base64(encoded)
    except ValueError as error:
        raise _refuse(f"signature of {name}: {error}") from None
    # NOTE-7
    if len(data) < 5:
        raise _refuse(f"signature of {name} is shorter than 5 bytes")
    return SignatureLine(name, data[:4], data[4:])


def parse_note(data: bytes) -> Note:
    """NOTE-12: splits a note; raises Refuted if it breaks a rule from NOTE-1 to NOTE-8."""
    # NOTE-1
    if len(data) > MAX_NOTE_BYTES:
        raise _refuse(f"longer than {MAX_NOTE_BYTES} bytes")
    try:
        decoded = data.decode("utf-8")
    except UnicodeDecodeError:
        raise _refuse("not valid UTF-8") from None
    # NOTE-2
    if any(character < " " and character != "\n" for character in decoded):
        raise _refuse("a control character other than the line feed")
    # NOTE-3: the last empty line separates; the text may contain others.
    text, separator, signatures = decoded.rpartition("\n\n")
    if not separator:
        raise _refuse("no empty line between text and signatures")
    # NOTE-4
    if not signatures.endswith("\n"):
        raise _refuse("no complete signature line at the end")
    lines = signatures[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise _refuse(f"more than {MAX_SIGNATURES} signatures")
    parsed = tuple(_parse_line(line) for line in lines)
    # NOTE-8: one line a key, also of keys that nobody here knows.
    if len({(line.name, line.key_id) for line in parsed}) < len(parsed):
        raise _refuse("two signature lines of one key")
    return Note((text + "\n").encode(), parsed)


def head_size(text: bytes) -> int | None:
    """The tree size that a text claims, if it is that of a checkpoint or of a twin note."""
    lines = text.decode("utf-8").split("\n")
    if len(lines) < 4:
        return None
    try:
        return parse_decimal(lines[2 if lines[0] == TWIN_HEADER else 1])
    except ValueError:
        return None


def verified_signatures(note: Note, keys: list[VerifierKey]) -> list[VerifiedSignature]:
    """The signatures of known keys, at least one and all of them verified.

    NOTE-9: lines of unknown keys are ignored, also if only the name or only the
    key ID is known. NOTE-10: one known line that fails refutes the whole note.
    NOTE-11: with no known line, nothing can be said about it (raises Undecided).
    """
    known = {(k.name, k.key_id): k for k in keys if k.kind is not KeyKind.UNSUPPORTED}
    verified = []
    for line in note.lines:
        key = known.get((line.name, line.key_id))
        if key is None:
            continue
        # ROT-3: whether or not the line verifies, and whatever stands beside it.
        size = head_size(note.text) if key.is_bounded else 0
        if size is None or not key.holds_for(size):
            raise Refuted(
                "signature", f"{key.label} is good for heads of {key.first} to {key.last} entries only"
            )
        try:
            time = key.verified_time(note.text, line.blob)
        except ValueError as error:
            raise Refuted("signature", f"{key.label}: {error}") from None
        verified.append(VerifiedSignature(key, time))
    if not verified:
        raise Undecided("signature", "no known key signed this note")
    return verified
