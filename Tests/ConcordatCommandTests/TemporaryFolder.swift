import Foundation

/// A folder of a test's own, gone with the value.
final class TemporaryFolder {
    private let url: URL

    init() throws {
        self.url = FileManager.default.temporaryDirectory
            .appending(path: "concordat-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.url, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(at: self.url) }

    /// The path of a file in the folder.
    func path(_ name: String) -> String { self.url.appending(path: name).path }

    /// Writes a file, and returns its path.
    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: self.url.appending(path: name))
        return self.path(name)
    }

    /// Whether there is a file of this name.
    func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: self.path(name))
    }
}
