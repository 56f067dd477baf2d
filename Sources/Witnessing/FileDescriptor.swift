internal import Glibc

/// An open file, closed when the last reference goes.
final class FileDescriptor: FileLock, Sendable {
    /// The number that the operating system knows it by.
    let number: Int32
    /// The path it was opened at.
    let path: String

    /// Opens a file; one that is created is accessible to its owner only.
    init(opening path: String, _ flags: Int32) throws(SignerFilesError) {
        // Not inherited: a child process must not keep a lock alive.
        self.number = open(path, flags | O_CLOEXEC, 0o600)
        self.path = path
        guard self.number >= 0 else { throw .last("open", path) }
    }

    deinit {
        if self.number >= 0 { close(self.number) }
    }

    /// The length of the file.
    func byteCount() throws(SignerFilesError) -> Int {
        var status = stat()
        guard fstat(self.number, &status) == 0 else { throw .last("fstat", self.path) }
        return Int(status.st_size)
    }

    /// Reads bytes that lie within the file.
    func read(at offset: UInt64, byteCount: Int) throws(SignerFilesError) -> [UInt8] {
        var position = 0
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            while position < byteCount {
                let all = UnsafeMutableRawBufferPointer(buffer)
                let rest = UnsafeMutableRawBufferPointer(rebasing: all[position...])
                let result = pread(
                    self.number,
                    rest.baseAddress,
                    rest.count,
                    off_t(offset) + off_t(position)
                )
                if result < 0 && errno == EINTR { continue }
                guard result > 0 else {
                    code = result < 0 ? errno : EIO  // EIO: the file ends before the range does
                    break
                }
                position += result
            }
            count = position
        }
        guard code == 0 else {
            throw .failed(operation: "pread", path: self.path, code: code)
        }
        return bytes
    }

    /// Writes all bytes, the first of them at `offset`.
    func write(_ bytes: [UInt8], at offset: UInt64) throws(SignerFilesError) {
        var position = 0
        while position < bytes.count {
            let result = bytes.withUnsafeBytes { buffer in
                let rest = UnsafeRawBufferPointer(rebasing: buffer[position...])
                return pwrite(
                    self.number,
                    rest.baseAddress,
                    rest.count,
                    off_t(offset) + off_t(position)
                )
            }
            if result < 0 && errno == EINTR { continue }
            guard result > 0 else { throw .last("pwrite", self.path) }
            position += result
        }
    }
}

extension SignerFilesError {
    /// The error that the last call of the operating system left behind.
    static func last(_ operation: String, _ path: String) -> SignerFilesError {
        .failed(operation: operation, path: path, code: errno)
    }
}
