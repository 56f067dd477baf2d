"""Lets `python3 Specs/verifier ...` run from anywhere, with nothing installed."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from concordat_verifier.cli import main  # noqa: E402  (the path has to be set first)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
