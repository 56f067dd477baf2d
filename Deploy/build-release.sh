#!/usr/bin/env bash
# Builds programs in release mode and prints the folder that they are in.
#
#     Deploy/build-release.sh concordatd concordat     .build/release/concordatd, .build/release/concordat
#
# The C libraries are built without their assertions, which SwiftPM leaves in: with them the arithmetic of ML-DSA
# is not inlined.
set -euo pipefail
cd "$(dirname "$0")/.."
if [[ $# -eq 0 || "$1" == -h || "$1" == --help ]]; then
    sed -n '2,/^set -euo/{/^#/s/^# \{0,1\}//p}' "$0"
    exit 0
fi
flags=(--configuration release -Xcc -DNDEBUG -Xcxx -DNDEBUG)
for product in "$@"; do
    swift build "${flags[@]}" --jobs 2 --product "$product" >&2
done
swift build "${flags[@]}" --show-bin-path
