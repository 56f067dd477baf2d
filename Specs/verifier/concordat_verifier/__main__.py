"""Entry point of `python3 -m concordat_verifier`."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
