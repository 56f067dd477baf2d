/// What is sealed of a record.
///
///     version         1 byte: 1
///     body mark       1 byte: 32 or 0, then as many bytes
///     id              2 bytes: its length, then its bytes
///     terms           2 bytes: their number; for each the field in 1 byte, 4 bytes of length, the value
///     content         the rest
///
/// Numbers are big-endian.
struct VaultEnvelope: Hashable {
    /// HMAC of the request under the log's secret: what the stored MACs are made of. Nil once a field
    /// is erased: it would tell whether a guess about that is right.
    var bodyMark: [UInt8]?
    var id: [UInt8]
    var terms: [SearchTerm]
    var content: [UInt8]

    static let version: UInt8 = 1

    /// The bytes.
    ///
    /// - Precondition: The id has less than 65,536 bytes, and there are as few terms.
    var bytes: [UInt8] {
        precondition(self.id.count <= UInt16.max && self.terms.count <= UInt16.max, "fits")
        var bytes: [UInt8] = []
        bytes.reserveCapacity(
            64 + self.id.count + self.content.count
                + self.terms.reduce(0) { $0 + $1.value.count + 5 }
        )
        bytes.append(Self.version)
        bytes.append(UInt8(self.bodyMark?.count ?? 0))
        bytes += self.bodyMark ?? []
        bytes += VaultBytes.bigEndian(UInt16(self.id.count))
        bytes += self.id
        bytes += VaultBytes.bigEndian(UInt16(self.terms.count))
        for term in self.terms {
            bytes.append(term.field.rawValue)
            bytes += VaultBytes.bigEndian(UInt32(term.value.count))
            bytes += term.value
        }
        bytes += self.content
        return bytes
    }

    init(bodyMark: [UInt8]?, id: [UInt8], terms: [SearchTerm], content: [UInt8]) {
        self.bodyMark = bodyMark
        self.id = id
        self.terms = terms
        self.content = content
    }

    /// Reads the bytes; nil unless they are those of an envelope.
    init?(parsing bytes: [UInt8]) {
        var rest = bytes[...]
        guard rest.popFirst() == Self.version, let markCount = rest.popFirst(),
            markCount == 0 || markCount == 32,
            let mark = VaultBytes.take(Int(markCount), from: &rest),
            let idCount = VaultBytes.number(UInt16.self, from: &rest),
            let id = VaultBytes.take(Int(idCount), from: &rest),
            let termCount = VaultBytes.number(UInt16.self, from: &rest)
        else { return nil }
        var terms: [SearchTerm] = []
        for _ in 0..<termCount {
            guard let field = rest.popFirst().flatMap(SearchField.init(rawValue:)),
                let count = VaultBytes.number(UInt32.self, from: &rest),
                let value = VaultBytes.take(Int(count), from: &rest)
            else { return nil }
            terms.append(SearchTerm(field, value))
        }
        self.init(
            bodyMark: mark.isEmpty ? nil : mark,
            id: id,
            terms: terms,
            content: Array(rest)
        )
    }
}

/// Numbers and runs of bytes, as the vault writes them.
enum VaultBytes {
    static func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    static func take(_ count: Int, from rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    static func number<Number: FixedWidthInteger>(
        _ type: Number.Type,
        from rest: inout ArraySlice<UInt8>
    ) -> Number? {
        self.take(Number.bitWidth / 8, from: &rest).map { bytes in
            bytes.reduce(0) { $0 << 8 | Number($1) }
        }
    }
}
