import Foundation
import Testing

/// What people read: links lead somewhere, commands exist, and nothing is about one machine.
@Suite struct DocumentTests {
    @Test func relativeLinksResolve() {
        let documents = Markdown.all()
        let anchors = Dictionary(uniqueKeysWithValues: documents.map { ($0.path, $0.anchors) })
        for document in documents {
            for link in document.localLinks {
                let parts = link.split(
                    separator: "#",
                    maxSplits: 1,
                    omittingEmptySubsequences: false
                )
                let target =
                    parts[0].isEmpty ? document.path : self.resolve(parts[0], from: document)
                #expect(ProjectTree.exists(target), "\(document.path) links to \(link)")
                if parts.count == 2, let known = anchors[target] {
                    #expect(known.contains(String(parts[1])), "\(document.path) links to \(link)")
                }
            }
        }
    }

    private func resolve(_ link: Substring, from document: Markdown) -> String {
        let folder = URL(filePath: "/\(document.path)").deletingLastPathComponent()
        return String(folder.appending(path: String(link)).standardized.path().dropFirst())
    }

    @Test func theReadmeIsShort() throws {
        let lines = try #require(ProjectTree.text("README.md")).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        #expect(lines.count < 80, "README.md: under 80 lines; the rest belongs in Specs or Deploy")
    }

    @Test func everyMakeCommandInTheDocumentsExists() throws {
        let makefile = try #require(ProjectTree.text("Makefile"))
        let targets = Set(makefile.matches(of: #/(?m)^([a-z][a-z-]*):/#).map { String($0.1) })
        for path in ProjectTree.files where path.hasSuffix(".md") {
            for match in (ProjectTree.text(path) ?? "").matches(
                of: #/(?:`|^ {4})make ([a-z][a-z-]*)/#
            ) {
                #expect(targets.contains(String(match.1)), "\(path): make \(match.1)")
            }
        }
    }

    @Test func theDeploymentGuideHasEverySetting() throws {
        let guide = try #require(ProjectTree.text("Deploy/README.md"))
        let declarations = try #require(ProjectTree.text("Sources/concordatd/Setting.swift"))
        let cases = declarations.matches(of: #/(?m)^    case (\w+)$/#).map { String($0.1) }
        #expect(!cases.isEmpty, "Sources/concordatd/Setting.swift has another shape than expected")
        for name in cases {
            let words = name.replacing(#/[A-Z]/#) { "-" + $0.0.lowercased() }
            #expect(guide.contains("| `--\(words)` |"), "Deploy/README.md: --\(words)")
            #expect(guide.contains("| `\(name)` |"), "Deploy/README.md: \(name)")
        }
    }

    @Test func nothingNamesAPathOfOneMachine() {
        let machinePaths = ["work", "root", "home", "Users"].map { "/\($0)/" }
        for path in ProjectTree.files {
            let text = ProjectTree.text(path) ?? ""
            for line in text.split(separator: "\n") {
                for machinePath in machinePaths where self.names(line, machinePath) {
                    Issue.record("\(path) names \(machinePath): \(line.prefix(120))")
                }
            }
        }
    }

    /// Whether the line has an absolute path that begins so; a part of a longer path is none.
    private func names(_ line: Substring, _ machinePath: String) -> Bool {
        line.ranges(of: machinePath).contains { range in
            guard range.lowerBound > line.startIndex else { return true }
            let before = line[line.index(before: range.lowerBound)]
            return !before.isLetter && !before.isNumber && !"._-/})$".contains(before)
        }
    }
}
