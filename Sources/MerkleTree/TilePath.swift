/// The path of a tile or an entry bundle below a log's prefix, in the one spelling of C2SP
/// tlog-tiles: `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`.
///
/// N is written in groups of three digits, all but the last behind an `x`: 1234067 is
/// `x001/x234/067`.
public enum TilePath: Hashable, Sendable {
    /// A tile of hashes.
    case tile(TileCoordinate)
    /// A bundle of entries.
    case entries(BundleCoordinate)

    /// Reads a path; any other spelling of the same place is refused.
    ///
    /// - Throws: ``TilePathError`` that names the part which is wrong.
    public init(parsing text: String) throws(TilePathError) {
        // More than any path needs: level, seven groups of a 56-bit index, width.
        guard text.utf8.count <= 64 else { throw .malformed }
        var parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { Array($0) }
        guard parts.count >= 3, parts.removeFirst() == Array("tile".utf8) else {
            throw .malformed
        }
        let kind = parts.removeFirst()
        let width = try Self.takeWidth(from: &parts)
        let index = try Self.index(from: parts)
        if kind == Array("entries".utf8) {
            guard let bundle = BundleCoordinate(index: index, width: width) else {
                throw .indexOutOfRange
            }
            self = .entries(bundle)
        } else {
            guard let level = Self.decimal(kind, digits: 1...2), level <= 63 else {
                throw .level
            }
            guard let tile = TileCoordinate(level: Int(level), index: index, width: width) else {
                throw .indexOutOfRange
            }
            self = .tile(tile)
        }
        // One spelling per place: what the grammar above let pass twice, printing refuses.
        guard Array(self.description.utf8) == Array(text.utf8) else { throw .malformed }
    }

    /// Removes `.p/<W>` from the end of a path; a path without it is that of a full tile.
    private static func takeWidth(from parts: inout [[UInt8]]) throws(TilePathError) -> Int {
        let suffix = Array(".p".utf8)
        guard parts.count >= 2, parts[parts.count - 2].suffix(2).elementsEqual(suffix) else {
            return TileCoordinate.fullWidth
        }
        guard let width = Self.decimal(parts.removeLast(), digits: 1...3), (1...255).contains(width)
        else { throw .width }
        parts[parts.count - 1].removeLast(suffix.count)
        return Int(width)
    }

    private static func index(from groups: [[UInt8]]) throws(TilePathError) -> UInt64 {
        var index: UInt64 = 0
        for (position, group) in groups.enumerated() {
            let isLast = position == groups.count - 1
            guard isLast || group.first == UInt8(ascii: "x"),
                let value = Self.decimal(isLast ? group[...] : group.dropFirst(), digits: 3...3)
            else { throw .index }
            let (product, overflow) = index.multipliedReportingOverflow(by: 1_000)
            guard !overflow, product < UInt64.max - 999 else { throw .indexOutOfRange }
            index = product + value
        }
        return index
    }

    private static func decimal(
        _ digits: some Collection<UInt8>,
        digits count: ClosedRange<Int>
    ) -> UInt64? {
        guard count.contains(digits.count) else { return nil }
        var value: UInt64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + UInt64(digit - UInt8(ascii: "0"))
        }
        return value
    }
}

extension TilePath {
    /// The names on the way to it: the parts of the path between the slashes.
    public var names: [String] {
        switch self {
        case .tile(let tile):
            ["tile", String(tile.level)] + Self.names(index: tile.index, width: tile.width)
        case .entries(let bundle):
            ["tile", "entries"] + Self.names(index: bundle.index, width: bundle.width)
        }
    }

    private static func names(index: UInt64, width: Int) -> [String] {
        var names: [String] = []
        var rest = index
        repeat {
            names.append(Self.group(rest % 1_000, isLast: names.isEmpty))
            rest /= 1_000
        } while rest > 0
        names.reverse()
        guard width != TileCoordinate.fullWidth, let last = names.popLast() else { return names }
        return names + ["\(last).p", String(width)]
    }

    /// Three digits, behind an `x` unless they are the last. Made byte by byte: paths are made for each
    /// file that is read, written or served.
    private static func group(_ value: UInt64, isLast: Bool) -> String {
        String(unsafeUninitializedCapacity: 4) { bytes in
            var count = 0
            if !isLast {
                bytes[0] = UInt8(ascii: "x")
                count = 1
            }
            for digit in [value / 100, value / 10 % 10, value % 10] {
                bytes[count] = UInt8(ascii: "0") + UInt8(digit)
                count += 1
            }
            return count
        }
    }
}

extension TilePath: CustomStringConvertible {
    /// The path, without a leading slash.
    public var description: String { self.names.joined(separator: "/") }
}
