import unittest

from concordat_verifier.outcome import Refuted
from concordat_verifier.tiles import TilePath, parse_bundle, parse_tile_path, partial_width


class TileTests(unittest.TestCase):
    def test_every_path_is_read_back(self):
        numbers = [*range(0, 3000, 7), 999_999, 1_000_000, 1_234_067, 2**53, 2**56 - 1]
        for index in numbers:
            for level in (None, 0, 1, 9, 10, 63):
                for width in (1, 99, 255, 256):
                    path = TilePath(level, index, width)
                    self.assertEqual(parse_tile_path(str(path)), path)

    def test_example_of_tlog_tiles(self):
        self.assertEqual(str(TilePath(0, 1_234_067, 256)), "tile/0/x001/x234/067")

    def test_widths_of_70000_leaves(self):
        self.assertEqual([partial_width(level, 70_000) for level in range(4)], [112, 17, 1, 0])
        self.assertEqual([partial_width(level, 256) for level in range(3)], [0, 1, 0])

    def test_cut_bundles_are_refused(self):
        bundle = b"\0\3abc\0\1d"
        self.assertEqual(parse_bundle(bundle, 2), [b"abc", b"d"])
        for length in range(len(bundle)):
            with self.subTest(length=length), self.assertRaises(Refuted):
                parse_bundle(bundle[:length], 2)


if __name__ == "__main__":
    unittest.main()
