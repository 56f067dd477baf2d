"""Records: disclosed fields against the commitment in a statement."""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .canonical import parse_canonical, print_canonical
from .checkpoint import parse_root
from .merkle import leaf_hash, verify_inclusion
from .outcome import Refuted
from .suites import SHA256, SM3, Suite

SCHEME = "salted-merkle/v1"
FIELD_PREFIX = b"concordat/field/v1\n"
SALT_BYTES = 32
OPAQUE = "opaque"
OPAQUE_LEAVES = 128
SCHEMA_LEAF = OPAQUE_LEAVES - 1

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,95}")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_MEMBERS = {"class", "commitment", "crosswalk", "recorded", "retention", "schema", "v"}


@dataclass(frozen=True)
class Statement:
    """What a statement says; it is believed once a proof shows that a log holds it."""

    record_class: str
    fields: int
    roots: dict[Suite, bytes]
    crosswalk: str
    recorded: str
    retention: str
    schema: str


@dataclass(frozen=True)
class Disclosure:
    """One field: its leaf, and the ways to both roots."""

    index: int
    digits: str
    paths: dict[Suite, tuple[bytes, ...]]


@dataclass(frozen=True)
class Field:
    """A field that was disclosed and verified; None stands for a value that the record lacks."""

    index: int
    name: str
    value: object


def parse_statement(data: bytes) -> Statement:
    """STMT-1 to STMT-4: reads a statement; raises Refuted with what is wrong."""

    def refuse(detail: str) -> Refuted:
        return Refuted("statement", detail)

    try:
        value = parse_canonical(data)
    except ValueError as error:
        raise refuse(str(error)) from None
    if not isinstance(value, dict) or set(value) != _MEMBERS or value["v"] != 1:
        raise refuse("other members than a statement has")
    commitment = value["commitment"]
    if not isinstance(commitment, dict) or set(commitment) != {"fields", "scheme", "sha256", "sm3"}:
        raise refuse("the commitment has other members")
    for name in ("class", "retention"):
        if not isinstance(value[name], str) or not _CODE.fullmatch(value[name]):
            raise refuse(f"{name} is no code")
    for name in ("crosswalk", "schema"):
        if not isinstance(value[name], str) or not _DIGEST.fullmatch(value[name]):
            raise refuse(f"{name} is no digest")
    if not isinstance(value["recorded"], str) or not _SECOND.fullmatch(value["recorded"]):
        raise refuse("recorded is no time in whole seconds")
    fields = commitment["fields"]
    if type(fields) is not int or not 1 <= fields <= OPAQUE_LEAVES:
        raise refuse("fields is not 1 to 128")
    if commitment["scheme"] != SCHEME:
        raise refuse("the commitment is of another scheme")
    roots = {}
    for suite in (SHA256, SM3):
        if not isinstance(commitment[suite.name], str):
            raise refuse(f"{suite.name} is no hash")
        roots[suite] = parse_root(commitment[suite.name], "statement")
    return Statement(
        value["class"], fields, roots, value["crosswalk"], value["recorded"],
        value["retention"], value["schema"],
    )


def _base64url(text: str) -> bytes:
    """RECORD-10: unpadded, URL-safe, one spelling; raises ValueError for anything else."""
    if not re.fullmatch(r"[A-Za-z0-9_-]*", text):
        raise ValueError("not base64url")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raise ValueError("not base64url") from None
    if base64.urlsafe_b64encode(data).decode().rstrip("=") != text:
        raise ValueError("base64url is not in canonical form")
    return data


def parse_disclosure(digits: str) -> tuple[bytes, str, object]:
    """RECORD-12: salt, name and value; raises ValueError unless it is the one spelling."""
    parts = parse_canonical(_base64url(digits))
    if not isinstance(parts, list) or len(parts) != 3:
        raise ValueError("not a salt, a name and a value")
    salt_text, name, value = parts
    if not isinstance(salt_text, str) or not isinstance(name, str):
        raise ValueError("salt and name are texts")
    salt = _base64url(salt_text)
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt has 32 bytes")
    return salt, name, value


def field_leaf(index: int, digits: str) -> bytes:
    """RECORD-11: what is hashed for one field."""
    return FIELD_PREFIX + index.to_bytes(2, "big") + digits.encode("ascii")


class Schema:
    """A schema: which field is which leaf, and which values it takes."""

    def __init__(self, data: bytes):
        try:
            document = json.loads(data.decode("utf-8"))
            properties = document["properties"]
            self.record_class = document["x-class"]
            self.names = [""] * len(properties)
            for name, rule in properties.items():
                self.names[rule["x-index"]] = name
            if document["x-fields"] != len(properties) or "" in self.names:
                raise ValueError("x-index does not count the properties")
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            raise Refuted("schema", f"not a schema of records: {error}") from None
        self.rules = properties
        self.digest = "sha256:" + hashlib.sha256(data).hexdigest()

    def allows(self, name: str, value: object) -> bool:
        """Whether the field takes the value."""
        return _allows(self.rules[name], value)


def _allows(rule: dict, value: object) -> bool:
    kinds = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict}
    kind = kinds.get(rule["type"])
    if kind is None or not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        return False
    if isinstance(value, str):
        if "enum" in rule:
            return value in rule["enum"]
        if not rule.get("minLength", 0) <= len(value) <= rule.get("maxLength", len(value)):
            return False
        # `$` would let a line feed through.
        return "pattern" not in rule or re.fullmatch(rule["pattern"][1:-1], value) is not None
    if isinstance(value, list):
        return (
            rule.get("minItems", 0) <= len(value) <= rule.get("maxItems", len(value))
            and all(_allows(rule["items"], element) for element in value)
            and (
                not rule.get("uniqueItems", False)
                or len({print_canonical(element) for element in value}) == len(value)
            )
        )
    if isinstance(value, int) and not isinstance(value, bool):
        return rule.get("minimum", value) <= value <= rule.get("maximum", value)
    return True


def leaf_names(schema: Schema, statement: Statement, opaque_digest: str | None) -> list[str]:
    """RECORD-1, RECORD-21: the names of the record's leaves; raises Refuted if they do not fit."""
    if statement.record_class != OPAQUE:
        if schema.digest != statement.schema or schema.record_class != statement.record_class:
            raise Refuted("schema", "not the one that the statement names")
        names = schema.names
    else:
        if opaque_digest is not None and statement.schema != opaque_digest:
            raise Refuted("schema", "the statement is none of an opaque log")
        names = schema.names + ["padding"] * (SCHEMA_LEAF - len(schema.names)) + ["schema"]
    if len(names) != statement.fields:
        raise Refuted(
            "schema", f"the statement commits to {statement.fields} fields, not {len(names)}"
        )
    return names


def verify_disclosures(
    statement: Statement,
    schema: Schema,
    disclosures: Sequence[Disclosure],
    opaque_digest: str | None = None,
    suites: Iterable[Suite] = (SHA256, SM3),
) -> list[Field]:
    """EVID-5, EVID-6: that each disclosure is a field of the record; raises Refuted otherwise."""
    names = leaf_names(schema, statement, opaque_digest)
    fields = []
    for disclosure in disclosures:
        step, index = "disclosure", disclosure.index
        try:
            _, name, value = parse_disclosure(disclosure.digits)
        except ValueError as error:
            raise Refuted(step, f"{index}: {error}") from None
        if not 0 <= index < len(names) or name != names[index]:
            raise Refuted(step, f"{index}: the schema has another field there")
        if statement.record_class == OPAQUE and index == SCHEMA_LEAF:
            fits = value == schema.digest
        else:
            fits = value is None or (index < len(schema.names) and schema.allows(name, value))
        if not fits:
            raise Refuted(step, f"{index}: the schema does not allow the value")
        for suite in suites:
            verify_inclusion(
                suite, index, statement.fields, leaf_hash(suite, field_leaf(index, disclosure.digits)),
                disclosure.paths[suite], statement.roots[suite],
            )
        fields.append(Field(index, name, value))
    if statement.record_class == OPAQUE and fields and fields[-1].index != SCHEMA_LEAF:
        raise Refuted("schema", "no leaf names the schema of an opaque record")
    return fields
