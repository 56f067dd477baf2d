"""Merkle tree hashes and proofs (RFC 6962, section 2.1), for either suite.

Verification follows the definition of the tree from the root down: what the
recursion of RFC 6962 would have produced is taken apart again. That bounds the
work by the depth of the tree, at most 64 levels, whatever is presented.
"""

from collections.abc import Sequence

from .outcome import Refuted
from .spelling import MAX_UINT64
from .suites import Suite

HASH_BYTES = 32
MAX_ENTRY_BYTES = 65_535


def leaf_hash(suite: Suite, entry: bytes) -> bytes:
    """TREE-2: the hash of an entry as a leaf."""
    return suite.digest(b"\x00" + entry)


def node_hash(suite: Suite, left: bytes, right: bytes) -> bytes:
    """TREE-3: the hash of an inner node."""
    return suite.digest(b"\x01" + left + right)


def empty_root(suite: Suite) -> bytes:
    """TREE-1: the root of the tree of no entries."""
    return suite.digest(b"")


def split(size: int) -> int:
    """The largest power of two strictly below `size`, which is at least 2."""
    return 1 << (size - 1).bit_length() - 1


def tree_root(suite: Suite, leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes, by pairing neighbours level by level."""
    if not leaves:
        return empty_root(suite)
    level = list(leaves)
    while len(level) > 1:
        pairs = [
            node_hash(suite, level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)
        ]
        # A last node without a neighbour moves up as it is.
        level = pairs + level[len(level) & ~1 :]
    return level[0]


def _check_hashes(hashes: Sequence[bytes]) -> None:
    if any(len(value) != HASH_BYTES for value in hashes):
        raise Refuted("path", "a hash is not 32 bytes long")


def inclusion_path_length(index: int, size: int) -> int:
    """TREE-5: how many hashes lead from leaf `index` to the root of `size` leaves."""
    length = 0
    while size > 1:
        k = split(size)
        index, size = (index, k) if index < k else (index - k, size - k)
        length += 1
    return length


def inclusion_root(
    suite: Suite, index: int, size: int, leaf: bytes, path: Sequence[bytes]
) -> bytes:
    """The root that `path` leads to from `leaf`; the path's length has been checked."""
    if size == 1:
        return leaf
    k = split(size)
    if index < k:
        return node_hash(suite, inclusion_root(suite, index, k, leaf, path[:-1]), path[-1])
    below = inclusion_root(suite, index - k, size - k, leaf, path[:-1])
    return node_hash(suite, path[-1], below)


def verify_inclusion(
    suite: Suite, index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes
) -> None:
    """TREE-5, TREE-6: that `leaf` is leaf `index` of the tree of `size` leaves under `root`.

    Raises Refuted with the step that failed.
    """
    # TREE-11
    if not 0 <= index < size <= MAX_UINT64:
        raise Refuted("index", f"index {index} is not below the tree size {size}")
    expected = inclusion_path_length(index, size)
    if len(path) != expected:
        raise Refuted(
            "path", f"the path has {len(path)} hashes, index {index} of {size} takes {expected}"
        )
    _check_hashes([leaf, root, *path])
    if inclusion_root(suite, index, size, leaf, path) != root:
        raise Refuted("inclusion", "the path leads to another root")


def consistency_path_length(size1: int, size2: int) -> int:
    """TREE-9: how many hashes tie the tree of `size1` to that of `size2`, 0 < size1 < size2."""
    length, whole = 0, True
    while size1 != size2:
        k = split(size2)
        if size1 <= k:
            size2 = k
        else:
            size1, size2, whole = size1 - k, size2 - k, False
        length += 1
    return length if whole else length + 1


def _consistency_roots(
    suite: Suite, size1: int, size2: int, path: Sequence[bytes], root1: bytes | None
) -> tuple[bytes, bytes]:
    """The roots of the first `size1` and of all `size2` leaves of a subtree.

    `root1` is given as long as the old tree is a whole subtree that the proof
    does not repeat (the flag b of SUBPROOF in RFC 6962).
    """
    if size1 == size2:
        known = path[0] if root1 is None else root1
        return known, known
    k = split(size2)
    if size1 <= k:
        old, new = _consistency_roots(suite, size1, k, path[:-1], root1)
        return old, node_hash(suite, new, path[-1])
    old, new = _consistency_roots(suite, size1 - k, size2 - k, path[:-1], None)
    return node_hash(suite, path[-1], old), node_hash(suite, path[-1], new)


def verify_consistency(
    suite: Suite, size1: int, size2: int, root1: bytes, root2: bytes, path: Sequence[bytes]
) -> None:
    """TREE-10: that the tree of `size2` leaves begins with the tree of `size1`.

    Raises Refuted with the step that failed.
    """
    # TREE-7, TREE-11
    if not 0 <= size1 <= size2 <= MAX_UINT64:
        raise Refuted("sizes", f"size1 {size1} is above size2 {size2}")
    _check_hashes([root1, root2, *path])
    for size, root in ((size1, root1), (size2, root2)):
        if size == 0 and root != empty_root(suite):
            raise Refuted("root", "the root of size 0 is not that of the empty tree")
    # TREE-8
    trivial = size1 in (0, size2)
    expected = 0 if trivial else consistency_path_length(size1, size2)
    if len(path) != expected:
        raise Refuted(
            "path", f"the path has {len(path)} hashes, {size1} to {size2} takes {expected}"
        )
    if trivial:
        if size1 == size2 and root1 != root2:
            raise Refuted("consistency", "equal sizes and different roots")
        return
    old, new = _consistency_roots(suite, size1, size2, path, root1)
    if old != root1:
        raise Refuted("consistency", "the path leads to another first root")
    if new != root2:
        raise Refuted("consistency", "the path leads to another second root")
