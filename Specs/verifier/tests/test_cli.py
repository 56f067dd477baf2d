import json
import subprocess
import sys
import unittest
from pathlib import Path

from concordat_verifier.cli import main

from .fixtures import VECTORS, CommandCase, vector


class CommandTests(CommandCase):
    def _verify(self, name: str, *more: str, **change):
        case = vector("proofs", name) | change
        keys = [part for vkey in case["vkeys"] for part in ("--vkey", vkey)]
        entry = self._file("entry", bytes.fromhex(case["entry"]))
        return self._run(
            "verify", *keys, "--entry", entry, *more, self._file("p", case["proof"].encode())
        )

    def test_proven_says_what_and_under_which_keys(self):
        for suite, title in (("sha256", "SHA-256"), ("sm3", "SM3")):
            status, out, err = self._verify(f"{suite}-cosigned")
            self.assertEqual((status, err), (0, ""))
            self.assertEqual(out.count("\n"), 1)
            self.assertTrue(out.startswith("proven: entry 5 of the 7 of log.example/eu"))
            for part in (title, "log.example/eu", "witness.example/w1", "time 1767225600"):
                self.assertIn(part, out)

    def test_refuted_names_the_step(self):
        status, out, _ = self._verify("sha256-entry_bit_flipped")
        self.assertEqual(status, 1)
        self.assertEqual(out, "refuted at inclusion: the path leads to another root\n")

    def test_without_a_known_key_it_cannot_tell(self):
        for suite in ("sha256", "sm3"):
            for name in ("no_keys", "only_keys_of_the_other_suite"):
                status, out, _ = self._verify(f"{suite}-{name}")
                self.assertEqual(status, 2)
                self.assertEqual(out, "could not tell, signature: no known key signed this note\n")

    def test_unsupported_key_is_named_and_proves_nothing(self):
        pq = vector("vkeys", "ml_dsa_44")["vkey"]
        status, _, err = self._verify("sha256-cosigned", vkeys=[pq])
        self.assertEqual(status, 2)
        self.assertIn("witness.example/pq", err)

    def test_json(self):
        status, out, _ = self._verify("sm3-cosigned", "--json")
        answer = json.loads(out)
        self.assertEqual((status, answer["verdict"]), (0, "proven"))
        members = ("suite", "leaf_index", "tree_size")
        self.assertEqual([answer[member] for member in members], ["sm3", 5, 7])
        self.assertEqual(len(answer["signatures"]), 2)
        status, out, _ = self._verify("sm3-hash_missing", "--json")
        self.assertEqual((status, json.loads(out)["step"]), (1, "path"))

    def test_missing_file_cannot_tell(self):
        proof = self._file("p", b"")
        status, out, _ = self._run("verify", "--entry", "/nonexistent/entry", proof)
        self.assertEqual(status, 2)
        self.assertIn("/nonexistent/entry", out)

    def test_usage_errors_are_64(self):
        good = vector("inclusion", "sha256-ct-5-of-7")
        hashes = ["--leaf", good["leaf"], "--root", good["root"], *good["path"]]
        for arguments in (
            [],
            ["unknown"],
            ["verify"],
            ["verify", "--vkey", "nonsense", "--entry", "a", "b"],
            ["check", "inclusion", "--suite", "md5", "--index", "5", "--size", "7", *hashes],
            ["check", "inclusion", "--index", "05", "--size", "7", *hashes],
            ["check", "inclusion", "--index", "-5", "--size", "7", *hashes],
            ["check", "inclusion", "--index", "5", "--size", str(2**64), *hashes],
            ["check", "inclusion", "--index", "5", "--size", "7", *hashes, "abcd"],
            ["check", "inclusion", "--index", "5", "--size", "7", *hashes, "zz" * 32],
            ["check", "inclusion", "--index", "5", "--size", "7"],
        ):
            with self.subTest(arguments=arguments):
                status, out, err = self._run(*arguments)
                self.assertEqual((status, out), (64, ""))
                self.assertIn("usage", err)

    def test_check_inclusion(self):
        for suite in ("sha256", "sm3"):
            good = vector("inclusion", f"{suite}-ct-5-of-7")
            flags = ["check", "inclusion", "--suite", suite, "--index", "5", "--size", "7"]
            flags += ["--leaf", good["leaf"], "--root", good["root"]]
            self.assertEqual(self._run(*flags, *good["path"])[0], 0)
            self.assertEqual(self._run(*flags, *good["path"][:-1])[0], 1)
            self.assertEqual(self._run(*flags, *reversed(good["path"]))[0], 1)

    def test_check_consistency(self):
        for suite in ("sha256", "sm3"):
            good = vector("consistency", f"{suite}-ct-3-to-7")
            flags = ["check", "consistency", "--suite", suite, "--size1", "3", "--size2", "7"]
            flags += ["--root1", good["root1"], "--root2", good["root2"]]
            self.assertEqual(self._run(*flags, *good["path"])[0], 0)
            self.assertEqual(self._run(*flags, *good["path"][:-1])[0], 1)

    def test_verify_twin(self):
        for name, expected in (
            ("size-7", 0),
            ("sm3_root_differs", 1),
            ("only_the_ed25519_key_known", 2),
        ):
            case = vector("twin", name)
            keys = [part for vkey in case["vkeys"] for part in ("--vkey", vkey)]
            files = [
                self._file(member, case[member].encode())
                for member in ("checkpoint", "sm3Checkpoint", "twin")
            ]
            status, out, _ = self._run(
                "verify-twin", *keys, "--checkpoint", files[0], "--sm3-checkpoint", files[1],
                files[2],
            )
            with self.subTest(name=name):
                self.assertEqual(status, expected, out)

    def test_runs_as_a_folder_and_as_a_module(self):
        folder = Path(__file__).resolve().parents[1]
        good = vector("inclusion", "sm3-ct-5-of-7")
        check = ["check", "inclusion", "--suite", "sm3", "--index", "5", "--size", "7", "--leaf"]
        check += [good["leaf"], "--root", good["root"], *good["path"]]
        for command, cwd in (
            ([str(folder)], "/"),
            (["-m", "verifier"], folder.parent),
            (["-m", "concordat_verifier"], folder),
        ):
            with self.subTest(command=command):
                done = subprocess.run(
                    [sys.executable, *command, *check], cwd=cwd, capture_output=True, text=True
                )
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertTrue(done.stdout.startswith("proven: leaf 5 of 7"))

    def test_help_shows_examples(self):
        done = subprocess.run(
            [sys.executable, str(Path(__file__).resolve().parents[1]), "--help"],
            capture_output=True,
            text=True,
        )
        self.assertEqual(done.returncode, 0)
        self.assertIn("examples:", done.stdout)
        self.assertIn("exit status:", done.stdout)


if __name__ == "__main__":
    unittest.main()
