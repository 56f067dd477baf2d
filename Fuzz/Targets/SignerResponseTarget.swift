@testable import Witnessing

/// Answers of a signer, as the daemon reads them.
enum SignerResponseTarget: FuzzTarget {
    static let name = "signer-response"
    static let maximumByteCount = 900

    static func seeds() throws -> [[UInt8]] {
        let head = try SignerSamples.range(3).head
        let responses: [SignerResponse] = try [
            .status(SignerStatus(recorded: head, signed: nil, publishedSize: 0)),
            .status(SignerStatus(recorded: head, signed: head, publishedSize: 3)),
            .outcome(.recorded(recordedSize: 3)), .outcome(.gap(recordedSize: 1)),
            .outcome(.belowJournal(journalStart: 9)), .notes(SignerSamples.notes(2)), .done,
            .refused(.unknownLog), .refused(.fork("entry 3")), .refused(.belowSigned(head)),
            .refused(.unavailable("\u{e9}")),
        ]
        // The last two end inside of a head.
        let status = SignerResponse.status(
            SignerStatus(recorded: head, signed: head, publishedSize: 3)
        ).bytes(id: 1)
        return responses.map { $0.bytes(id: 1) } + [
            Array(status.dropLast(64)), Array(status.dropLast(32)),
        ]
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        guard let read = SignerResponse.parse(input) else { return false }
        try demand(
            read.response.bytes(id: read.id) == input,
            "an answer is sent as it was read"
        )
        return true
    }
}
