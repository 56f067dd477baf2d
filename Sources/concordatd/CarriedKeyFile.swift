import Foundation
import Glibc
import LogCore

/// The file of the keys that a rotation carried over. Its calls block.
struct CarriedKeyFile: Sendable {
    /// Where it lies.
    let path: String

    /// Writes the file, unless it is there; it appears whole or not at all.
    func write(
        epoch: UInt32,
        _ next: VaultRotation.KeyFiles.CarriedKeys
    ) async throws {
        guard !FileManager.default.fileExists(atPath: self.path) else { return }
        let unfinished = self.path + ".unfinished"
        // What an interrupted run left.
        unlink(unfinished)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let descriptor = open(unfinished, flags, 0o600)
        guard descriptor >= 0 else { throw DaemonError.file(unfinished, errno: errno) }
        do {
            defer { close(descriptor) }
            var format: CarriedKeyFormat?
            while true {
                let keys = try await next()
                guard let first = keys.first else { break }
                var bytes: [UInt8] = []
                if format == nil {
                    format = CarriedKeyFormat(epoch: epoch, keyByteCount: first.wrappedKey.count)
                    bytes = format?.head ?? []
                }
                for key in keys {
                    guard let entry = format?.bytes(of: key) else {
                        throw DaemonError.vaultKey(self.path, reason: "a key has another length")
                    }
                    bytes += entry
                }
                try self.write(bytes, to: descriptor)
            }
            guard fsync(descriptor) == 0 else { throw DaemonError.file(unfinished, errno: errno) }
        } catch {
            unlink(unfinished)
            throw error
        }
        guard rename(unfinished, self.path) == 0 else {
            throw DaemonError.file(self.path, errno: errno)
        }
        try synchronizeFolder((self.path as NSString).deletingLastPathComponent)
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) throws {
        var count = 0
        while count < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
            }
            guard written > 0 else { throw DaemonError.file(self.path, errno: errno) }
            count += written
        }
    }

    /// The key of a record; nil if the file has none, or is not there.
    func key(index: UInt64, recordMAC: [UInt8]) throws -> CarriedKey? {
        let descriptor = open(self.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw DaemonError.file(self.path, errno: errno)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw DaemonError.file(self.path, errno: errno)
        }
        // No record was left when it was written.
        if status.st_size == 0 { return nil }
        let head = try self.read(CarriedKeyFormat.headByteCount, at: 0, from: descriptor)
        guard let format = CarriedKeyFormat(parsing: head) else {
            throw DaemonError.vaultKey(self.path, reason: "it is not a file of carried keys")
        }
        var low = 0
        var high = (Int(status.st_size) - head.count) / format.entryByteCount
        while low < high {
            let middle = low + (high - low) / 2
            let entry = try self.read(
                format.entryByteCount,
                at: head.count + middle * format.entryByteCount,
                from: descriptor
            )
            guard let key = format.key(parsing: entry) else {
                throw DaemonError.vaultKey(self.path, reason: "it is cut off")
            }
            if key.index == index { return key.recordMAC == recordMAC ? key : nil }
            if key.index < index { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    private func read(_ count: Int, at offset: Int, from descriptor: Int32) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = pread(descriptor, &bytes, count, off_t(offset))
        guard got >= 0 else { throw DaemonError.file(self.path, errno: errno) }
        return Array(bytes.prefix(got))
    }
}
