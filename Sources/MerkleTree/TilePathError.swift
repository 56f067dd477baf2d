/// Which part of a tile's path is not as C2SP tlog-tiles writes it.
public enum TilePathError: Error, Hashable, Sendable {
    /// The path does not begin with `tile/`, has too few parts, or another spelling is the one.
    case malformed
    /// The level is not `entries` or a number of 0 to 63 without leading zeros.
    case level
    /// A part of the index is not three digits, or lacks its `x`.
    case index
    /// The index is beyond the last tile of the largest tree.
    case indexOutOfRange
    /// The width of a partial tile is not a number of 1 to 255.
    case width
}
