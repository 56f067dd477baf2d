import Testing

/// The checks check: each finds what it is there to find.
@Suite struct CheckerTests {
    @Test func commentsAndStringsAreNoCode() {
        let file = SwiftText(
            ##"""
            let a = "try! \(name("x)")) // no comment"  // try! here
            /* try! /* nested */ try! */ let b = try? c()
            let d = #"a "quoted" \(try!)"#
            """##
        )
        #expect(!file.code.contains("try!"))
        #expect(file.code.contains("try? c()"))
        #expect(file.strings.map(\.line) == [1, 3])
        #expect(file.strings.first?.text.hasSuffix("// no comment") == true)
    }

    @Test func linesKeepTheirNumbersAcrossStringsOfSeveralLines() {
        let quotes = String(repeating: "\"", count: 3)
        let file = SwiftText("let a = \(quotes)\none\ntwo\n\(quotes)\nlet b = as! c")
        #expect(file.codeLines.first { $0.text.contains("as!") }?.number == 5)
    }

    @Test(arguments: [
        ("import Foundation", "Foundation"),
        ("public import MerkleTree", "MerkleTree"),
        ("@preconcurrency internal import NIOCore", "NIOCore"),
        ("@_spi(Testing) import LogCore", "LogCore"),
        ("import struct Foundation.Data", "Foundation"),
    ])
    func importsAreSeen(line: String, module: String) {
        #expect(SwiftFile(path: "Sources/X/Y.swift", text: line).imports == [module])
    }

    @Test func wordsInCommentsAreNoImports() {
        #expect(SwiftFile(path: "Sources/X/Y.swift", text: "// import Glibc").imports.isEmpty)
    }

    @Test func theManifestIsRead() throws {
        let manifest = try PackageManifest(
            """
            let logging = Target.Dependency.product(
                name: "Logging",
                package: "swift-log"
            )
            let nio = ["NIOCore", "NIOPosix"].map {
                Target.Dependency.product(name: $0, package: "swift-nio")
            }
                products: [ .library(name: "A", targets: ["A"]) ],
                targets: [
                    .systemLibrary(name: "C", providers: [.apt(["c-dev"])]),
                    library("A"),
                    library("B", ["A", logging, .product(name: "NIOCore", package: "swift-nio")]),
                    program("p", ["B"] + nio),
                ]
            """
        )
        #expect(Set(manifest.targets.keys) == ["A", "B", "C", "p"])
        #expect(manifest.targets["C"] == PackageManifest.Target())
        #expect(manifest.targets["B"] == .init(modules: ["A"], products: ["Logging", "NIOCore"]))
        #expect(manifest.targets["p"] == .init(modules: ["B"], products: ["NIOCore", "NIOPosix"]))
    }

    @Test func sqlIsToldFromProse() {
        #expect(SourceRules.looksLikeSQL("SELECT size FROM trees WHERE log = $1"))
        #expect(SourceRules.looksLikeSQL("  insert into entries values ($1)"))
        #expect(SourceRules.looksLikeSQL("BEGIN"))
        #expect(!SourceRules.looksLikeSQL("the update from the log was refused"))
        #expect(!SourceRules.looksLikeSQL("-----BEGIN PRIVATE KEY-----"))
        #expect(!SourceRules.looksLikeSQL("Select a key from the list"))
    }

    @Test func requirementsAreToldFromAlgorithms() {
        let text =
            "**NOTE-1** MUST\n- **SHA-256** is a hash\nrefused (**NOTE-0**), as NOTE-2 has it"
        #expect(Requirements.definitions(in: text) == ["NOTE-1", "NOTE-0"])
        let source = "// SPEC: HEAD-7: as NOTE-2 has it, over SHA-256"
        #expect(Requirements.mentions(in: source, of: ["NOTE"]) == ["NOTE-2", "HEAD-7"])
    }

    @Test func headingsBecomeAnchors() {
        #expect(Markdown.anchor("## 3. What, and `how`?") == "3-what-and-how")
    }
}
