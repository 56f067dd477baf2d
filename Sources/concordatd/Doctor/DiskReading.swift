/// How much room the file system of a folder has.
struct DiskReading: Hashable, Sendable {
    /// What lies there: `data`, `signer` or `database`.
    let place: String
    /// The folder.
    let path: String
    /// What an account without privileges can still write, in bytes.
    let availableByteCount: UInt64
    /// The whole, in bytes.
    let byteCount: UInt64
}
