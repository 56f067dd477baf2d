import LogTesting
import SignedNotes

/// Asks for the log's notes all the time, as a monitor would, and writes every head into the history.
struct HeadWatch {
    let endpoint: Endpoint
    let history: HistoryRecorder
    let keys: [VerifierKey]
    let origin: LogOrigin
    /// Whose view it is.
    var name = "monitor"

    private static let paths: [(path: String, note: HeadSighting.Note)] = [
        ("checkpoint", .checkpoint), ("sm3/checkpoint", .sm3Checkpoint), ("twin", .twin),
        ("pending/checkpoint", .checkpoint), ("pending/sm3/checkpoint", .sm3Checkpoint),
        ("pending/twin", .twin),
    ]

    /// Works until it is cancelled.
    func run() async {
        var newest: [String: [UInt8]] = [:]
        while !Task.isCancelled {
            for (path, note) in Self.paths {
                let asked = self.history.mark
                // A daemon that is down or starting says nothing, which is no contradiction.
                guard let answer = try? await self.endpoint.web.get("/eu/" + path),
                    answer.status == 200, newest[path] != answer.body
                else { continue }
                newest[path] = answer.body
                do {
                    let head = try HeadSighting(
                        note,
                        answer.body,
                        keys: self.keys,
                        origin: self.origin,
                        isPublished: !path.hasPrefix("pending")
                    )
                    self.history.saw(head, asked: asked, by: self.name)
                } catch {
                    self.history.violated(.answersAreKnown, "\(path) does not verify: \(error)")
                }
            }
            await self.readAhead()
            try? await Task.sleep(for: .milliseconds(10))
        }
    }

    /// Asks for a proof in the tree of everything that is promised, which may not be public yet.
    private func readAhead() async {
        let size = self.history.promisedSize
        guard size > 0 else { return }
        let path = "/eu/proof/inclusion/\(size)/\(size - 1)"
        guard let answer = try? await self.endpoint.web.get(path), answer.status == 200 else {
            return
        }
        self.history.wasShown(size: size, by: self.name)
    }
}
