import Foundation

/// Brings the names in a folder to disk.
func synchronizeFolder(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw DaemonError.file(path, errno: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw DaemonError.file(path, errno: errno) }
}
