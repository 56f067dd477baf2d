"""Good examples out of Specs/vectors, for tests that damage them."""

import json
from pathlib import Path

VECTORS = Path(__file__).resolve().parents[2] / "vectors"


def vector(file: str, name: str) -> dict:
    """The vector of that name in Specs/vectors/<file>.json."""
    vectors = json.loads((VECTORS / f"{file}.json").read_text("utf-8"))["vectors"]
    return next(v for v in vectors if v["name"] == name)
