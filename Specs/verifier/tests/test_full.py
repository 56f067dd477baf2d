import contextlib
import hashlib
import io
import json
import tempfile
import unittest
from functools import cache
from pathlib import Path

from concordat_verifier.cli import main
from concordat_verifier.full import verify_full
from concordat_verifier.keys import parse_vkeys
from concordat_verifier.outcome import Refuted, Undecided
from concordat_verifier.suites import SHA256, SM3

from . import log_folder
from .log_folder import ED25519, SM2

KEYS = parse_vkeys([ED25519.vkey, SM2.vkey])


@cache
def sound(size: int) -> dict[str, bytes]:
    return log_folder.files(log_folder.entries(size))


class FullTests(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.folder = Path(directory.name)

    def _verify(self, files: dict[str, bytes], keys=KEYS, **options):
        with tempfile.TemporaryDirectory() as directory:
            log_folder.write(Path(directory), files)
            return verify_full(Path(directory), keys, **options)

    def _refuted(self, files: dict[str, bytes]) -> str:
        with self.assertRaises(Refuted) as caught:
            self._verify(files)
        return caught.exception.step

    def test_sound_logs_are_proven(self):
        for size in (0, 1, 2, 255, 256, 257, 600):
            with self.subTest(size=size):
                seen = []
                proven = self._verify(
                    sound(size), progress=lambda done, total: seen.append((done, total))
                )
                self.assertEqual(proven.twin.size, size)
                self.assertEqual(proven.suites, (SHA256, SM3))
                self.assertEqual(len(proven.signatures), 2)
                tiles = [name for name in sound(size) if "tile/" in name and "entries" not in name]
                self.assertEqual(proven.tiles, len(tiles))
                if size:
                    self.assertEqual(seen[-1], (size, size))

    def test_three_levels(self):
        if "sm3" not in hashlib.algorithms_available:
            self.skipTest("the SM3 written out here would take minutes")
        files = sound(65_600)
        self.assertIn("sm3/tile/2/000.p/1", files)
        self.assertEqual(self._verify(files).twin.size, 65_600)
        for name in ("tile/2/000.p/1", "sm3/tile/2/000.p/1", "tile/1/000", "sm3/tile/1/000"):
            damaged = files | {name: files[name][:-1] + bytes([files[name][-1] ^ 1])}
            self.assertEqual(self._refuted(damaged), name)

    def test_own_sm3_gives_the_same(self):
        proven = self._verify(sound(3), own_sm3=True)
        self.assertEqual(proven.sm3_by, "this verifier")

    def test_full_files_take_the_place_of_partial_ones(self):
        small, large = sound(300), sound(600)
        files = {name: data for name, data in small.items() if ".p/" not in name}
        files |= {name: data for name, data in large.items() if "/001" in name}
        for prefix in ("", "sm3/"):
            files[f"{prefix}tile/1/000.p/1"] = small[f"{prefix}tile/1/000.p/1"]
        self.assertEqual(self._verify(files).twin.size, 300)

    def test_one_bit_in_any_file_is_named(self):
        files = sound(300)
        for name, data in files.items():
            for at in (0, len(data) // 2, len(data) - 1):
                damaged = files | {name: data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]}
                with self.subTest(file=name, at=at):
                    try:
                        self._verify(damaged)
                    except Refuted as error:
                        # A tile of level 0 and its bundle contradict each other.
                        index = error.step.removeprefix("entry ")
                        if index != error.step:
                            self.assertIn("/000" if int(index) < 256 else "/001", name)
                        elif "tile/" in name:
                            self.assertEqual(error.step, name)
                        else:
                            self.assertIn(error.step, ("twin", name))
                    except Undecided as error:
                        # The name of a key was hit: then it is that of an unknown one.
                        self.assertNotIn("tile/", name)
                    else:
                        self.fail(f"{name} at {at} was not noticed")

    def test_first_changed_entry_is_named(self):
        files = sound(600)
        for index in (0, 255, 256, 599):
            name = next(
                n for n in files if n.startswith("tile/entries") and f"{index // 256:03d}" in n
            )
            entry = b"entry %d" % index
            damaged = files | {name: files[name].replace(entry, entry[:-1] + b"?", 1)}
            self.assertNotEqual(damaged[name], files[name])
            with self.subTest(index=index):
                self.assertEqual(self._refuted(damaged), f"entry {index}")

    def test_missing_and_cut_files_are_named(self):
        files = sound(300)
        for name, data in files.items():
            if "tile/" not in name:
                continue
            with self.subTest(file=name):
                self.assertEqual(
                    self._refuted({n: d for n, d in files.items() if n != name}), name
                )
                self.assertEqual(self._refuted(files | {name: data[:-1]}), name)
                self.assertEqual(self._refuted(files | {name: data + b"\0"}), name)

    def test_missing_heads_prove_nothing(self):
        for name in ("checkpoint", "sm3/checkpoint", "twin"):
            with self.subTest(file=name), self.assertRaises(Undecided):
                self._verify({n: d for n, d in sound(3).items() if n != name})

    def test_signed_heads_with_other_roots_are_refuted(self):
        size = 5
        roots = [
            log_folder.root(suite, [log_folder.leaf_hash(suite, e) for e in log_folder.entries(6)])
            for suite, _ in log_folder.PREFIXES
        ]
        own = [
            log_folder.root(suite, [log_folder.leaf_hash(suite, e) for e in log_folder.entries(5)])
            for suite, _ in log_folder.PREFIXES
        ]
        for wrong, name in (
            ([roots[0], own[1]], "checkpoint"), ([own[0], roots[1]], "sm3/checkpoint")
        ):
            files = sound(size) | log_folder.notes(size, wrong)
            self.assertEqual(self._refuted(files), name)
            files = sound(size) | {"twin": log_folder.notes(size, wrong)["twin"]}
            self.assertEqual(self._refuted(files), "twin")

    def test_heads_of_different_sizes_are_refuted(self):
        for name in ("checkpoint", "sm3/checkpoint", "twin"):
            files = sound(5) | {name: sound(4)[name]}
            self.assertEqual(self._refuted(files), "twin")

    def test_one_key_proves_one_head(self):
        for vkey, suite in ((ED25519.vkey, SHA256), (SM2.vkey, SM3)):
            proven = self._verify(sound(3), parse_vkeys([vkey]))
            self.assertEqual(proven.suites, (suite,))

    def test_no_key_of_the_log_proves_nothing(self):
        other = log_folder.NoteSigner("log.example/other", b"\x01", "other")
        for keys in ([], parse_vkeys([other.vkey])):
            with self.assertRaises(Undecided):
                self._verify(sound(3), keys)

    def _run(self, *arguments: str) -> tuple[int, str]:
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        with contextlib.redirect_stdout(out):
            status = main(list(arguments))
            out.flush()
        return status, out.buffer.getvalue().decode()

    def test_command(self):
        log_folder.write(self.folder, sound(3))
        keys = ["--vkey", ED25519.vkey, "--vkey", SM2.vkey]
        for words in (["--full", str(self.folder), *keys], [*keys, "--full", str(self.folder)]):
            status, line = self._run(*words)
            self.assertEqual(status, 0)
            self.assertTrue(line.startswith("proven: the 3 entries of log.example/whole"), line)
        status, line = self._run("full", *keys[:2], "--json", str(self.folder))
        self.assertEqual((status, json.loads(line)["verified_heads"]), (0, ["sha256"]))
        (self.folder / "tile/0/000.p/3").unlink()
        self.assertEqual(
            self._run("--full", str(self.folder), *keys),
            (
                1,
                "refuted at tile/0/000.p/3: it is missing, though the head covers it\n",
            ),
        )
        self.assertEqual(self._run("--full", str(self.folder))[0], 2)
        self.assertEqual(self._run("--full", str(self.folder / "nothing"), *keys)[0], 2)
        self.assertEqual(self._run("--full")[0], 64)


if __name__ == "__main__":
    unittest.main()
