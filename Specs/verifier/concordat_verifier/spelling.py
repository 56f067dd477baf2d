"""NOTE-0: spellings that have exactly one form per value, decimals and base64."""

import base64
import binascii
import re

MAX_UINT64 = 2**64 - 1

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,19}")


def parse_decimal(text: str) -> int:
    """Reads an unsigned 64-bit number in ASCII digits without leading zeros.

    Raises ValueError for every other spelling, and for numbers of 2^64 and above.
    """
    if not _DECIMAL.fullmatch(text):
        raise ValueError("not a decimal number without leading zeros")
    value = int(text)
    if value > MAX_UINT64:
        raise ValueError("number does not fit into 64 bits")
    return value


def parse_base64(text: str) -> bytes:
    """Reads padded standard base64 (RFC 4648, section 4) and only its canonical form.

    Raises ValueError for white space, missing padding, the URL alphabet and
    non-zero trailing bits: all of them change when printed again.
    """
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise ValueError("not standard base64") from None
    if base64.b64encode(data).decode("ascii") != text:
        raise ValueError("base64 is not in canonical form")
    return data


def print_base64(data: bytes) -> str:
    """The canonical base64 spelling of `data`."""
    return base64.b64encode(data).decode("ascii")
