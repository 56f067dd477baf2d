import Foundation

/// Documents of the tree that these tests were compiled from.
enum SpecificationText {
    /// The text of a file; nil if it cannot be read.
    static func read(_ path: String) -> String? {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }
}
