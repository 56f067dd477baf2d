/// A lock on a file that keeps other processes out, as long as somebody holds on to it.
public final class HeldFile: Sendable {
    private let lock: any FileLock

    /// Takes the lock. The file is created if need be.
    ///
    /// - Throws: ``SignerFilesError/inUse(_:)`` if somebody else has it.
    public init(locking path: String) throws(SignerFilesError) {
        self.lock = try POSIXFiles().lock(path)
    }
}
