#!/usr/bin/env bash
# Stops with a plain sentence when there is no Swift toolchain, or one too old for Package.swift.
set -euo pipefail

readonly needed=6.2
found="$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1 || true)"
if [[ -z "$found" ]]; then
    echo "No \`swift\` in PATH. Swift $needed or newer is needed: https://www.swift.org/install/linux/" >&2
    exit 1
elif [[ "$(printf '%s\n' "$needed" "$found" | sort -V | head -n 1)" != "$needed" ]]; then
    echo "Swift $needed or newer is needed, this is $found: https://www.swift.org/install/linux/" >&2
    exit 1
fi
