import Foundation
import Testing

/// The working tree these tests were compiled from.
enum ProjectTree {
    /// The folder with Package.swift.
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// What is ours and under version control: build products and caches lie elsewhere.
    private static let folders = [
        ".ci", "Benchmarks", "Clients", "Deploy", "Fuzz", "Migrations", "Sources", "Specs", "Tests",
    ]

    /// Every file of the tree, by its path relative to the root, in order.
    static let files: [String] = {
        let top = (try? FileManager.default.contentsOfDirectory(atPath: root.path())) ?? []
        let below = folders.flatMap { folder in
            ((try? FileManager.default.subpathsOfDirectory(atPath: url(folder).path())) ?? [])
                .map { "\(folder)/\($0)" }
        }
        return (top + below)
            .filter { !$0.contains("__pycache__") && !$0.contains("/.build") && isRegularFile($0) }
            .sorted()
    }()

    /// The Swift files of the product.
    static let sources = swiftFiles(in: "Sources")
    /// The Swift files of the tests.
    static let tests = swiftFiles(in: "Tests")
    /// The Swift files of the fuzzer, without the product's own that it leads to.
    static let fuzzer = swiftFiles(in: "Fuzz")

    /// What a symbolic link of the tree leads to, relative to the root; nil if it is none.
    static func destination(ofLink path: String) -> String? {
        let link = url(path)
        guard
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: link.path())
        else { return nil }
        let folder = URL(filePath: "/\(path)").deletingLastPathComponent()
        return String(folder.appending(path: target).standardized.path().dropFirst())
    }

    private static func swiftFiles(in folder: String) -> [SwiftFile] {
        files.filter { $0.hasPrefix("\(folder)/") && $0.hasSuffix(".swift") }
            .compactMap { path in text(path).map { SwiftFile(path: path, text: $0) } }
    }

    /// A file's text, or nothing if it is not UTF-8.
    static func text(_ path: String) -> String? {
        (try? Data(contentsOf: url(path))).flatMap { String(data: $0, encoding: .utf8) }
    }

    static func url(_ path: String) -> URL { root.appending(path: path) }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: url(path).path())
    }

    private static func isRegularFile(_ path: String) -> Bool {
        let values = try? url(path).resourceValues(forKeys: [.isRegularFileKey])
        return values?.isRegularFile == true
    }
}

/// A Swift source file, taken apart.
struct SwiftFile {
    /// Relative to the root, such as `Sources/MerkleTree/Tile.swift`.
    let path: String
    let text: String
    let parts: SwiftText

    init(path: String, text: String) {
        self.path = path
        self.text = text
        self.parts = SwiftText(text)
    }

    /// The target's name: the folder below Sources or Tests.
    var module: String { self.path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
}
