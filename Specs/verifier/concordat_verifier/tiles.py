"""Tiles and entry bundles (C2SP tlog-tiles): their paths and their contents."""

import re
from dataclasses import dataclass

from .outcome import Refuted

TILE_WIDTH = 256
MAX_LEVEL = 63
# No tree of 64-bit size has more tiles than this on any level.
MAX_TILES = 2**56

_PATH = re.compile(
    r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True)
class TilePath:
    """Where a tile lies. `level` is None for an entry bundle; `width` is 256 if full."""

    level: int | None
    index: int
    width: int

    def __str__(self) -> str:
        groups = []
        rest = self.index
        while True:
            groups.insert(0, f"{rest % 1000:03d}")
            rest //= 1000
            if rest == 0:
                break
        place = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
        level = "entries" if self.level is None else str(self.level)
        partial = "" if self.width == TILE_WIDTH else f".p/{self.width}"
        return f"tile/{level}/{place}{partial}"


def parse_tile_path(text: str) -> TilePath:
    """TILE-11: reads a path below a log's prefix; raises Refuted unless canonical."""
    # TILE-3
    match = _PATH.fullmatch(text)
    if match is None:
        raise Refuted("tile path", "malformed")
    level = None if match[1] == "entries" else int(match[1])
    # TILE-4
    if level is not None and level > MAX_LEVEL:
        raise Refuted("tile path", f"level {level} is above {MAX_LEVEL}")
    index = int(match[2].replace("x", "").replace("/", ""))
    # TILE-5
    if index >= MAX_TILES:
        raise Refuted("tile path", "no tree of 64-bit size has a tile of that number")
    # TILE-6
    width = TILE_WIDTH if match[3] is None else int(match[3])
    if match[3] is not None and width >= TILE_WIDTH:
        raise Refuted("tile path", f"a partial tile of width {width}, at most 255 is possible")
    path = TilePath(level, index, width)
    if str(path) != text:
        raise Refuted("tile path", "not in canonical form")
    return path


def partial_width(level: int, size: int) -> int:
    """TILE-2: the width of the partial tile at `level` in a tree of `size`; 0 if none."""
    return (size >> 8 * level) % TILE_WIDTH


def parse_bundle(data: bytes, width: int) -> list[bytes]:
    """TILE-8: the `width` entries of a bundle; raises Refuted if it is cut or goes on."""
    entries = []
    position = 0
    while position < len(data):
        length = int.from_bytes(data[position : position + 2], "big")
        entry = data[position + 2 : position + 2 + length]
        if position + 2 > len(data) or len(entry) != length:
            raise Refuted("bundle", "the last entry is cut short")
        if length == 0:
            raise Refuted("bundle", "an entry of 0 bytes")
        entries.append(entry)
        position += 2 + length
    if len(entries) != width:
        raise Refuted("bundle", f"{len(entries)} entries, {width} are expected")
    return entries
