/// Who owns a file or a folder, and who else may use it.
struct FileReading: Hashable, Sendable {
    /// Its path.
    let path: String
    /// The owner's user ID.
    let owner: UInt32
    /// The permission bits.
    let mode: UInt32
}
