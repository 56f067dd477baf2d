import LogProtocol
import SignedNotes

/// Bodies of `add-checkpoint`, and answers to it.
enum AddCheckpointTarget: FuzzTarget {
    static let name = "add-checkpoint"
    static let maximumByteCount = 1_500
    static let words = ["old ", "old 0\n\n", "\n\n", "\u{2014} ", "=\n"]

    static func seeds() throws -> [[UInt8]] {
        let hash = Base64.encode([UInt8](repeating: 7, count: 32))
        let line = Base64.encode([1, 2, 3, 4, 5, 6])
        let note = "log.example/eu\n7\n\(hash)\n\n\u{2014} log.example/eu \(line)\n"
        return [
            "old 0\n\n\(note)", "old 7\n\n\(note)", "old 3\n\(hash)\n\(hash)\n\n\(note)",
            "old 8\n\n\(note)", "\u{2014} w.example \(line)\n", "17\n",
        ]
        .map { Array($0.utf8) }
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        // Whatever a witness answers, reading it ends, and what is read can be sent again.
        for status in [200, 400, 409, 422, 503] {
            let answer = AddCheckpointResponse(
                status: status,
                contentType: AddCheckpointResponse.sizeMediaType,
                retryAfterSeconds: nil,
                body: input
            )
            try demand(answer.status == status, "an answer keeps its status")
            if case .otherSize(let size) = answer {
                try demand(Array("\(size)\n".utf8) == input, "a size has one spelling")
            }
        }
        guard let request = try? AddCheckpointRequest(parsing: input) else { return false }
        try demand(request.body == input, "a request has one spelling")
        try demand(request.oldSize <= request.checkpoint.size, "sizes are in order")
        try demand(
            request.proofHashes.allSatisfy { $0.count == 32 } && request.proofHashes.count <= 63,
            "a proof has as many hashes as it may, of 32 bytes"
        )
        try demand(
            request.note.text.utf8.starts(with: "\(request.checkpoint.origin)\n".utf8),
            "the origin is the note's first line"
        )
        return true
    }
}
