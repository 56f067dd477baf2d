import SignedNotes

/// Asks for the log's notes all the time, as a monitor would, and puts every head into the book.
struct HeadWatch {
    let endpoint: Endpoint
    let heads: HeadBook
    let journal: AppendJournal

    /// Works until it is cancelled.
    func run() async {
        var newest: [String: (bytes: [UInt8], size: UInt64)] = [:]
        let paths = [
            "checkpoint", "sm3/checkpoint", "twin", "pending/checkpoint", "pending/sm3/checkpoint",
            "pending/twin",
        ]
        while !Task.isCancelled {
            for path in paths {
                // A daemon that is down or starting says nothing, which is no contradiction.
                guard let answer = try? await self.endpoint.web.get("/eu/" + path),
                    answer.status == 200, newest[path]?.bytes != answer.body
                else { continue }
                let isPublished = !path.hasPrefix("pending")
                do {
                    let size =
                        if path.hasSuffix("sm3/checkpoint") {
                            try self.heads.add(
                                sm3Checkpoint: answer.body,
                                isPublished: isPublished
                            )
                        } else if path.hasSuffix("checkpoint") {
                            try self.heads.add(checkpoint: answer.body, isPublished: isPublished)
                        } else {
                            try self.heads.add(twin: answer.body, isPublished: isPublished)
                        }
                    if let before = newest[path], before.size > size {
                        self.journal.add(violation: "\(path) went from \(before.size) to \(size)")
                    }
                    newest[path] = (answer.body, size)
                } catch {
                    self.journal.add(violation: "\(path) does not verify: \(error)")
                }
            }
            try? await Task.sleep(for: .milliseconds(10))
        }
    }
}
