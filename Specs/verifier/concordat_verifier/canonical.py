"""Canonical JSON: the one spelling that statements, disclosures and evidence have."""

import json
from collections.abc import Iterator

MAX_DEPTH = 16
MAX_INTEGER = 2**53 - 1


def _refuse(_: str) -> None:
    raise ValueError("a number that is not whole")


def depth(value: object) -> int:
    """JSON-9: how deep arrays and objects lie in each other."""
    inner: Iterator[object] = iter(())
    if isinstance(value, dict):
        inner = iter(value.values())
    elif isinstance(value, list):
        inner = iter(value)
    else:
        return 0
    return 1 + max((depth(element) for element in inner), default=0)


def print_canonical(value: object) -> bytes:
    """CJSON-1 to CJSON-3: RFC 8785 for texts, whole numbers, literals, arrays and objects."""
    if isinstance(value, bool) or value is None:
        return json.dumps(value).encode()
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise ValueError("a number of 2^53 or more")
        return str(value).encode()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).encode("utf-8")
    if isinstance(value, list):
        return b"[" + b",".join(print_canonical(element) for element in value) + b"]"
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        members = (print_canonical(name) + b":" + print_canonical(value[name]) for name in names)
        return b"{" + b",".join(members) + b"}"
    raise ValueError("not a value of canonical JSON")


def parse_canonical(data: bytes) -> object:
    """Reads canonical JSON; raises ValueError unless the bytes are its one spelling.

    Printing again what was read is what refuses duplicate members, white space, escapes that
    are not needed, surrogates, and numbers in another form.
    """
    try:
        value = json.loads(
            data.decode("utf-8"), parse_float=_refuse, parse_constant=_refuse
        )
        if depth(value) > MAX_DEPTH:
            raise ValueError("arrays and objects too deep in each other")
        if print_canonical(value) != data:
            raise ValueError("not in canonical form")
    except RecursionError:
        raise ValueError("arrays and objects too deep in each other") from None
    return value
