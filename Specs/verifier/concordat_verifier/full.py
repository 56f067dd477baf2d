"""A whole log in a folder: both trees from its entries, its tiles, its heads and its twin note.

The folder is laid out as log-folder.md says. Entries are read once, in their order; each tile is
compared as soon as the entries below it have been read, so that what is named is the first thing
that is wrong.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .checkpoint import LOG_KEY_KIND, Checkpoint, parse_checkpoint, require_log_signature
from .history import KeyHistory
from .keys import VerifierKey
from .merkle import HASH_BYTES, MAX_ENTRY_BYTES, empty_root, leaf_hash, tree_root
from .note import MAX_NOTE_BYTES, VerifiedSignature, parse_note, verified_signatures
from .outcome import Refuted, Undecided
from .sm3 import sm3
from .suites import SHA256, SM3, Suite
from .tiles import TILE_WIDTH, TilePath, parse_bundle
from .twin import SIBLING_SUFFIX, Twin, parse_twin

_BUNDLE_LIMIT = TILE_WIDTH * (2 + MAX_ENTRY_BYTES)


@dataclass(frozen=True)
class ProvenLog:
    """A log whose entries make both roots that it signed."""

    twin: Twin
    suites: tuple[Suite, ...]
    signatures: tuple[VerifiedSignature, ...]
    tiles: int
    sm3_by: str
    history: KeyHistory


def fast_sm3() -> tuple[Callable[[bytes], bytes], str]:
    """SM3 by the OpenSSL behind `hashlib` if there is one and it agrees with `sm3`, else `sm3`."""
    try:
        hashlib.new("sm3")
    except ValueError:
        return sm3, "this verifier"

    def digest(data: bytes) -> bytes:
        return hashlib.new("sm3", data).digest()

    samples = [bytes(range(length % 256)) * (1 + length // 256) for length in (0, 1, 55, 56, 300)]
    if any(digest(sample) != sm3(sample) for sample in samples):
        raise Undecided("SM3", "hashlib and this verifier disagree about SM3")
    return digest, "hashlib"


class _Folder:
    """The files of a log."""

    def __init__(self, path: Path):
        self.path = path

    def read(self, name: str, limit: int) -> bytes | None:
        """A file's bytes, one more than `limit` at most; None if there is no such file."""
        try:
            with (self.path / name).open("rb") as file:
                return file.read(limit + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Undecided("file", f"{name}: {error.strerror}") from None

    def note(self, name: str) -> bytes:
        data = self.read(name, MAX_NOTE_BYTES)
        if data is None:
            raise Undecided("file", f"{name}: there is no such file")
        return data

    def tile(self, prefix: str, path: TilePath, limit: int) -> tuple[bytes, bool]:
        """A tile or bundle, and whether it is the full one; FOLDER-6: if the partial one is
        gone the full one takes its place."""
        data = self.read(f"{prefix}{path}", limit)
        if data is not None:
            return data, path.width == TILE_WIDTH
        full = TilePath(path.level, path.index, TILE_WIDTH)
        data = self.read(f"{prefix}{full}", limit)
        if data is None:
            raise Refuted(f"{prefix}{path}", "it is missing, though the head covers it")
        return data, True


@dataclass
class _Tree:
    """One tree that grows by leaves, and compares each tile that becomes full."""

    suite: Suite
    prefix: str
    folder: _Folder
    levels: list[list[bytes]] = field(default_factory=lambda: [[]])
    counts: list[int] = field(default_factory=lambda: [0])
    tiles: int = 0

    def append(self, leaves: list[bytes]) -> None:
        """Adds the leaves of one bundle."""
        self.levels[0] += leaves
        level = 0
        # TILE-1: a full tile is one hash of the level above.
        while len(self.levels[level]) == TILE_WIDTH:
            full = self.levels[level]
            self._compare(level, full)
            self.levels[level] = []
            self.counts[level] += 1
            level += 1
            if level == len(self.levels):
                self.levels.append([])
                self.counts.append(0)
            self.levels[level].append(tree_root(self.suite, full))

    def finish(self) -> bytes:
        """Compares the partial tiles, lowest level first, and returns the root."""
        rest: list[bytes] = []
        for level, hashes in enumerate(self.levels):
            if hashes:
                self._compare(level, hashes)
            # What is left of the levels below is the last, smaller subtree of this one.
            if hashes or rest:
                rest = [tree_root(self.suite, hashes + rest)]
        return rest[0] if rest else empty_root(self.suite)

    def _compare(self, level: int, hashes: list[bytes]) -> None:
        path = TilePath(level, self.counts[level], len(hashes))
        name = f"{self.prefix}{path}"
        data, is_full = self.folder.tile(self.prefix, path, TILE_WIDTH * HASH_BYTES)
        if len(data) != HASH_BYTES * (TILE_WIDTH if is_full else len(hashes)):
            raise Refuted(name, f"it has {len(data)} bytes")
        self.tiles += 1
        expected = b"".join(hashes)
        if data[: len(expected)] == expected:
            return
        at = next(
            i
            for i, value in enumerate(hashes)
            if data[HASH_BYTES * i : HASH_BYTES * (i + 1)] != value
        )
        if level == 0:
            index = TILE_WIDTH * path.index + at
            raise Refuted(f"entry {index}", f"it does not hash to its place in {name}")
        raise Refuted(name, f"hash {at}, counted from 0, is not the one that the entries make")


def _claim(
    folder: _Folder, name: str, suite: Suite, keys: list[VerifierKey]
) -> tuple[Checkpoint, list[VerifiedSignature]]:
    """A head, and the signatures on it if one of `keys` is the log's own for this tree."""
    try:
        note = parse_note(folder.note(name))
        checkpoint = parse_checkpoint(note.text, suite)
        kind = LOG_KEY_KIND[suite]
        if not any(key.kind is kind and key.name == checkpoint.origin for key in keys):
            return checkpoint, []
        signatures = verified_signatures(note, keys)
        # CKPT-6
        require_log_signature(checkpoint.origin, suite, signatures, "checkpoint")
        return checkpoint, signatures
    except Refuted as error:
        raise Refuted(name, f"{error.step}: {error.detail}") from None


def _heads(
    folder: _Folder, keys: list[VerifierKey]
) -> tuple[Twin, tuple[Suite, ...], tuple[VerifiedSignature, ...]]:
    """The twin note, once both heads say the same and the log's keys have signed all of it."""
    heads = {
        suite: _claim(folder, name, suite, keys)
        for suite, name in ((SHA256, "checkpoint"), (SM3, "sm3/checkpoint"))
    }
    suites = tuple(suite for suite, (_, signatures) in heads.items() if signatures)
    if not suites:
        raise Undecided("log key", "none of the keys is one of the log itself")
    try:
        note = parse_note(folder.note("twin"))
        twin = parse_twin(note.text)
        signatures = verified_signatures(note, keys)
        for suite in suites:
            # TWIN-6
            origin = twin.origin + (SIBLING_SUFFIX if suite is SM3 else "")
            require_log_signature(origin, suite, signatures, "twin note")
    except Refuted as error:
        raise Refuted("twin", f"{error.step}: {error.detail}") from None
    # TWIN-8
    for suite, origin, root in (
        (SHA256, twin.origin, twin.sha256_root),
        (SM3, twin.origin + SIBLING_SUFFIX, twin.sm3_root),
    ):
        if heads[suite][0] != Checkpoint(origin, twin.size, root):
            raise Refuted("twin", f"the {suite.title} checkpoint says something else")
    known: dict[str, VerifiedSignature] = {}
    for signature in [*heads[SHA256][1], *heads[SM3][1], *signatures]:
        known.setdefault(signature.key.text, signature)
    return twin, suites, tuple(known.values())


def _announced(folder: _Folder, keys: list[VerifierKey]) -> list[VerifierKey]:
    """ROT-12: the keys that statements lead to, of which the log says where they stand.

    They are signed by the keys before them; that they stand there is checked with the entries.
    """
    try:
        twin = parse_twin(parse_note(folder.note("twin")).text)
        metadata = json.loads(folder.read("log.json", MAX_NOTE_BYTES) or b"{}")
        indexes = metadata.get("events", []) if isinstance(metadata, dict) else []
        history = KeyHistory(twin.origin, keys)
        for index in indexes:
            if not isinstance(index, int) or not 0 <= index < twin.size:
                return keys
            width = min(TILE_WIDTH, twin.size - index // TILE_WIDTH * TILE_WIDTH)
            path = TilePath(None, index // TILE_WIDTH, width)
            data, is_full = folder.tile("", path, _BUNDLE_LIMIT)
            entries = parse_bundle(data, TILE_WIDTH if is_full else width)
            history.take(index, entries[index % TILE_WIDTH])
        return history.keys
    except (Refuted, Undecided, ValueError, TypeError, RecursionError):
        return keys


def verify_full(
    path: Path,
    keys: list[VerifierKey],
    progress: Callable[[int, int], None] = lambda done, total: None,
    own_sm3: bool = False,
) -> ProvenLog:
    """That the entries in a folder make both trees whose heads the log signed.

    `progress` is told how many entries are done, of how many. Raises Refuted with the first
    thing that is wrong, Undecided if nothing can be said.
    """
    folder = _Folder(path)
    try:
        twin, suites, signatures = _heads(folder, keys)
    except (Refuted, Undecided) as error:
        # The log may have another key by now.
        try:
            twin, suites, signatures = _heads(folder, _announced(folder, keys))
        except (Refuted, Undecided):
            raise error from None
    history = KeyHistory(twin.origin, keys)
    digest, sm3_by = (sm3, "this verifier") if own_sm3 else fast_sm3()
    trees = [
        _Tree(SHA256, "", folder),
        _Tree(Suite(SM3.name, SM3.title, digest), "sm3/", folder),
    ]
    for start in range(0, twin.size, TILE_WIDTH):
        width = min(TILE_WIDTH, twin.size - start)
        name = TilePath(None, start // TILE_WIDTH, width)
        data, is_full = folder.tile("", name, _BUNDLE_LIMIT)
        try:
            # TILE-8
            entries = parse_bundle(data, TILE_WIDTH if is_full else width)[:width]
        except Refuted as error:
            raise Refuted(str(name), error.detail) from None
        for offset, entry in enumerate(entries):
            history.take(start + offset, entry)
        for tree in trees:
            tree.append([leaf_hash(tree.suite, entry) for entry in entries])
        progress(start + width, twin.size)
    for tree, root, name in zip(
        trees, (twin.sha256_root, twin.sm3_root), ("checkpoint", "sm3/checkpoint")
    ):
        if tree.finish() != root:
            raise Refuted(name, f"the {twin.size} entries make another {tree.suite.title} root")
    try:
        # ROT-13: whatever was believed before the entries were read.
        twin, suites, signatures = _heads(folder, history.keys)
    except (Refuted, Undecided) as error:
        raise Refuted("keys", f"under the keys that the entries announce: {error.detail}") from None
    tiles = sum(tree.tiles for tree in trees)
    return ProvenLog(twin, suites, signatures, tiles, sm3_by, history)
