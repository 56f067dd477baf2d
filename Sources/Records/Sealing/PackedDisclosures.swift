import CryptoSuites

/// All leaves of a record's tree in one buffer, as they are hashed.
///
/// SPEC: RECORD-11: leaf i is `concordat/field/v1` LF || u16 i || the digits of disclosure i.
struct PackedDisclosures: Sendable {
    private(set) var bytes: [UInt8]
    private(set) var offsets: [Int]
    private(set) var lengths: [Int]

    static let prefix = Array("concordat/field/v1\n".utf8)
    private static let headCount = prefix.count + 2
    /// `["<43 digits of the salt>","` are 48 bytes, so 64 digits end on a border between groups.
    private static let saltDigitCount = 64

    /// Puts the disclosures of all fields together: `salts` has 32 bytes for each leaf, `values` the
    /// canonical bytes of the values, and `ranges` where each leaf's lie, nil if it has none.
    init(
        _ template: RecordTemplate,
        salts: [UInt8],
        values: [UInt8],
        ranges: [Range<Int>?]
    ) {
        let count = template.nameTails.count
        precondition(
            salts.count == count * SaltTree.byteCount && ranges.count == count,
            "each leaf has a salt"
        )
        var (offsets, lengths) = ([Int](), [Int]())
        offsets.reserveCapacity(count)
        lengths.reserveCapacity(count)
        var capacity = 0
        for index in 0..<count {
            offsets.append(capacity)
            let tail =
                ranges[index].map {
                    Base64URL.digitCount(ofBytes: template.nameTails[index].count + $0.count + 1)
                } ?? template.absentTails[index].count
            lengths.append(Self.headCount + Self.saltDigitCount + tail)
            capacity += Self.headCount + Self.saltDigitCount + tail
        }
        self.bytes = [UInt8](unsafeUninitializedCapacity: capacity) { bytes, filled in
            var scratch: [UInt8] = []
            var salt = [UInt8](repeating: 0, count: 48)
            // The disclosures are the caller's; the last salt does not stay beside them.
            defer { wipe(&salt) }
            salt.replaceSubrange(0..<2, with: [UInt8(ascii: "["), UInt8(ascii: "\"")])
            salt.replaceSubrange(45..<48, with: Array("\",\"".utf8))
            let prefix = Self.prefix
            func put(_ part: [UInt8], at position: Int) {
                let place = UnsafeMutableBufferPointer(rebasing: bytes[position...])
                _ = place.update(fromContentsOf: part)
            }
            salts.withUnsafeBufferPointer { salts in
                for index in 0..<count {
                    var position = offsets[index]
                    put(prefix, at: position)
                    position += prefix.count
                    bytes[position] = UInt8(index >> 8)
                    bytes[position + 1] = UInt8(index & 0xff)
                    position += 2
                    let start = index * SaltTree.byteCount
                    salt.withUnsafeMutableBufferPointer { salt in
                        let raw = UnsafeBufferPointer(
                            rebasing: salts[start..<start + SaltTree.byteCount]
                        )
                        _ = Base64URL.encode(raw, into: salt[2..<45])
                        position += Base64URL.encode(
                            UnsafeBufferPointer(salt),
                            into: bytes[position...]
                        )
                    }
                    guard let range = ranges[index] else {
                        put(template.absentTails[index], at: position)
                        continue
                    }
                    scratch.removeAll(keepingCapacity: true)
                    scratch.append(contentsOf: template.nameTails[index])
                    scratch.append(contentsOf: values[range])
                    scratch.append(UInt8(ascii: "]"))
                    scratch.withUnsafeBufferPointer {
                        _ = Base64URL.encode($0, into: bytes[position...])
                    }
                }
            }
            filled = capacity
        }
        self.offsets = offsets
        self.lengths = lengths
    }

    /// The digits of one disclosure.
    func disclosure(_ index: Int) -> ArraySlice<UInt8> {
        let start = self.offsets[index]
        return self.bytes[start + Self.headCount..<start + self.lengths[index]]
    }

    /// What is hashed for one disclosure, behind the prefix of every leaf.
    static func leaf(_ index: Int, _ disclosure: [UInt8]) -> [UInt8] {
        self.prefix + [UInt8(index >> 8 & 0xff), UInt8(index & 0xff)] + disclosure
    }
}
