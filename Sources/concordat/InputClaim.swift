import Glibc

/// The right to append an input, which one run has at a time: a second one would send the same
/// entries under keys of its own.
///
/// It lasts as long as this object, and ends with the process however that ends.
final class InputClaim {
    private let descriptor: Int32

    /// Claims a file.
    ///
    /// - Throws: ``AppendError/underWay(path:)`` if another run has it, ``InputError`` if it cannot
    ///   be opened.
    init(path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw InputError(path: path, errorNumber: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let errorNumber = errno
            close(descriptor)
            guard errorNumber == EWOULDBLOCK else {
                throw InputError(path: path, errorNumber: errorNumber)
            }
            throw AppendError.underWay(path: path)
        }
        self.descriptor = descriptor
    }

    deinit {
        // A process that was just forked may still have the descriptor, so closing is not enough.
        flock(self.descriptor, LOCK_UN)
        close(self.descriptor)
    }
}
