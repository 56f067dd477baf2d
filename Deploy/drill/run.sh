#!/usr/bin/env bash
# The drills in their long form, one after the other. What they have in common: something is broken on
# purpose, clients write down what they were told, and in the end one checker decides over the whole
# history whether anything promised was lost, moved, doubled or forked. Specs/faults.md says what each
# covers. `make test` runs the short forms.
#
#     Deploy/drill/run.sh [NAME...]     these only; without a name all of them
#
#     kills        kill -9 of concordatd and of its PostgreSQL at random moments under load
#     failpoints   every named step of sequencer, signer and publisher fails in every form
#     commits      COMMIT over a bad network; the connection ends at any message
#     daemons      two daemons and their signer killed and paused in turn
#     disks        the disks of data, write-ahead log and signer run full (needs root)
#     clock        the signer's clock goes back, forward, stands still
#     stall        the database stands still for 1 and 3 seconds under load
#     publishing   two of three and two of three: a side gone, liars, daemons and witnesses killed
#     monitor      a log forked, restored, edited, its keys stolen; kill -9 of concordat-monitor
#     rotation     a log's keys change again and again under load, the daemon is killed around each
#                  change, and both verifiers accept the whole and refuse the old key beyond its size;
#                  witnesses and a monitor follow, and a witness changes its own keys
#     witness      kill -9 of concordat-witness under requests; its disk fails at every operation
#     evidence     every byte of a file of evidence is changed in turn, of an open and an opaque log, for
#                  verifiers with the keys of both suites and of each
#     dictionary   a million plausible values against all that two logs tell and store
#
#     DRILL_SEED=N               brings requests and moments back (random, printed)
#     DRILL_KILLS=N              kills: of each of the two (20)
#     DRILL_ACKNOWLEDGEMENTS=N   kills: acknowledgements between two, at least (1000)
#     DRILL_CLIENTS=N            kills: clients that append at a time, at most 48 (16)
#     DRILL_ROUNDS=N             daemons: rounds of 7 kills and pauses (10); disks: times full (3);
#                                publishing: rounds of 11 kills and pauses (5)
#     CONCORDAT_LEDGER=FILE      where a row a drill is added; empty for none (Benchmarks/faults.csv)
#
# Prints a closing line a drill with its seed and its counts. Exit status 0 if no invariant was broken,
# 1 otherwise, 64 for a name that is none. Stops all that it started.
set -euo pipefail
cd "$(dirname "$0")/../.."

declare -A filters=(
    [kills]='KillTests'
    [failpoints]='FailpointTests|theStepsMayFailOverPostgres'
    [commits]='aRetryFindsWhatALostCommitDid|everyMessageMayBeTheLast'
    [daemons]='twoDaemonsKilledAndPausedInTurnMakeOneLog'
    [disks]='DiskFullTests'
    [clock]='SignerClockTests|LogCoreTests.ClockTests'
    [stall]='StallTests'
    [publishing]='PublishingTests|twoDaemonsPublishOneHistoryUnderAQuorum'
    [rotation]='keysChangeUnderLoadAndKills|SignerRotationTests|WitnessRotationTests'
    [witness]='WitnessProcessTests|WitnessFaultTests'
    [monitor]='MonitorDrillTests|killedAtAnyMomentItGoesOn'
    [evidence]='EvidenceTests/anyChangedByteIsRefused'
    [dictionary]='DictionaryTests'
)
readonly all=(kills failpoints commits daemons disks clock stall rotation publishing monitor witness evidence dictionary)

names=("$@")
[[ ${#names[@]} -gt 0 ]] || names=("${all[@]}")
for name in "${names[@]}"; do
    if [[ "$name" == -h || "$name" == --help ]]; then
        sed -n '2,/^set -euo/{/^#/s/^# \{0,1\}//p}' "$0"
        exit 0
    fi
    if [[ -z "${filters[$name]:-}" ]]; then
        echo "There is no drill \"$name\": ${all[*]}" >&2
        exit 64
    fi
done

export DRILL_LONG=1
export DRILL_KILLS="${DRILL_KILLS:-20}"
export DRILL_ACKNOWLEDGEMENTS="${DRILL_ACKNOWLEDGEMENTS:-1000}"
export CONCORDAT_LEDGER="${CONCORDAT_LEDGER-$PWD/Benchmarks/faults.csv}"
commit="$(git rev-parse --short HEAD 2>/dev/null || echo unknown)"
# The ledger itself grows during the run, and is no change of what is tested.
if [[ -n "$(git status --porcelain -- Sources Tests Migrations Package.swift 2>/dev/null)" ]]; then
    commit+=+
fi
export CONCORDAT_COMMIT="$commit"

Deploy/require-swift.sh
Deploy/install-dependencies.sh test
swift build --build-tests --jobs 2

failed=()
for name in "${names[@]}"; do
    printf '\n== drill %s\n' "$name"
    start=$SECONDS
    swift test --skip-build --disable-xctest --filter "${filters[$name]}" || failed+=("$name")
    printf 'drill %s took %d s\n' "$name" "$((SECONDS - start))"
done
if [[ ${#failed[@]} -gt 0 ]]; then
    printf '\nfailed: %s\n' "${failed[*]}"
    exit 1
fi
printf '\nall drills passed: %s\n' "${names[*]}"
