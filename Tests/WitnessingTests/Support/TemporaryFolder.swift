import Foundation

/// A new folder, removed with its last reference.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        // Short: the path of a socket has 107 bytes at most.
        self.path = NSTemporaryDirectory() + "/csw-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(
            atPath: self.path,
            withIntermediateDirectories: false
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: self.path) }

    /// The permissions of a file in the folder.
    func mode(of name: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(self.path)/\(name)")
        return attributes[.posixPermissions] as? Int
    }

    /// The files in the folder, those in folders below it too.
    func names() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: self.path).sorted()
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(self.path)/\(name)"))
    }
}
