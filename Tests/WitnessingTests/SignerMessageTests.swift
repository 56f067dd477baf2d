import LogTesting
import MerkleTree
import SignedNotes
import Testing

@testable import Witnessing

@Suite struct SignerMessageTests {
    private func requests() throws -> [SignerRequest] {
        let log = try ReferenceLog(size: 5)
        return [
            .status(log.origin), .offer(try log.offer(0..<5)), .offer(try log.offer(4..<5)),
            .sign(log.head(3), log.origin), .published(.max, log.origin),
        ]
    }

    private func responses() throws -> [SignerResponse] {
        let log = try ReferenceLog(size: 5)
        let notes = HeadNotes(checkpoint: [1, 2], sm3Checkpoint: [], twin: [3])
        return [
            .status(SignerStatus(recorded: log.head(5), signed: nil, publishedSize: 0)),
            .status(SignerStatus(recorded: log.head(5), signed: log.head(4), publishedSize: 3)),
            .outcome(.recorded(recordedSize: 7)), .outcome(.gap(recordedSize: .max)),
            .outcome(.belowJournal(journalStart: 1)), .notes(notes), .done,
            .notes(
                notes.with(
                    treeHead: TreeHeadSignature(timestamp: .max, der: Array(0..<72))
                )
            ),
            .refused(.unknownLog), .refused(.fork("where")), .refused(.notRecorded),
            .refused(.belowSigned(log.head(2))), .refused(.recordFailed("ö")),
            .refused(.malformed("")), .refused(.unavailable("\u{0}")),
            .refused(.clockBehind(seconds: 3_600)),
            .refused(.closed(successor: "log.example/next")),
        ]
    }

    @Test func whatIsSentIsRead() throws {
        for request in try self.requests() {
            let bytes = request.parts(id: 0x0102_0304_0506_0708).flatMap { $0 }
            let read = try SignerRequest.parse(bytes)
            #expect(read.id == 0x0102_0304_0506_0708 && read.request == request)
        }
        for response in try self.responses() {
            let read = try #require(SignerResponse.parse(response.bytes(id: 9)))
            #expect(read.id == 9 && read.response == response)
        }
    }

    @Test func everyShorterMessageIsRefused() throws {
        for request in try self.requests() {
            let bytes = request.parts(id: 1).flatMap { $0 }
            for count in 0..<bytes.count {
                #expect(throws: MalformedRequest.self, "\(count) of \(bytes.count) bytes") {
                    try SignerRequest.parse(Array(bytes[..<count]))
                }
            }
        }
        for response in try self.responses() {
            let bytes = response.bytes(id: 1)
            for count in 0..<bytes.count {
                // A text may end anywhere, and the signed head of a status may be missing: what is
                // read then is what would be sent.
                let prefix = Array(bytes[..<count])
                let read = SignerResponse.parse(prefix)
                #expect(read == nil || read?.response != response)
                #expect(read == nil || read?.response.bytes(id: 1) == prefix, "\(count) bytes")
            }
        }
    }

    @Test func longerMessagesAreRefused() throws {
        for request in try self.requests() {
            let bytes = Array(request.parts(id: 1).joined()) + [0]
            #expect(throws: MalformedRequest.self) { try SignerRequest.parse(bytes) }
        }
        for response in try self.responses() {
            let bytes = response.bytes(id: 1) + [0]
            #expect(SignerResponse.parse(bytes)?.response != response)
        }
    }

    @Test func otherVersionsAreRefusedByNumber() throws {
        var bytes = SignerRequest.status(try LogOrigin("log.example/test")).parts(id: 77)[0]
        bytes[0] = 2
        #expect(throws: MalformedRequest(id: 77, text: "this signer speaks version 1")) {
            try SignerRequest.parse(bytes)
        }
    }

    @Test func anOfferThatDoesNotEndAtItsHeadIsRefused() throws {
        let log = try ReferenceLog(size: 5)
        let bytes = SignerRequest.offer(try log.offer(1..<5)).parts(id: 1)
        // The first index stands before the head's 72 bytes.
        let position = bytes[0].count - 72 - 8
        for change in [UInt8(1), 0xff] {
            var header = bytes[0]
            header[position] = change  // the highest byte: near 2^64 the sum would not fit
            #expect(throws: MalformedRequest.self) {
                try SignerRequest.parse(header + bytes[1])
            }
        }
        var header = bytes[0]
        for offset in 0..<8 { header[position + offset] = 0xff }
        #expect(throws: MalformedRequest.self) { try SignerRequest.parse(header + bytes[1]) }
        #expect(throws: MalformedRequest.self, "no entries") {
            try SignerRequest.parse(bytes[0])
        }
    }

    /// Any bytes: read or refused, never a trap; what is read is what would be sent.
    @Test func anyBytesAreReadOrRefused() throws {
        var random = SeededGenerator(seed: 5)
        let seeds = try self.requests().map { $0.parts(id: 3).flatMap { $0 } }
        var readCount = 0
        for round in 0..<20_000 {
            var bytes = seeds[round % seeds.count]
            if round.isMultiple(of: 3) {
                bytes = (0..<Int.random(in: 0..<120, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
            } else {
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let position = Int.random(in: 0..<bytes.count, using: &random)
                    switch Int.random(in: 0..<3, using: &random) {
                    case 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
                    case 1: bytes.remove(at: position)
                    default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: position)
                    }
                }
            }
            if let read = try? SignerRequest.parse(bytes) {
                #expect(read.request.parts(id: read.id).flatMap { $0 } == bytes, "seed 5")
                readCount += 1
            }
            if let read = SignerResponse.parse(bytes) {
                #expect(read.response.bytes(id: read.id) == bytes, "seed 5")
            }
        }
        #expect(readCount > 100)
    }
}
