/// Where the entries of one record lie in the journal.
struct JournalPlace: Hashable, Sendable {
    /// The first index of the segment, which is its file's name.
    let segment: UInt64
    /// The position of the first byte in the file.
    let offset: UInt64
    /// The length in bytes.
    let byteCount: Int
    /// The SHA-256 of the bytes: what is read back is compared with it before it is used.
    let digest: [UInt8]
}
