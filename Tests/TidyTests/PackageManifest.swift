import Foundation

/// What `Package.swift` says about targets, read as text: a test inside `swift test` cannot ask SwiftPM,
/// which holds its lock meanwhile. Understands the helpers of that file (`library`, `program`) and
/// SwiftPM's own target functions.
struct PackageManifest {
    struct Target: Equatable {
        var modules: Set<String> = []
        /// Products of other packages.
        var products: Set<String> = []
    }

    /// The targets with sources in Sources/, by name.
    private(set) var targets: [String: Target] = [:]

    init(_ text: String) throws {
        // Products that several targets use have a name: let logging = ...product(name: "Logging".
        var named: [Substring: Set<String>] = [:]
        let one = #/let (\w+) = Target\.Dependency\.product\(\s*name: "(\w+)"/#
        for match in text.matches(of: one) { named[match.1] = [String(match.2)] }
        let several = #/let (\w+) = \[([^\]]*)\]\.map \{\s*Target\.Dependency\.product\(/#
        for match in text.matches(of: several) {
            named[match.1] = Set(match.2.matches(of: #/"(\w+)"/#).map { String($0.1) })
        }

        guard let start = text.firstRange(of: "\n    targets: [")?.upperBound else {
            throw Unreadable(what: "no list of targets in Package.swift")
        }
        let opening = #/(?:\blibrary|\bprogram|\.target|\.executableTarget|\.systemLibrary)\(/#
        for match in text[start...].matches(of: opening) {
            let arguments = Self.balanced(text[match.range.upperBound...])
            if arguments.contains("path: \"Benchmarks/") { continue }
            guard let name = arguments.firstMatch(of: #/"([\w-]+)"/#) else {
                throw Unreadable(what: "a target without a name: \(arguments.prefix(40))")
            }
            let isSystem = match.0.contains("systemLibrary")
            self.targets[String(name.1)] =
                isSystem ? Target() : Self.target(arguments[name.range.upperBound...], named: named)
        }
    }

    struct Unreadable: Error {
        let what: String
    }

    private static func target(_ text: Substring, named: [Substring: Set<String>]) -> Target {
        var target = Target()
        let product = #/\.product\(\s*name: "(\w+)",\s*package: "[\w-]+"\s*\)/#
        for match in text.matches(of: product) { target.products.insert(String(match.1)) }
        let direct = text.replacing(product, with: "")
        for match in direct.matches(of: #/"(\w+)"/#) { target.modules.insert(String(match.1)) }
        for match in direct.matches(of: #/\b[a-z]\w*/#) {
            target.products.formUnion(named[match.0] ?? [])
        }
        return target
    }

    /// The text up to the parenthesis that closes the one just passed.
    private static func balanced(_ text: Substring) -> Substring {
        var depth = 1
        let end = text.firstIndex { character in
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            return depth == 0
        }
        return text[..<(end ?? text.endIndex)]
    }
}
