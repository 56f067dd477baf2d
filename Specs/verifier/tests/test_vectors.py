import hashlib
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from concordat_verifier.vectors import RUNNERS, run_vectors

from .fixtures import VECTORS

TOOL = Path(__file__).resolve().parents[1] / "tools" / "make_vectors.py"


class VectorTests(unittest.TestCase):
    def test_every_vector_has_the_verdict_written_in_it(self):
        counts, failures = run_vectors(VECTORS)
        self.assertEqual(failures, [])
        self.assertEqual(counts.keys(), RUNNERS.keys())
        self.assertGreater(sum(counts.values()), 1000)

    def test_a_changed_verdict_and_a_missing_file_are_reported(self):
        with tempfile.TemporaryDirectory() as name:
            directory = Path(name)
            document = json.loads((VECTORS / "tiles.json").read_text("utf-8"))
            document["vectors"][0]["verdict"] = "must_fail"
            (directory / "tiles.json").write_text(json.dumps(document), "utf-8")
            (directory / "strange.json").write_text("{}", "utf-8")
            _, failures = run_vectors(directory)
            self.assertIn("tiles: 0: valid, not must_fail", failures)
            self.assertIn("strange.json: no runner", failures)
            self.assertIn("proofs.json: no vectors", failures)

    @unittest.skipUnless("sm3" in hashlib.algorithms_available, "this OpenSSL has no SM3")
    def test_the_generator_writes_these_very_bytes(self):
        with tempfile.TemporaryDirectory() as name:
            subprocess.run(
                [sys.executable, str(TOOL), name], check=True, stdout=subprocess.DEVNULL
            )
            for file in sorted(VECTORS.glob("*.json")):
                with self.subTest(file=file.name):
                    self.assertEqual((Path(name) / file.name).read_bytes(), file.read_bytes())


if __name__ == "__main__":
    unittest.main()
