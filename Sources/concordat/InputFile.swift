import Glibc

/// A file that a command reads whole.
struct InputFile {
    /// The path; `-` is standard input.
    let path: String

    /// Reads the file, one byte more than `limit` at most: enough to see that it is too long.
    ///
    /// - Throws: ``InputError``.
    func bytes(limit: Int) throws(InputError) -> [UInt8] {
        guard self.path != "-" else {
            return try Self.read(STDIN_FILENO, limit: limit, path: self.path)
        }
        let descriptor = open(self.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw InputError(path: self.path, errorNumber: errno) }
        defer { close(descriptor) }
        return try Self.read(descriptor, limit: limit, path: self.path)
    }

    private static func read(
        _ descriptor: Int32,
        limit: Int,
        path: String
    ) throws(InputError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count <= limit {
            let piece = try self.readOnce(
                descriptor,
                atMost: min(64 << 10, limit + 1 - bytes.count),
                path: path
            )
            guard !piece.isEmpty else { break }
            bytes += piece
        }
        return bytes
    }

    /// Reads what is there, waiting for at least one byte; none at the end.
    static func readOnce(
        _ descriptor: Int32,
        atMost limit: Int,
        path: String
    ) throws(InputError) -> [UInt8] {
        var errorNumber: Int32 = 0
        let piece = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            var result = Glibc.read(descriptor, buffer.baseAddress, limit)
            while result < 0 && errno == EINTR {
                result = Glibc.read(descriptor, buffer.baseAddress, limit)
            }
            if result < 0 { errorNumber = errno }
            count = max(result, 0)
        }
        guard errorNumber == 0 else { throw InputError(path: path, errorNumber: errorNumber) }
        return piece
    }
}
