#!/bin/sh
# Writes every schema into Sources/Records/Schema/EmbeddedSchemas.swift, so that a binary carries them.
# Run it after changing a file; a test compares both, byte for byte. A schema that any log has used is
# never changed: its digest stands in statements. A change is a new file with a higher version.
set -eu
cd "$(dirname "$0")"
target=../../Sources/Records/Schema/EmbeddedSchemas.swift
{
    echo '// Written by Specs/schemas/embed.sh from Specs/schemas/*.json. Do not edit.'
    echo
    echo '/// The bytes of the schemas in `Specs/schemas`.'
    echo 'enum EmbeddedSchemas {'
    echo '    /// Name of the file and its text.'
    echo '    static let files: [(name: String, text: String)] = ['
    for file in *.json; do
        # A line #""" or \#( in a schema would end or change the literal.
        if grep -q -e '"""' -e '\\#' "$file"; then
            echo "$file cannot be written as a Swift literal" >&2
            exit 1
        fi
        echo '        ('
        echo "            name: \"$file\","
        echo '            text: #"""'
        sed -e 's/^\(..*\)$/                \1/' "$file"
        echo # the literal's last line break is not part of it
        echo '                """#'
        echo '        ),'
    done
    echo '    ]'
    echo '}'
} >"$target.new"
mv "$target.new" "$target"
swift format -i --configuration ../../.swift-format "$target"
