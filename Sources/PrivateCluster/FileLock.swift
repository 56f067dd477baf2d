internal import CProcess
internal import Glibc

/// A lock on a directory that ends with its holder, however that ends.
///
/// The kernel keeps it (`flock`), so that a killed process leaves none behind. Children do not
/// inherit it.
final class FileLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock or throws ``PrivateClusterError/directoryInUse(_:)``; never waits.
    init(in directory: String) throws(PrivateClusterError) {
        let path = directory + "/lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw FileSystem.error("open", path) }
        let code = cprocess_lock(descriptor)
        guard code == 0 else {
            close(descriptor)
            throw code == EWOULDBLOCK
                ? .directoryInUse(directory) : FileSystem.error("flock", path, code)
        }
        self.descriptor = descriptor
    }

    deinit {
        cprocess_unlock(self.descriptor)
        close(self.descriptor)
    }
}
