"""What several tests use: good examples out of Specs/vectors, and the command line."""

import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

from concordat_verifier.cli import main

VECTORS = Path(__file__).resolve().parents[2] / "vectors"


def vector(file: str, name: str) -> dict:
    """The vector of that name in Specs/vectors/<file>.json."""
    vectors = json.loads((VECTORS / f"{file}.json").read_text("utf-8"))["vectors"]
    return next(v for v in vectors if v["name"] == name)


class CommandCase(unittest.TestCase):
    """Runs the command line, on files of its own."""

    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)

    def _file(self, name: str, data: bytes) -> str:
        path = Path(self.directory.name) / name
        path.write_bytes(data)
        return str(path)

    def _run(self, *arguments: str) -> tuple[int, str, str]:
        # argparse leaves by SystemExit for --help only.
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main(list(arguments))
            for stream in (out, err):
                stream.flush()
        return status, out.buffer.getvalue().decode(), err.buffer.getvalue().decode()
