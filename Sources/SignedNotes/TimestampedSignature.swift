/// A signature with the time it was made: C2SP tlog-cosignature. SPEC: COSIG-1, COSIG-3, SM2-3.
///
///     struct { uint64 timestamp; opaque signature[64 or 2420]; } TimestampedSignature;
struct TimestampedSignature {
    /// POSIX seconds, below 2^63.
    let timestamp: UInt64
    /// As long as signatures of its kind are.
    let signature: [UInt8]

    /// SPEC: COSIG-2: the largest timestamp.
    static let maximumTimestamp = UInt64(Int64.max)

    /// Puts a signature and its time together.
    init(timestamp: UInt64, signature: [UInt8]) {
        self.timestamp = timestamp
        self.signature = signature
    }

    /// Reads the bytes behind the key ID; nil if their length or their time is out of range.
    init?(parsing bytes: [UInt8], of algorithm: SignatureAlgorithm) {
        guard bytes.count == 8 + algorithm.signatureByteCount else { return nil }
        let timestamp = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard timestamp <= Self.maximumTimestamp else { return nil }
        self.init(timestamp: timestamp, signature: Array(bytes.dropFirst(8)))
    }

    /// The bytes behind the key ID.
    var bytes: [UInt8] {
        self.timestamp.bigEndianBytes + self.signature
    }

    /// SPEC: COSIG-1, SM2-4: what is signed: a header, the time, then the note's text.
    static func message(text: String, timestamp: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(timestamp)\n\(text)".utf8)
    }

    /// SPEC: COSIG-3: what `key` signs of a note's text at a time; nil for ML-DSA if the text is no
    /// checkpoint, because then there is nothing that it could state.
    static func message(
        text: String,
        timestamp: UInt64,
        by key: VerifierKey
    ) -> [UInt8]? {
        guard key.algorithm == .cosignatureMLDSA44 else {
            return self.message(text: text, timestamp: timestamp)
        }
        guard let checkpoint = try? CheckpointText(parsing: text) else { return nil }
        return Array("subtree/v1\n\0".utf8) + self.prefixed(key.name) + timestamp.bigEndianBytes
            + self.prefixed(checkpoint.origin) + UInt64(0).bigEndianBytes
            + checkpoint.size.bigEndianBytes + checkpoint.root
    }

    /// A text of at most 255 bytes behind its length. Names and origins are no longer: NOTE-6.
    private static func prefixed(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        return [UInt8(clamping: bytes.count)] + bytes
    }
}

extension UInt64 {
    /// The number's eight bytes, the most significant first.
    fileprivate var bigEndianBytes: [UInt8] { withUnsafeBytes(of: self.bigEndian) { Array($0) } }
}
