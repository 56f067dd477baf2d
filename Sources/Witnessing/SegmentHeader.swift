import CryptoSuites
import SignedNotes

/// The beginning of a segment, a file of the journal. Durable before the first frame is written.
///
///     struct {
///         opaque magic[8] = "CCJSEG01";
///         uint64 first_index;       // of the first frame; in the file's name, too
///         opaque origin_digest[32]; // SHA-256 of the origin
///         opaque nonce[16];         // random; repeated in front of each frame
///         opaque checksum[32];      // SHA-256 of everything above
///     } SegmentHeader;
///
/// Nobody who writes entries can know the nonce, so no entry can look like the beginning of a frame.
struct SegmentHeader: Hashable, Sendable {
    /// The length in bytes.
    static let byteCount = 96

    /// The length of a nonce in bytes.
    static let nonceByteCount = 16

    private static let magic = Array("CCJSEG01".utf8)

    /// The index of the first entry.
    let firstIndex: UInt64
    /// Random bytes that tell this segment's frames from everything else.
    let nonce: [UInt8]

    /// Creates the header of a new segment.
    init(firstIndex: UInt64, nonce: [UInt8]) {
        precondition(nonce.count == Self.nonceByteCount, "a nonce has its length")
        self.firstIndex = firstIndex
        self.nonce = nonce
    }

    /// Reads the header from the beginning of a file; nil unless it is one of this log.
    init?(parsing file: [UInt8], origin: LogOrigin) {
        var reader = ByteReader(file)
        guard reader.take(Self.magic.count).map(Array.init) == Self.magic,
            let firstIndex = reader.number(UInt64.self), reader.take(32) != nil,
            let nonce = reader.take(Self.nonceByteCount)
        else { return nil }
        self.init(firstIndex: firstIndex, nonce: Array(nonce))
        guard file.starts(with: self.bytes(origin: origin)) else { return nil }
    }

    /// The header as it stands in the file.
    func bytes(origin: LogOrigin) -> [UInt8] {
        var bytes = Self.magic
        bytes.append(number: self.firstIndex)
        bytes += Hashes.sha256(origin.text.utf8)
        bytes += self.nonce
        return bytes + Hashes.sha256(bytes)
    }
}
