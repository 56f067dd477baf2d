import Foundation

/// A folder of its own for a test, removed when the test lets go of it.
public final class TemporaryFolder: Sendable {
    /// The absolute path. Its parents can be searched by every account.
    ///
    /// Short, because the path of a socket in the folder has 107 bytes at most.
    public let path: String

    /// Makes the folder.
    public init(_ purpose: String = "test") throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("concordat-\(purpose)-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(
            at: url,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o711]
        )
        self.path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: self.path) }

    /// The path of a file in the folder, whether there is one or not.
    public func path(of name: String) -> String { "\(self.path)/\(name)" }

    /// Writes a file with these permissions, and returns its path.
    @discardableResult
    public func write(
        _ bytes: some Sequence<UInt8>,
        to name: String,
        mode: UInt32 = 0o600
    ) throws -> String {
        let path = self.path(of: name)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes(
            [.posixPermissions: Int(mode)],
            ofItemAtPath: path
        )
        return path
    }

    /// The bytes of a file.
    public func read(_ name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(fileURLWithPath: self.path(of: name))))
    }

    /// Whether there is a file of this name.
    public func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: self.path(of: name))
    }

    /// The permissions of a file.
    public func mode(of name: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: self.path(of: name))
        return attributes[.posixPermissions] as? Int
    }

    /// The names of all files, those in folders below it too, in order.
    public func names() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: self.path).sorted()
    }
}
