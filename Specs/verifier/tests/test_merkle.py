import hashlib
import unittest

from concordat_verifier import merkle
from concordat_verifier.outcome import Refuted
from concordat_verifier.suites import SHA256, SM3, Suite

from .test_ed25519 import flip

CT_LEAVES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
CT_ROOTS = {
    SHA256: """
        e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
        6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
        fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
        aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77
        d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
        4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4
        76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef
        ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c
        5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328""".split(),
    SM3: """
        1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b
        2daef60e7a0b8f5e024c81cd2ab3109f2b4f155cf83adeb2ae5532f74a157fdf
        0b990fe0c7ad70f1bf1a1262f2c7908ea48146b14253a6db99f2917ab1f5cc4d
        209ec96a210d662a964772680e8544d18cab7b88ffec3e00962220349b56ea56
        28e4e307ef6d2d0c62d84b11ef96e835efe490f35b93c8f024ecfe38c8dd4377
        bb10c996aeebbcdc69be3715fc847344de77442d37a5ab8213da9f41785b103b
        8723c1ab1f82ddfba4a3733ac0c80d936d9f4c208c7dbc8cc81ca9fff8584f66
        bd36c22a1ac6ff4308e0c3cc1a85bf0ffa30538ec60a55c70413ab15d45db4d2
        bc48ba7a709184b5f2a631e1adeb8dc2a0d4c018c1d6cc89b5664fe154c93b38""".split(),
}
BOUNDARY_ROOTS = {
    (SHA256, 256): "da6596d95369f5fef322ab8e4e0da3b0b50236aa9c8a3b1d246f7411c9e2e32e",
    (SHA256, 300): "ca393d0296bec5e0b8dcab983bd1fb7d1461f512e7267cb89631ad26fd66d848",
    (SM3, 256): "1d15a6551e986d22d945098b584be1c1e6a3cef42e53b2befcdf0c0890e4fe05",
    (SM3, 300): "c143c6d056e6876faec5d2cc12748c3f2c920a523571602232b67e08106b0758",
}


class SlowTree:
    """RFC 6962, section 2.1, word for word: the oracle."""

    def __init__(self, suite: Suite, entries: list[bytes]):
        self.suite, self.entries = suite, entries
        self.memo: dict[tuple[int, int], bytes] = {}

    def mth(self, a: int, b: int) -> bytes:
        if (a, b) not in self.memo:
            self.memo[a, b] = self._mth(a, b)
        return self.memo[a, b]

    def _mth(self, a: int, b: int) -> bytes:
        if a == b:
            return self.suite.digest(b"")
        if b - a == 1:
            return self.suite.digest(b"\0" + self.entries[a])
        k = self.k(b - a)
        return self.suite.digest(b"\1" + self.mth(a, a + k) + self.mth(a + k, b))

    @staticmethod
    def k(n: int) -> int:
        k = 1
        while 2 * k < n:
            k *= 2
        return k

    def path(self, m: int, a: int, b: int) -> list[bytes]:
        if b - a == 1:
            return []
        k = self.k(b - a)
        if m < k:
            return [*self.path(m, a, a + k), self.mth(a + k, b)]
        return [*self.path(m - k, a + k, b), self.mth(a, a + k)]

    def subproof(self, m: int, a: int, b: int, whole: bool) -> list[bytes]:
        if m == b - a:
            return [] if whole else [self.mth(a, b)]
        k = self.k(b - a)
        if m <= k:
            return [*self.subproof(m, a, a + k, whole), self.mth(a + k, b)]
        return [*self.subproof(m - k, a + k, b, False), self.mth(a, a + k)]


class MerkleTests(unittest.TestCase):
    def test_roots_of_the_ct_leaves(self):
        for suite, roots in CT_ROOTS.items():
            leaves = [merkle.leaf_hash(suite, entry) for entry in CT_LEAVES]
            for size, root in enumerate(roots):
                with self.subTest(suite=suite.name, size=size):
                    self.assertEqual(merkle.tree_root(suite, leaves[:size]).hex(), root)

    def test_roots_at_the_tile_boundary(self):
        for (suite, size), root in BOUNDARY_ROOTS.items():
            with self.subTest(suite=suite.name, size=size):
                leaves = [merkle.leaf_hash(suite, b"entry %d" % i) for i in range(size)]
                self.assertEqual(merkle.tree_root(suite, leaves).hex(), root)

    def _trees(self):
        # The same code serves both suites: SM3, slow here, gets the smaller trees.
        for suite, largest in ((SHA256, 66), (SM3, 17)):
            tree = SlowTree(suite, [b"entry %d" % i for i in range(largest)])
            for size in range(1, largest + 1):
                yield suite, tree, size

    def _refused(self, function, *arguments):
        with self.assertRaises(Refuted):
            function(*arguments)

    def test_every_inclusion_proof_verifies_and_no_damaged_copy_does(self):
        for suite, tree, size in self._trees():
            root = tree.mth(0, size)
            for index in range(size):
                leaf, path = tree.mth(index, index + 1), tree.path(index, 0, size)
                with self.subTest(suite=suite.name, index=index, size=size):
                    check = merkle.verify_inclusion
                    check(suite, index, size, leaf, path, root)
                    self.assertEqual(merkle.inclusion_path_length(index, size), len(path))
                    bit = (index * 37 + size) % 256
                    self._refused(check, suite, index, size, flip(leaf, bit), path, root)
                    self._refused(check, suite, index, size, leaf, path, flip(root, bit))
                    self._refused(check, suite, index, size, leaf, [*path, root], root)
                    self._refused(check, suite, size, size, leaf, path, root)
                    for i in range(len(path)):
                        changed = [*path[:i], flip(path[i], bit), *path[i + 1 :]]
                        self._refused(check, suite, index, size, leaf, changed, root)
                        shorter = path[:i] + path[i + 1 :]
                        self._refused(check, suite, index, size, leaf, shorter, root)
                    if index ^ 1 < size:
                        self._refused(check, suite, index ^ 1, size, leaf, path, root)

    def test_every_consistency_proof_verifies_and_no_damaged_copy_does(self):
        for suite, tree, size2 in self._trees():
            root2 = tree.mth(0, size2)
            for size1 in range(1, size2):
                root1, path = tree.mth(0, size1), tree.subproof(size1, 0, size2, True)
                with self.subTest(suite=suite.name, size1=size1, size2=size2):
                    check = merkle.verify_consistency
                    check(suite, size1, size2, root1, root2, path)
                    self.assertEqual(merkle.consistency_path_length(size1, size2), len(path))
                    bit = (size1 * 41 + size2) % 256
                    self._refused(check, suite, size1, size2, flip(root1, bit), root2, path)
                    self._refused(check, suite, size1, size2, root1, flip(root2, bit), path)
                    self._refused(check, suite, size1, size2, root1, root2, [*path, root1])
                    self._refused(check, suite, size2, size1, root2, root1, path)
                    for i in range(len(path)):
                        changed = [*path[:i], flip(path[i], bit), *path[i + 1 :]]
                        self._refused(check, suite, size1, size2, root1, root2, changed)
                        shorter = path[:i] + path[i + 1 :]
                        self._refused(check, suite, size1, size2, root1, root2, shorter)

    def test_every_bit_of_one_proof_counts(self):
        tree = SlowTree(SHA256, [b"entry %d" % i for i in range(33)])
        root, leaf, path = tree.mth(0, 33), tree.mth(20, 21), tree.path(20, 0, 33)
        for i in range(len(path)):
            for bit in range(256):
                changed = [*path[:i], flip(path[i], bit), *path[i + 1 :]]
                self._refused(merkle.verify_inclusion, SHA256, 20, 33, leaf, changed, root)

    def test_sizes_zero_and_equal(self):
        check, zero = merkle.verify_consistency, hashlib.sha256(b"").digest()
        one = hashlib.sha256(b"\0x").digest()
        check(SHA256, 0, 0, zero, zero, [])
        check(SHA256, 0, 9, zero, one, [])
        check(SHA256, 9, 9, one, one, [])
        self._refused(check, SHA256, 0, 9, one, one, [])
        self._refused(check, SHA256, 0, 9, zero, one, [one])
        self._refused(check, SHA256, 0, 0, one, one, [])
        self._refused(check, SHA256, 9, 9, one, zero, [])
        self._refused(check, SHA256, 9, 9, one, one, [one])

    def test_hashes_of_another_length_are_refused(self):
        leaf = b"\0" * 31
        self._refused(merkle.verify_inclusion, SHA256, 0, 1, leaf, [], leaf)
        self._refused(merkle.verify_consistency, SHA256, 5, 5, leaf, leaf, [])

    def test_numbers_beyond_64_bits_are_refused(self):
        leaf = bytes(32)
        self._refused(merkle.verify_inclusion, SHA256, 0, 2**64, leaf, [], leaf)
        self._refused(merkle.verify_inclusion, SHA256, -1, 1, leaf, [], leaf)
        self._refused(merkle.verify_consistency, SHA256, -1, 1, leaf, leaf, [])


if __name__ == "__main__":
    unittest.main()
