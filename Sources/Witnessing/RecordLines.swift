import CryptoSuites
import LogProtocol
import MerkleTree
import SignedNotes

// What the files of signers and witnesses have in common: lines of a name and a value, statements
// and edges.

extension ArraySlice<ArraySlice<UInt8>> {
    /// Takes the next line off, if it is `<name> <value>`; the value.
    mutating func popValue(_ name: String) -> ArraySlice<UInt8>? {
        guard let line = self.popFirst(), line.starts(with: "\(name) ".utf8) else { return nil }
        return line.dropFirst(name.utf8.count + 1)
    }
}

extension [HistoryStatement] {
    private static var lineName: String { "event" }

    /// A line for each: `event <index> <statement, base64>`.
    var recordLines: [String] {
        self.map { "\(Self.lineName) \($0.index) \(Base64.encode($0.statement))" }
    }

    /// Takes such lines off, up to the last line of a file, which is another one; nil if one is
    /// malformed, or not in index order.
    init?(popping lines: inout ArraySlice<ArraySlice<UInt8>>) {
        self = []
        while lines.count > 1 {
            guard let line = lines.popValue(Self.lineName) else { return nil }
            let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            guard parts.count == 2, let index = CanonicalDecimal.parse(parts[0]),
                let statement = Base64.decode(parts[1]), self.last.map({ $0.index < index }) ?? true
            else { return nil }
            self.append(HistoryStatement(index: index, statement: statement))
        }
    }
}

/// What stands for an edge without hashes.
private let nothing = "-"

extension CompactRange {
    /// The hashes in one base64 string, the largest subtree first; `-` if there are none.
    var text: String {
        self.hashes.isEmpty ? nothing : Base64.encode(self.hashes.flatMap(\.bytes))
    }
}

extension TwinRange {
    /// Reads two edges; nil unless both fit the size.
    init?(size: UInt64, sha256Text: ArraySlice<UInt8>, sm3Text: ArraySlice<UInt8>) {
        guard let sha256 = Self.hashes(sha256Text, of: SHA256Hasher.self),
            let sm3 = Self.hashes(sm3Text, of: SM3Hasher.self)
        else { return nil }
        self.init(size: size, sha256: sha256, sm3: sm3)
    }

    private static func hashes<Hasher: TreeHasher>(
        _ text: ArraySlice<UInt8>,
        of _: Hasher.Type
    ) -> [TreeHash<Hasher>]? {
        if text.elementsEqual(nothing.utf8) { return [] }
        guard let bytes = Base64.decode(text) else { return nil }
        let byteCount = TreeHash<Hasher>.byteCount
        var hashes: [TreeHash<Hasher>] = []
        for start in stride(from: 0, to: bytes.count, by: byteCount) {
            let end = min(start + byteCount, bytes.count)
            guard let hash = TreeHash<Hasher>(bytes[start..<end]) else { return nil }
            hashes.append(hash)
        }
        return hashes
    }
}
