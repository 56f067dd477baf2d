"""Seals records as Specs/records.md says, word for word, for the vectors.

Takes nothing from the verifier, so that it can fail on what is written here.
"""

import base64
import hashlib
import hmac
import json
from pathlib import Path

SCHEMAS = Path(__file__).parents[2] / "schemas"
HMAC_HASH = {"sha256": "sha256", "sm3": "sm3"}


def canonical(value):
    """RFC 8785 for what records hold; every name here is ASCII."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def b64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def schema_bytes(name):
    return (SCHEMAS / f"{name}.v1.json").read_bytes()


def schema_digest(name):
    return "sha256:" + hashlib.sha256(schema_bytes(name)).hexdigest()


def field_names(name):
    properties = json.loads(schema_bytes(name))["properties"]
    return sorted(properties, key=lambda field: properties[field]["x-index"])


def salt(secret, hash_name, index):
    seed = secret
    for depth in range(1, 8):
        bit = index >> (7 - depth) & 1
        message = b"concordat/salt/v1" + bytes([depth, bit])
        seed = hmac.new(seed, message, HMAC_HASH[hash_name]).digest()
    return seed


class Sealed:
    """A sealed record: its disclosures, leaves and statement."""

    def __init__(self, schema, record, secret, hash_name, retention, recorded, crosswalk,
                 opaque=False, dummy=False, tree=None):
        self.schema = schema
        names = field_names(schema)
        values = dict(record) | {
            "record_class": "dummy" if dummy else schema, "retention_class": retention,
        }
        if opaque:
            names = names + ["padding"] * (127 - len(names)) + ["schema"]
            values["schema"] = schema_digest(schema)
        self.disclosures = [
            b64url(canonical(
                [b64url(salt(secret, hash_name, i)), name, values.get(name)]
            ).encode())
            for i, name in enumerate(names)
        ]
        self.names = names
        leaves = [
            b"concordat/field/v1\n" + i.to_bytes(2, "big") + disclosure.encode()
            for i, disclosure in enumerate(self.disclosures)
        ]
        count = len(leaves)
        self.trees = {suite: tree(suite, leaves) for suite in ("sha256", "sm3")}
        roots = {
            suite: base64.b64encode(self.trees[suite].mth(0, count)).decode()
            for suite in self.trees
        }
        self.statement = canonical({
            "class": "opaque" if opaque else schema,
            "commitment": {"fields": count, "scheme": "salted-merkle/v1", **roots},
            "crosswalk": crosswalk, "recorded": recorded,
            "retention": "opaque" if opaque else retention,
            "schema": schema_digest("opaque" if opaque else schema), "v": 1,
        })

    def paths(self, index):
        return {
            suite: [
                base64.b64encode(value).decode()
                for value in self.trees[suite].path(index, 0, len(self.disclosures))
            ]
            for suite in self.trees
        }

    def disclosed(self, *names):
        return [
            {"disclosure": self.disclosures[i], "index": i, **self.paths(i)}
            for i, name in enumerate(self.names) if name in names
        ]


def evidence(statement, schema, disclosures, proof, sm3_proof, twin):
    members = {
        "format": "concordat/evidence/v1", "proof": proof, "schema": schema,
        "sm3_proof": sm3_proof, "statement": statement, "twin": twin,
    }
    checksum = "sha256:" + hashlib.sha256(canonical(members).encode()).hexdigest()
    return canonical(members | {"checksum": checksum, "disclosures": disclosures})
