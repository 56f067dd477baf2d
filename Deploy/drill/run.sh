#!/usr/bin/env bash
# The kill drill in its long form: kill -9 of concordatd and of its PostgreSQL, 20 times each, at random
# moments under load, with at least 1,000 acknowledgements between kills. After each restart every
# acknowledged entry has to be at its acknowledged index in both trees, and no two heads of one
# size may differ. `make test` runs the same drill with two kills of each.
#
#     DRILL_KILLS=N              kills of each of the two (20)
#     DRILL_ACKNOWLEDGEMENTS=N   acknowledgements between kills, at least (1000)
#     DRILL_CLIENTS=N            clients that append at a time, at most 48 (16)
#     DRILL_SEED=N               brings requests and kill points back (random, printed)
#
# Prints a line a kill and a closing count. Exit status 0 if nothing was lost; else the folder with
# data and logs is kept, and named. Stops all that it started.
set -euo pipefail
cd "$(dirname "$0")/../.."

export DRILL_KILLS="${DRILL_KILLS:-20}"
export DRILL_ACKNOWLEDGEMENTS="${DRILL_ACKNOWLEDGEMENTS:-1000}"

Deploy/require-swift.sh
Deploy/install-dependencies.sh test
swift build --build-tests --jobs 2
swift test --skip-build --disable-xctest --filter KillTests
