#!/bin/sh
# Writes every migration into Sources/LogStorePostgres/Migrations+Embedded.swift, so that a binary
# carries its own schema. Run it after adding a file; a test compares both, byte for byte.
set -eu
cd "$(dirname "$0")"
target=../Sources/LogStorePostgres/Migrations+Embedded.swift
{
    echo '// Written by Migrations/embed.sh from Migrations/*.sql. Do not edit.'
    echo
    echo 'extension Migration {'
    echo '    /// All migrations, the first one first.'
    echo '    public static let embedded = ['
    for file in [0-9][0-9][0-9][0-9]_*.sql; do
        # A line #""" or \#( in a migration would end or change the literal.
        if grep -q -e '"""' -e '\\#' "$file"; then
            echo "$file cannot be written as a Swift literal" >&2
            exit 1
        fi
        number=${file%%_*}
        name=${file#*_}
        echo '        Migration('
        echo "            version: $(expr "$number" + 0),"
        echo "            name: \"${name%.sql}\","
        echo '            sql: #"""'
        # Blank lines stay blank: the literal's indentation is not wanted in them.
        sed -e 's/^\(..*\)$/                \1/' "$file"
        echo # the literal's last line break is not part of it
        echo '                """#'
        echo '        ),'
    done
    echo '    ]'
    echo '}'
} >"$target.new"
mv "$target.new" "$target"
swift format -i --configuration ../.swift-format "$target"
