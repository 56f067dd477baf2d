import Testing

/// The source text itself: words that may not stand in it, and where SQL may.
@Suite struct SourceTests {
    @Test func sourcesKeepTheHouseRules() {
        for file in ProjectTree.sources {
            for (word, reason) in SourceRules.forbiddenInSources {
                for line in file.parts.codeLines where line.text.contains(word) {
                    Issue.record("\(file.path):\(line.number): \(word) — \(reason)")
                }
            }
        }
    }

    @Test func testsKeepTheHouseRules() {
        for file in ProjectTree.tests + ProjectTree.fuzzer {
            for (word, reason) in SourceRules.forbiddenInTests {
                for line in file.parts.codeLines where line.text.contains(word) {
                    Issue.record("\(file.path):\(line.number): \(word) — \(reason)")
                }
            }
        }
    }

    @Test func nothingInTheSourcesIsLeftForLater() {
        for path in ProjectTree.files where path.hasPrefix("Sources/") {
            let words = (ProjectTree.text(path) ?? "").split { !$0.isLetter }
            for word in SourceRules.forbiddenWords where words.contains(word[...]) {
                Issue.record("\(path) says \(word): do it, or write it down in Specs/status.md")
            }
        }
    }

    @Test func sqlIsWrittenInOnePlace() {
        for file in ProjectTree.sources
        where !SourceRules.maySpeakSQL(file.path) {
            for string in file.parts.strings where SourceRules.looksLikeSQL(string.text) {
                Issue.record("\(file.path):\(string.line): SQL belongs in LogStorePostgres/Queries")
            }
        }
    }

    /// Swift 6.3.1 optimises these wrongly: where a closure that is generic in its result waits for a
    /// call of an existential, what stands before it in a tuple is overwritten. Seen in release builds
    /// only: witnesses gave other numbers to the bundles that they had read, and cosigned nothing.
    @Test func noTupleIsReturnedAroundAWait() {
        for file in ProjectTree.sources {
            for line in file.parts.codeLines
            where line.text.contains("return (") || line.text.contains("{ (") {
                let inside = line.text.split(separator: "(", maxSplits: 1).dropFirst().first ?? ""
                guard let comma = inside.firstIndex(of: ",") else { continue }
                #expect(
                    !inside[comma...].contains("await "),
                    "\(file.path):\(line.number): wait first, then make the tuple"
                )
            }
        }
    }

    /// The compiler takes our word for it there, so the word has to be written down.
    @Test func whatTheCompilerDoesNotCheckSaysWhyItIsSafe() {
        for file in ProjectTree.sources {
            let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
            for line in file.parts.codeLines
            where line.text.contains("@unchecked") || line.text.contains("nonisolated(unsafe)") {
                let around = lines[max(0, line.number - 8)..<min(lines.count, line.number + 1)]
                #expect(
                    around.contains { $0.contains("//") },
                    "\(file.path):\(line.number): say in a comment what guards this"
                )
            }
        }
    }
}
