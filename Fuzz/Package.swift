// swift-tools-version: 6.2
import PackageDescription

/// The fuzzer: the parsers and what they stand on, built with the sanitizers that `run.py` names, and
/// without the packages of others. `Modules` leads to the project's own sources, so that what is fuzzed
/// is what is shipped.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
    // Optimised, and open for @testable all the same.
    .unsafeFlags(["-enable-testing"]),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name,
        dependencies: dependencies,
        path: "Modules/\(name)",
        swiftSettings: settings
    )
}

let package = Package(
    name: "concordat-fuzz",
    targets: [
        .systemLibrary(name: "CLibCrypto", path: "Modules/CLibCrypto", pkgConfig: "libcrypto"),
        .target(name: "CMultiHash", path: "Modules/CMultiHash"),
        module("MerkleTree"),
        module("CryptoSuites", ["MerkleTree", "CLibCrypto", "CMultiHash"]),
        module("SignedNotes", ["MerkleTree", "CryptoSuites"]),
        module("Records", ["MerkleTree", "CryptoSuites"]),
        module("LogProtocol", ["MerkleTree", "CryptoSuites", "SignedNotes", "Records"]),
        module("Witnessing", ["MerkleTree", "CryptoSuites", "SignedNotes", "LogProtocol"]),
        // Only the files that stand without an HTTP library.
        module("LogServer", ["MerkleTree", "SignedNotes"]),
        .executableTarget(
            name: "concordat-fuzz",
            dependencies: [
                "MerkleTree", "CryptoSuites", "SignedNotes", "Records", "LogProtocol",
                "Witnessing", "LogServer",
            ],
            path: ".",
            exclude: ["Modules", "README.md", "Tests", "corpus", "run.py"],
            sources: ["Targets", "Engine"],
            // libFuzzer brings `main`.
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]
        ),
    ]
)
