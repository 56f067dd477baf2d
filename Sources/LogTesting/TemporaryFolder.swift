import Foundation

/// A folder of its own for a test, removed when the test lets go of it.
public final class TemporaryFolder: Sendable {
    /// The absolute path. Its parents can be searched by every account.
    public let path: String

    /// Makes the folder.
    public init(_ purpose: String) throws {
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
}
