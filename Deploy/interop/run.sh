#!/usr/bin/env bash
# Runs our witness against one that other people wrote, `aics-witness` from PyPI, and its feeder against ours. Both
# listen on loopback, and end with the script. Packages go into a virtual environment in a temporary folder.
#
#     Deploy/interop/run.sh [PROGRAM]     the built concordat-witness (.build/debug/concordat-witness)
#
# Exit status 0 if both agree, 1 if not, 69 if the packages cannot be installed.
set -euo pipefail
cd "$(dirname "$0")/../.."
if [[ "${1:-}" == -h || "${1:-}" == --help ]]; then
    sed -n '2,/^set -euo/{/^#/s/^# \{0,1\}//p}' "$0"
    exit 0
fi
program="$(realpath "${1:-.build/debug/concordat-witness}")"
[[ -f "$program" && -x "$program" ]] || { echo "no program at $program: swift build --product concordat-witness" >&2; exit 64; }
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
# They ask for Python 3.12 and run on 3.11.
"$work/venv/bin/pip" install --quiet cryptography &&
    "$work/venv/bin/pip" install --quiet --no-deps --ignore-requires-python \
        aics-tlog==0.2.1 aics-witness==0.1.0 || exit 69
"$work/venv/bin/python" Deploy/interop/witness.py --program "$program" --folder "$work"
