/// What did not happen in time.
struct TimedOut: Error, CustomStringConvertible {
    let what: String
    var detail = ""

    var description: String { "not in time: \(self.what) \(self.detail)" }
}

extension Duration {
    /// How long a test waits for what has to come. Nothing is claimed by it: it ends a test of what never
    /// comes, on a machine however busy.
    static let patience = Duration.seconds(180)
}

/// Waits until something is so in another process, which tells nobody: asks again and again.
func eventually(
    _ what: String,
    within limit: Duration = .patience,
    _ condition: () async throws -> Bool
) async throws {
    let start = ContinuousClock.now
    while try await !condition() {
        guard ContinuousClock.now - start < limit else { throw TimedOut(what: what) }
        try await Task.sleep(for: .milliseconds(20))
    }
}
