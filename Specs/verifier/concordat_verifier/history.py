"""The keys of a log by tree size, as statements in its entries change them (Specs/rotation.md)."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from .canonical import parse_canonical, print_canonical
from .keys import KeyKind, VerifierKey, parse_vkey
from .note import parse_note, verified_signatures
from .outcome import BadKey, Refuted, Undecided

MAX_ENTRY_BYTES = 65_535
MAX_SIGNATURES = 16
MAX_EFFECTIVE_SIZE = 2**53 - 1
HEADER = "concordat/statement/v1"
# The SHA-256 of Specs/schemas/key-event.v1.json, by which statements name it.
KEY_EVENT_SCHEMA = "sha256:8da5973f7477bd4a8b991e74a2d741bb8626420bd072569911d8d6f07a2dddd8"

_BEGINNING = b'{"body":{'
_CLASS = b'"class":"key-event"'
_MEMBERS = {"body", "class", "recorded", "schema", "signatures", "v"}
_REQUIRED = {"origin", "action", "suite", "effective_size"}
_OPTIONAL = {"new_vkey", "old_vkey", "reason"}
_NEEDED = {"add": {"new_vkey"}, "replace": {"new_vkey", "old_vkey"}, "retire": {"old_vkey"}}
_REASONS = {"scheduled", "compromise", "lost", "algorithm"}
_RECORDED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def _is_time(text: object) -> bool:
    if not isinstance(text, str) or not _RECORDED.fullmatch(text):
        return False
    try:
        datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return False
    return True


class Ignored(Exception):
    """Why a statement changes nothing."""


@dataclass(frozen=True)
class KeyEvent:
    """A statement that one key comes into the place of another."""

    body: dict[str, object]
    signed_text: str
    signatures: tuple[str, ...]

    @property
    def effective_size(self) -> int:
        """The first tree size whose heads the change holds for."""
        return int(self.body["effective_size"])


def may_be_key_event(entry: bytes) -> bool:
    """Whether an entry says that it is a key event."""
    return entry.startswith(_BEGINNING) and _CLASS in entry


def _check_body(body: object) -> dict[str, object]:
    if not isinstance(body, dict) or not _REQUIRED <= set(body) <= _REQUIRED | _OPTIONAL:
        raise Ignored("its body has other members")
    texts = [value for name, value in body.items() if name != "effective_size"]
    if not all(isinstance(value, str) for value in texts):
        raise Ignored("a member of its body is no text")
    size = body["effective_size"]
    if isinstance(size, bool) or not isinstance(size, int) or not 0 <= size <= MAX_EFFECTIVE_SIZE:
        raise Ignored("effective_size is no size")
    if not re.fullmatch("[!-~]{1,256}", body["origin"]):
        raise Ignored("origin is none")
    if body["action"] not in _NEEDED or body["suite"] not in ("sha256", "sm3"):
        raise Ignored("action or suite is none")
    if "reason" in body and body["reason"] not in _REASONS:
        raise Ignored("reason is none")
    if not _NEEDED[body["action"]] <= set(body):
        raise Ignored("a key is missing")
    return body


def parse_key_event(entry: bytes) -> KeyEvent:
    """STMT-11 to STMT-13: reads a key event; raises Ignored if it is none."""
    if len(entry) > MAX_ENTRY_BYTES:
        raise Ignored("it is too long")
    try:
        statement = parse_canonical(entry)
    except ValueError as error:
        raise Ignored(str(error)) from None
    if not isinstance(statement, dict) or set(statement) != _MEMBERS:
        raise Ignored("it has other members than a public statement has")
    if statement["v"] != 1 or statement["class"] != "key-event":
        raise Ignored("it is of another version or class")
    if statement["schema"] != KEY_EVENT_SCHEMA:
        raise Ignored("it is under another schema")
    if not _is_time(statement["recorded"]):
        raise Ignored("recorded is no time")
    lines = statement["signatures"]
    if (
        not isinstance(lines, list)
        or len(lines) > MAX_SIGNATURES
        or not all(isinstance(line, str) and "\n" not in line for line in lines)
    ):
        raise Ignored("signatures are none")
    body = _check_body(statement["body"])
    unsigned = {name: value for name, value in statement.items() if name != "signatures"}
    text = f"{HEADER}\n{print_canonical(unsigned).decode()}\n"
    return KeyEvent(body, text, tuple(lines))


class KeyHistory:
    """ROT-5: the keys of a log by tree size: those that somebody trusts, and what entries change."""

    def __init__(self, origin: str, keys: list[VerifierKey]):
        self.origin = origin
        self.keys = list(keys)
        self.ignored: list[tuple[int, str]] = []
        self._next = 0

    def _suite(self, key: VerifierKey) -> str | None:
        if key.kind is KeyKind.ED25519 and key.name == self.origin:
            return "sha256"
        if key.kind is KeyKind.SM2 and key.name == f"{self.origin}/sm3":
            return "sm3"
        return None

    def at(self, size: int) -> list[VerifierKey]:
        """The log's own keys that sign heads of a size."""
        return [key for key in self.keys if key.holds_for(size) and self._suite(key)]

    def take(self, index: int, entry: bytes) -> None:
        """Looks at an entry; entries come in index order."""
        if index < self._next or not may_be_key_event(entry):
            return
        try:
            event = parse_key_event(entry)
            if self._apply(index, event):
                self._next = index + 1
        except Ignored as error:
            self._next = index + 1
            self.ignored.append((index, str(error)))

    def _apply(self, index: int, event: KeyEvent) -> bool:
        size = event.effective_size
        # ROT-6
        if size <= index:
            raise Ignored(f"it is to hold from size {size}, and stands at index {index}")
        suite = event.body["suite"]
        current = self.at(size - 1)
        if not any(self._suite(key) == suite for key in current):
            return False
        if event.body["origin"] != self.origin:
            raise Ignored("the statement is about another log")
        new = self._new_key(event)
        old = next((key for key in current if key.text == event.body.get("old_vkey")), None)
        if "old_vkey" in event.body and old is None:
            raise Ignored("the old key is not one of the log's")
        self._check_signatures(event, current, new)
        # ROT-8
        if event.body["action"] != "replace" or old is None or new is None:
            raise Ignored("a log has one key of each suite: only replace changes something")
        if self._suite(old) != suite:
            raise Ignored("the old key is of the other suite")
        self._replace(old, new, size)
        return True

    def _new_key(self, event: KeyEvent) -> VerifierKey | None:
        if "new_vkey" not in event.body:
            return None
        try:
            new = parse_vkey(event.body["new_vkey"])
        except BadKey as error:
            raise Ignored(f"the new key: {error}") from None
        # STMT-15
        if self._suite(new) != event.body["suite"]:
            raise Ignored("the new key is not one that the log could have")
        return new

    @staticmethod
    def _check_signatures(
        event: KeyEvent, current: list[VerifierKey], new: VerifierKey | None
    ) -> None:
        # STMT-14: the text is no head, so that the bounds of keys are no matter here.
        required = [replace(key, first=0, last=VerifierKey.last) for key in current]
        if new is not None and new not in required:
            required.append(new)
        lines = "".join(f"{line}\n" for line in event.signatures)
        try:
            note = parse_note(f"{event.signed_text}\n{lines}".encode())
            signers = [s.key for s in verified_signatures(note, required)]
        except (Refuted, Undecided) as error:
            raise Ignored(error.detail) from None
        for key in required:
            if key not in signers:
                raise Ignored(f"{key.name} has not signed the statement")

    def _replace(self, old: VerifierKey, new: VerifierKey, size: int) -> None:
        known = next((key for key in self.keys if key.text == new.text), None)
        if known is not None:
            # Somebody who was given the later key as well hears nothing new.
            if known.first == size and old.last == size - 1:
                return
            raise Ignored("the log has, or had, its new key already")
        # ROT-9
        if any((key.name, key.key_id) == (new.name, new.key_id) for key in self.keys):
            raise Ignored("the log has, or had, its new key already")
        # ROT-7
        if old.last != VerifierKey.last:
            raise Ignored(f"an earlier statement says something else about heads of {size} entries")
        self.keys[self.keys.index(old)] = replace(old, last=size - 1)
        self.keys.append(replace(new, first=size))
