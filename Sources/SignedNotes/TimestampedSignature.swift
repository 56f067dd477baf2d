/// A signature with the time it was made: C2SP tlog-cosignature. SPEC: COSIG-1, SM2-3.
///
///     struct { uint64 timestamp; opaque signature[64]; } TimestampedSignature;
struct TimestampedSignature {
    /// POSIX seconds, below 2^63.
    let timestamp: UInt64
    /// 64 bytes.
    let signature: [UInt8]

    /// SPEC: COSIG-2: the largest timestamp.
    static let maximumTimestamp = UInt64(Int64.max)

    /// Puts a signature and its time together.
    init(timestamp: UInt64, signature: [UInt8]) {
        self.timestamp = timestamp
        self.signature = signature
    }

    /// Reads the bytes behind the key ID; nil if their length or their time is out of range.
    init?(parsing bytes: [UInt8]) {
        guard bytes.count == 72 else { return nil }
        let timestamp = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard timestamp <= Self.maximumTimestamp else { return nil }
        self.init(timestamp: timestamp, signature: Array(bytes.dropFirst(8)))
    }

    /// The bytes behind the key ID.
    var bytes: [UInt8] {
        withUnsafeBytes(of: self.timestamp.bigEndian) { Array($0) } + self.signature
    }

    /// SPEC: COSIG-1, SM2-4: what is signed: a header, the time, then the note's text.
    static func message(text: String, timestamp: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(timestamp)\n\(text)".utf8)
    }
}
