"""The two suites: a hash for the tree, and the kinds of key that may sign its heads."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from .sm3 import sm3


@dataclass(frozen=True)
class Suite:
    """One hash and what goes with it."""

    name: str
    title: str
    digest: Callable[[bytes], bytes]


SHA256 = Suite("sha256", "SHA-256", lambda data: hashlib.sha256(data).digest())
SM3 = Suite("sm3", "SM3", sm3)

SUITES = {suite.name: suite for suite in (SHA256, SM3)}
