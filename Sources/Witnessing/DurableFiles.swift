/// The few things that the signer does with files, so that each can be made to fail.
///
/// What a call wrote or changed survives a loss of power only after the call that makes it durable:
/// ``DurableFile/synchronize()`` for a file's bytes, ``synchronize(directory:)`` for names.
package protocol DurableFiles: Sendable {
    /// Creates a directory, accessible to its owner only.
    ///
    /// - Throws: ``SignerFilesError/alreadyExists(_:)``.
    func createDirectory(_ path: String) throws(SignerFilesError)

    /// The names in a directory, in no order; nil if there is no such directory.
    func names(in directory: String) throws(SignerFilesError) -> [String]?

    /// A whole file; nil if there is none.
    func read(_ path: String) throws(SignerFilesError) -> [UInt8]?

    /// A part of a file, which lies within it.
    func read(
        _ path: String,
        at offset: UInt64,
        byteCount: Int
    ) throws(SignerFilesError) -> [UInt8]

    /// Creates a file for writing, accessible to its owner only.
    ///
    /// - Throws: ``SignerFilesError/alreadyExists(_:)``.
    func create(_ path: String) throws(SignerFilesError) -> any DurableFile

    /// Gives a file another name, whose file is replaced if there is one.
    func rename(_ path: String, to newPath: String) throws(SignerFilesError)

    /// Removes a file.
    func remove(_ path: String) throws(SignerFilesError)

    /// Makes the names in a directory durable.
    func synchronize(directory: String) throws(SignerFilesError)

    /// Locks a file, which is created if need be, until the lock is released.
    ///
    /// - Throws: ``SignerFilesError/inUse(_:)`` if somebody else holds the lock.
    func lock(_ path: String) throws(SignerFilesError) -> any FileLock
}

/// A file that is being written, closed when the last reference goes.
package protocol DurableFile: AnyObject {
    /// Writes these bytes, one part behind the other, at the end.
    func append(_ parts: [[UInt8]]) throws(SignerFilesError)

    /// Makes all bytes written so far durable.
    func synchronize() throws(SignerFilesError)
}

/// A lock that is released when the last reference goes.
package protocol FileLock: AnyObject, Sendable {}
