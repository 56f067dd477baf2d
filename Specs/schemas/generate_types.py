#!/usr/bin/env python3
"""Writes Sources/Records/Types/*.swift from the schemas: a Swift type for each class of records.

Run it after adding a schema; a test compares the types with the schemas, field by field.
"""

import json
import re
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "Sources" / "Records" / "Types"
PUBLIC = {"key-event", "policy-event", "opaque"}
WORDS = {"id": "ID", "ids": "IDs", "eu": "EU", "cn": "CN", "ai": "AI", "db": "DB"}


def camel(name, upper=False):
    words = re.split(r"[_-]", name)
    parts = [WORDS.get(word, word.capitalize()) for word in words]
    if not upper:
        parts[0] = words[0]
    return "".join(parts)


def case_name(value):
    if value == "none":  # Optional has a case of this name
        return "nothing"
    article = re.fullmatch(r"(\d+)-(\d+)", value)
    return f"article{article[1]}Item{article[2]}" if article else camel(value)


def swift_type(name, rule):
    kind = rule["type"]
    if kind == "string":
        return camel(name, upper=True) if "enum" in rule else "String"
    if kind == "array":
        return "[Int64]" if rule["items"]["type"] == "integer" else "[String]"
    return {"integer": "Int64", "boolean": "Bool", "object": "JSONValue"}[kind]


def to_json(kind):
    return {
        "String": ".string($0)", "Int64": ".integer($0)", "Bool": ".bool($0)", "JSONValue": "$0",
        "[String]": ".array($0.map { .string($0) })",
        "[Int64]": ".array($0.map { .integer($0) })",
    }.get(kind, ".string($0.rawValue)")


def from_json(kind):
    return {
        "String": "$0.text", "Int64": "$0.integer", "Bool": "$0.bool", "JSONValue": "$0",
        "[String]": "$0.elements?.compactMap(\\.text)",
        "[Int64]": "$0.elements?.compactMap(\\.integer)",
    }.get(kind, f"$0.text.flatMap({kind}.init)")


def swift(schema):
    name = camel(schema["x-class"], upper=True) + "Record"
    properties = schema["properties"]
    kinds = {field: swift_type(field, rule) for field, rule in properties.items()}
    lines = [
        "// Written by Specs/schemas/generate_types.py from "
        f"Specs/schemas/{schema['x-class']}.v{schema['x-version']}.json. Do not edit.",
        "",
        f"/// {schema['description']}",
        "///",
        "/// What is nil is absent. The class and the retention class are the log's to fill in.",
        f"public struct {name}: TypedRecord {{",
        "    /// The class.",
        f"    public static var recordClass: String {{ \"{schema['x-class']}\" }}",
    ]
    for field, rule in properties.items():
        if "enum" not in rule:
            continue
        lines += ["", f"    /// Values of ``{camel(field)}``.",
                  f"    public enum {kinds[field]}: String, Hashable, Sendable, CaseIterable {{"]
        for value in rule["enum"]:
            case = case_name(value)
            raw = "" if case == value else f' = "{value}"'
            lines += [f"        /// `{value}`.", f"        case {case}{raw}"]
        lines.append("    }")
    lines.append("")
    for field, rule in properties.items():
        lines += [f"    /// {rule['description']}", f"    public var {camel(field)}: {kinds[field]}?"]
    lines += ["", "    /// A record without any field.", "    public init() {}", "",
              "    /// Takes the values out of a record of this class."]
    lines += ["    public init(_ record: ValidRecord) {"]
    for field, rule in properties.items():
        lines.append(
            f"        self.{camel(field)} = "
            f"record.values[{rule['x-index']}].flatMap {{ {from_json(kinds[field])} }}"
        )
    lines += ["    }", "", "    /// The record's members, in the order of the schema.",
              "    public var json: JSONValue {", "        var members: [JSONMember] = []",
              "        func add(_ name: String, _ value: JSONValue?) {",
              "            if let value { members.append(JSONMember(name: name, value: value)) }",
              "        }"]
    for field in properties:
        lines.append(
            f"        add(\"{field}\", self.{camel(field)}.map {{ {to_json(kinds[field])} }})"
        )
    lines += ["        return .object(members)", "    }", "}", ""]
    return name, "\n".join(lines)


def main():
    TARGET.mkdir(exist_ok=True)
    files = []
    for path in sorted(HERE.glob("*.json")):
        schema = json.loads(path.read_text("utf-8"))
        if schema["x-class"] in PUBLIC:
            continue
        name, text = swift(schema)
        file = TARGET / f"{name}.swift"
        file.write_text(text, "utf-8")
        files.append(str(file))
    configuration = HERE.parents[1] / ".swift-format"
    subprocess.run(
        ["swift", "format", "-i", "--configuration", str(configuration), *files], check=True
    )


if __name__ == "__main__":
    main()
