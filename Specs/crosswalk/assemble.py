#!/usr/bin/env python3
"""Puts the files of a crosswalk version together: crosswalk.json, in canonical form, and the copy
of it that is compiled into the programs.

A version that was used in a statement never changes: a new one is a new folder. Run this after an edit of a
version that nobody has used, and commit what it writes. Tests compare all of it.

    Specs/crosswalk/assemble.py
"""
import hashlib
import json
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
SWIFT = HERE.parent.parent / "Sources/Records/Crosswalk/Crosswalk+Embedded.swift"
PARTS = ["laws", "duties", "provisions", "profiles", "retention", "labels"]
WIDTH = 84


def canonical(value):
    """RFC 8785. Names are ASCII here, so their order by code points is that by UTF-16."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def assembled(folder):
    parts = {name: json.loads((folder / f"{name}.json").read_text("utf-8")) for name in PARTS}
    parts["v"] = int(folder.name[1:])
    return canonical(parts)


def literal(text):
    """The text as lines of a raw Swift literal, each ending with an escaped newline."""
    assert "\\" not in text.replace('\\"', "").replace("\\n", ""), "escapes would be misread"
    lines = []
    while text:
        end = min(WIDTH, len(text))
        # A line that ends or begins with a space would be changed by editors.
        while end < len(text) and " " in text[end - 1 : end + 1]:
            end -= 1
        lines.append(text[:end])
        text = text[end:]
    return "\\#\n".join("        " + line for line in lines)


def main():
    versions = sorted(HERE.glob("v*/"), key=lambda folder: int(folder.name[1:]))
    swift = [
        "// Written by Specs/crosswalk/assemble.py from Specs/crosswalk. Do not edit.",
        "",
        "extension Crosswalk {",
        "    /// The canonical bytes of each version, the first one first.",
        "    static let embeddedTexts = [",
    ]
    for folder in versions:
        text = assembled(folder)
        (folder / "crosswalk.json").write_text(text, "utf-8")
        print(f"{folder.name} sha256:{hashlib.sha256(text.encode()).hexdigest()} {len(text.encode())} bytes")
        swift += ['        #"""', literal(text), '        """#,']
    swift[-1] = swift[-1].replace('        """#,', '        """#')
    swift += ["    ]", "}", ""]
    SWIFT.parent.mkdir(parents=True, exist_ok=True)
    SWIFT.write_text("\n".join(swift), "utf-8")


if __name__ == "__main__":
    main()
