import Glibc
import Logging
import PrivateCluster

@testable import PrivateCluster

/// Lends a new folder that PostgreSQL's user can pass through, and removes it.
func withFolder(_ body: (_ path: String) async throws -> Void) async throws {
    let path = try FileSystem.makeTemporaryDirectory("/tmp/concordat-test-")
    chmod(path, 0o711)
    do {
        try await body(path)
    } catch {
        try FileSystem.remove(path)
        throw error
    }
    try FileSystem.remove(path)
}

/// A cluster in `directory` that does not care for power cuts.
func makeCluster(
    _ directory: String,
    _ change: (inout PrivateCluster.Configuration) -> Void = { _ in }
) -> PrivateCluster {
    var configuration = PrivateCluster.Configuration(directory: directory)
    configuration.isDurable = false
    configuration.settings = ["fsync": "off"]
    change(&configuration)
    return PrivateCluster(
        configuration,
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
}

/// Waits until `condition` holds, looking every few milliseconds; false after a minute.
func eventually(_ condition: () async throws -> Bool) async rethrows -> Bool {
    for _ in 0..<6000 {
        if try await condition() { return true }
        try? await Task.sleep(for: .milliseconds(10))
    }
    return false
}
