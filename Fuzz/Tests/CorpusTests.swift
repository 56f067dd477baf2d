import Foundation
import Testing

/// What the fuzzer's rules say of the inputs that are kept, in an ordinary build.
@Suite struct CorpusTests {
    /// The folder with a folder of inputs for each target.
    private static let corpus = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "corpus")

    private static let names = FuzzTargets.all.map { $0.name }

    private static func files(of name: String) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(
            at: self.corpus.appending(path: name),
            includingPropertiesForKeys: nil
        )
    }

    @Test(arguments: Self.names) func keptInputsKeepTheRules(_ name: String) throws {
        let target = try #require(FuzzTargets.named(name))
        var (acceptedCount, refusedCount) = (0, 0)
        for file in try Self.files(of: name) {
            let input = try [UInt8](Data(contentsOf: file))
            do {
                if try target.accepts(input) { acceptedCount += 1 } else { refusedCount += 1 }
            } catch {
                Issue.record("corpus/\(name)/\(file.lastPathComponent): \(error)")
            }
        }
        // Else one side of the rules is never asked.
        #expect(acceptedCount > 0, "no input is accepted")
        #expect(refusedCount > 0, "no input is refused")
    }

    @Test(arguments: Self.names) func seedsKeepTheRules(_ name: String) throws {
        let target = try #require(FuzzTargets.named(name))
        var acceptedCount = 0
        for (number, seed) in try target.seeds().enumerated() {
            #expect(seed.count <= target.maximumByteCount, "seed \(number) is cut off when fuzzed")
            if try target.accepts(seed) { acceptedCount += 1 }
        }
        #expect(acceptedCount > 0)
    }

    @Test func everyTargetHasAFewSmallInputs() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.corpus.path())
        #expect(Set(folders) == Set(Self.names))
        #expect(Set(Self.names).count == Self.names.count, "each target has a name of its own")
        for name in Self.names {
            let files = try Self.files(of: name)
            #expect((4...64).contains(files.count), "corpus/\(name) has \(files.count) inputs")
            for file in files {
                let byteCount = try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
                #expect(
                    byteCount <= 2_000,
                    "corpus/\(name)/\(file.lastPathComponent) has \(byteCount) bytes"
                )
            }
        }
    }

    @Test func aRuleThatIsBrokenIsAFinding() {
        #expect(throws: FuzzFinding.self) { try demand(false, "never") }
        #expect(throws: FuzzFinding.self) { try demand(present: Int?.none, "never") }
        #expect(throws: Never.self) { try demand(true, "always") }
    }
}
