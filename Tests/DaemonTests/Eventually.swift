/// What did not happen in time.
struct TimedOut: Error, CustomStringConvertible {
    let what: String
    var detail = ""

    var description: String { "not in time: \(self.what) \(self.detail)" }
}

/// Waits until something is so in another process, which tells nobody: asks again and again.
func eventually(
    _ what: String,
    within limit: Duration = .seconds(60),
    _ condition: () async throws -> Bool
) async throws {
    let start = ContinuousClock.now
    while try await !condition() {
        guard ContinuousClock.now - start < limit else { throw TimedOut(what: what) }
        try await Task.sleep(for: .milliseconds(20))
    }
}
