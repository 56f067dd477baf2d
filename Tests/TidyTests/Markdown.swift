import Foundation

/// What the checks need of a Markdown file.
struct Markdown {
    let path: String
    /// The text without fenced code.
    private let prose: [Substring]

    init(path: String, text: String) {
        self.path = path
        var isInCode = false
        self.prose = text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            let isFence = line.hasPrefix("```")
            if isFence { isInCode.toggle() }
            return !isInCode && !isFence
        }
    }

    /// The targets of its links that lead somewhere in this tree.
    var localLinks: [String] {
        self.prose.flatMap { line in
            line.matches(of: #/\]\(([^)\s]+)\)/#).map { String($0.1) }
        }
        .filter { !$0.contains("://") && !$0.hasPrefix("mailto:") }
    }

    /// What `#...` may name in this file.
    var anchors: Set<String> {
        Set(self.prose.filter { $0.hasPrefix("#") }.map { Self.anchor(String($0)) })
    }

    /// A heading's anchor, as GitHub makes it.
    static func anchor(_ heading: String) -> String {
        heading.drop { $0 == "#" || $0 == " " }.lowercased()
            .filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
            .replacing(" ", with: "-")
    }

    static func all() -> [Self] {
        ProjectTree.files.filter { $0.hasSuffix(".md") }
            .map { Self(path: $0, text: ProjectTree.text($0) ?? "") }
    }
}
