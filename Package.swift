// swift-tools-version: 6.2
import PackageDescription

/// The dependency direction is `Specs/layers.json`; a test over the sources keeps both in step.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.init(stringLiteral: name)] + dependencies,
        swiftSettings: settings
    )
}

let asyncAlgorithms = Target.Dependency.product(
    name: "AsyncAlgorithms",
    package: "swift-async-algorithms"
)
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let lifecycle = Target.Dependency.product(
    name: "ServiceLifecycle",
    package: "swift-service-lifecycle"
)
let unixSignals = Target.Dependency.product(
    name: "UnixSignals",
    package: "swift-service-lifecycle"
)
let nio = ["NIOCore", "NIOHTTP1", "NIOPosix"].map {
    Target.Dependency.product(name: $0, package: "swift-nio")
}
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let tls = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let jwt = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")

let package = Package(
    name: "concordat",
    products: [
        .library(name: "MerkleTree", targets: ["MerkleTree"]),
        .library(name: "CryptoSuites", targets: ["CryptoSuites"]),
        .library(name: "SignedNotes", targets: ["SignedNotes"]),
        .library(name: "Records", targets: ["Records"]),
        .library(name: "LogClient", targets: ["LogClient"]),
        .executable(name: "concordatd", targets: ["concordatd"]),
        .executable(name: "concordat", targets: ["concordat"]),
        .executable(name: "concordat-witness", targets: ["concordat-witness"]),
        .executable(name: "concordat-monitor", targets: ["concordat-monitor"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird",
            from: "2.28.1",
            traits: []
        ),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibCrypto",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]
        ),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CMLDSA", dependencies: [crypto]),
        .target(name: "CMultiHash"),
        .target(name: "CProcess"),

        library("MerkleTree"),
        library("CryptoSuites", ["MerkleTree", "CLibCrypto", "CMultiHash", "CMLDSA"]),
        library("SignedNotes", ["MerkleTree", "CryptoSuites"]),
        library("Records", ["MerkleTree", "CryptoSuites"]),
        library("LogProtocol", ["MerkleTree", "CryptoSuites", "SignedNotes", "Records"]),
        library("Witnessing", ["MerkleTree", "CryptoSuites", "SignedNotes", "LogProtocol"]),
        library(
            "LogCore",
            ["MerkleTree", "CryptoSuites", "SignedNotes", "Records", "LogProtocol", "Witnessing"]
                + [asyncAlgorithms, logging, metrics]
        ),
        library(
            "LogClient",
            ["MerkleTree", "CryptoSuites", "SignedNotes", "LogProtocol", "CProcess", httpClient]
                + [
                    tls,
                    .product(name: "NIOCore", package: "swift-nio"),
                    .product(name: "NIOHTTP1", package: "swift-nio"),
                    .product(name: "NIOPosix", package: "swift-nio"),
                ]
        ),
        library(
            "Auditing",
            ["MerkleTree", "CryptoSuites", "SignedNotes", "LogProtocol", "LogClient"]
                + [.product(name: "NIOPosix", package: "swift-nio")]
        ),
        library("Monitoring", ["MerkleTree", "CryptoSuites", "SignedNotes", "LogProtocol"]),
        library("Postgres", ["CLibPQ"]),
        library("PrivateCluster", ["Postgres", "CProcess", logging]),
        library(
            "LogStorePostgres",
            ["MerkleTree", "CryptoSuites", "SignedNotes", "LogProtocol", "Witnessing", "LogCore"]
                + ["Postgres"]
        ),
        library(
            "Listening",
            [hummingbird, lifecycle, logging]
                + [
                    .product(name: "NIOCore", package: "swift-nio"),
                    .product(name: "NIOPosix", package: "swift-nio"),
                ]
        ),
        library(
            "LogServer",
            ["MerkleTree", "CryptoSuites", "SignedNotes", "LogProtocol", "Witnessing", "LogCore"]
                + ["Listening", "Records", "CZlib", hummingbird, jwt, lifecycle, logging, metrics]
                + [tls] + nio
        ),

        program(
            "concordatd",
            ["MerkleTree", "CryptoSuites", "SignedNotes", "LogProtocol", "Witnessing", "LogCore"]
                + ["Listening", "LogServer", "LogClient", "Auditing", "LogStorePostgres"]
                + ["Postgres", "PrivateCluster", "Records"]
                + [argumentParser, configuration, system, lifecycle, unixSignals, logging, metrics]
        ),
        program(
            "concordat",
            ["MerkleTree", "CryptoSuites", "SignedNotes", "LogProtocol", "LogClient", "Auditing"]
                + ["CProcess", "Records", "Monitoring", argumentParser]
        ),
        program(
            "concordat-monitor",
            ["MerkleTree", "CryptoSuites", "SignedNotes", "LogProtocol", "LogClient", "Auditing"]
                + ["Monitoring", "Listening", argumentParser, hummingbird, logging, lifecycle]
                + [unixSignals]
                + [
                    .product(name: "NIOCore", package: "swift-nio"),
                    .product(name: "NIOPosix", package: "swift-nio"),
                ]
        ),

        program(
            "concordat-witness",
            ["MerkleTree", "CryptoSuites", "SignedNotes", "LogProtocol", "Witnessing", "LogClient"]
                + ["Listening", argumentParser, hummingbird, lifecycle, unixSignals, logging]
                + [.product(name: "NIOCore", package: "swift-nio")]
        ),

        .executableTarget(
            name: "concordat-bench",
            dependencies: ["MerkleTree", "CryptoSuites", "SignedNotes", "Witnessing", "LogCore"]
                + ["Records", "LogStorePostgres", "Postgres", "PrivateCluster", "CLibCrypto"]
                + ["Listening", "LogServer", httpClient, lifecycle, logging] + nio,
            path: "Benchmarks/concordat-bench",
            swiftSettings: settings
        ),

        library(
            "LogTesting",
            ["MerkleTree", "CryptoSuites", "SignedNotes", "LogProtocol", "Witnessing", "LogCore"]
                + ["Records", "LogClient", logging] + nio
        ),
        tests(of: "MerkleTree", ["CryptoSuites", "LogTesting"]),
        tests(of: "CryptoSuites", ["MerkleTree", "CLibCrypto", "SignedNotes", "LogTesting"]),
        tests(of: "SignedNotes", ["MerkleTree", "CryptoSuites", "LogTesting"]),
        tests(of: "Records", ["MerkleTree", "CryptoSuites", "LogTesting"]),
        tests(
            of: "LogProtocol",
            ["MerkleTree", "CryptoSuites", "SignedNotes", "Records", "LogTesting"]
        ),
        tests(of: "Monitoring", ["MerkleTree", "CryptoSuites", "SignedNotes", "LogProtocol"]),
        tests(of: "Postgres", ["PrivateCluster", "LogTesting"]),
        tests(of: "PrivateCluster", ["Postgres", "CProcess", logging]),
        tests(
            of: "Witnessing",
            ["MerkleTree", "CryptoSuites", "SignedNotes", "LogProtocol", "LogTesting"]
        ),
        .testTarget(
            name: "WitnessCommandTests",
            dependencies: ["concordat-witness", "MerkleTree", "CryptoSuites", "SignedNotes"]
                + ["LogProtocol", "Witnessing", "LogCore", "LogClient", "LogServer", "Listening"]
                + ["CProcess", "LogTesting", hummingbird, httpClient, lifecycle, logging] + nio,
            swiftSettings: settings
        ),
        tests(
            of: "LogCore",
            ["MerkleTree", "CryptoSuites", "SignedNotes", "Records", "LogProtocol", "Witnessing"]
                + ["LogTesting"]
        ),
        tests(
            of: "LogStorePostgres",
            ["MerkleTree", "CryptoSuites", "SignedNotes", "Witnessing", "LogCore", "Postgres"]
                + ["PrivateCluster", "Records", "LogTesting", logging]
        ),
        tests(
            of: "LogServer",
            ["MerkleTree", "CryptoSuites", "SignedNotes", "LogProtocol", "Witnessing", "LogCore"]
                + ["Listening", "LogClient", "Records", "LogTesting", hummingbird, lifecycle]
                + [logging, metrics] + nio
        ),
        .testTarget(
            name: "ConcordatCommandTests",
            dependencies: ["concordat", "concordat-monitor", "MerkleTree", "CryptoSuites"]
                + ["SignedNotes", "LogProtocol", "LogClient", "Auditing", "Monitoring", "Records"]
                + ["LogTesting", logging]
                + [.product(name: "NIOPosix", package: "swift-nio")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "DaemonTests",
            dependencies: ["concordatd", "MerkleTree", "CryptoSuites", "SignedNotes", "Witnessing"]
                + ["Records", "LogCore", "LogStorePostgres", "Postgres", "PrivateCluster"]
                + ["CProcess", "LogProtocol", "LogClient", "Auditing", "Monitoring", "concordat"]
                + ["concordat-monitor", "concordat-witness", "LogTesting", httpClient, logging]
                + nio,
            swiftSettings: settings
        ),
        // The targets of `make fuzz`, in an ordinary build, over the inputs that it has found.
        .testTarget(
            name: "FuzzTests",
            dependencies: ["MerkleTree", "CryptoSuites", "SignedNotes", "Records", "LogProtocol"]
                + ["Witnessing", "LogServer"],
            path: "Fuzz",
            exclude: ["Engine", "Modules", "Package.swift", "README.md", "corpus", "run.py"],
            sources: ["Targets", "Tests"],
            swiftSettings: settings
        ),
        .testTarget(name: "TidyTests", swiftSettings: settings),
    ]
)
