import CryptoSuites
import LogProtocol
import LogTesting
import MerkleTree
import SignedNotes
import Testing

@testable import Witnessing

/// Specs/rotation.md section 4: the signer changes its key at the announced size, whatever happens.
@Suite struct SignerRotationTests {
    /// Makes notes that name the keys they would be signed with: for lives that are lived a thousand
    /// times.
    private struct NamingSigner: HeadSigner {
        let firstKeys: [VerifierKey]
        var keys: [VerifierKey]

        init(_ keys: [VerifierKey]) {
            self.firstKeys = keys
            self.keys = keys
        }

        func signer(with keys: [VerifierKey]) throws(HeadNotesError) -> any HeadSigner {
            var signer = self
            signer.keys = keys
            return signer
        }

        func belongs(to origin: LogOrigin) -> Bool { true }

        func notes(
            of head: TwinHead,
            origin: LogOrigin,
            at timestamp: UInt64
        ) throws(HeadNotesError) -> HeadNotes {
            let names = Set(self.keys.map(\.description)).sorted().joined(separator: " ")
            let note = Array("\(head.size) \(names)".utf8)
            return HeadNotes(checkpoint: note, sm3Checkpoint: note, twin: note)
        }

        func treeHead(
            of head: TwinHead,
            at timestamp: UInt64
        ) throws(HeadNotesError) -> TreeHeadSignature? { nil }

        func verify(
            _ notes: HeadNotes,
            of head: TwinHead,
            origin: LogOrigin,
            at timestamp: UInt64
        ) throws(HeadNotesError) {
            guard try self.notes(of: head, origin: origin, at: timestamp) == notes else {
                throw HeadNotesError(text: "signed with other keys")
            }
        }
    }

    /// A log of 14 entries: entry 5 announces another Ed25519 key for heads of more than 8, entry 9
    /// another SM2 key for heads of more than 10; entries 3 and 11 announce what does not count.
    private struct Story {
        let change: KeyChange
        let log: ReferenceLog

        init() throws {
            let change = try KeyChange()
            self.change = change
            let other = try change.entry(
                change.body(change.next.ed25519, by: change.other.ed25519, from: 13),
                signedBy: [change.next.ed25519, change.other.ed25519]
            )
            self.log = try ReferenceLog(
                size: 14,
                replacing: [
                    3: try change.ed25519(from: 2), 5: try change.ed25519(from: 9),
                    9: try change.sm2(from: 11, beside: change.next.ed25519), 11: other,
                ]
            )
        }

        /// The keys that sign a head.
        func keys(of size: UInt64) -> [VerifierKey] {
            [
                size > 8 ? self.change.next.ed25519.verifierKey : self.change.firstKeys[0],
                size > 10 ? self.change.next.sm2.verifierKey : self.change.firstKeys[1],
            ]
        }

        /// Checks every note that left.
        func check(_ rig: LedgerRig, _ name: String = "") throws {
            for (size, notes) in rig.released {
                let expected = Set(self.keys(of: size).map(\.description)).sorted()
                let text = "\(size) \(expected.joined(separator: " "))"
                #expect(String(decoding: notes.twin, as: UTF8.self) == text, "\(name)")
            }
        }
    }

    private static let story = Result { try Story() }

    private static let steps: [@Sendable (LedgerRig) throws -> Void] = [
        { try $0.open() },
        { try $0.offerFromRecord(upTo: [5]) },
        { try $0.sign(5) },
        { try $0.offerFromRecord(upTo: [6, 8]) },
        { try $0.sign(8) },
        // The statement of entry 5 leaves the journal.
        { try $0.published(8) },
        { try $0.offerFromRecord(upTo: [9]) },
        {
            $0.abandon()
            try $0.open()
        },
        { try $0.sign(9) },
        { try $0.offerFromRecord(upTo: [10, 11, 14]) },
        { try $0.published(9) },
        { try $0.sign(10) },
        { try $0.sign(11) },
        { try $0.published(11) },
        { try $0.sign(14) },
        { try $0.published(14) },
    ]

    private func makeRig() throws -> LedgerRig {
        let story = try Self.story.get()
        return try LedgerRig(
            log: story.log,
            keys: NamingSigner(story.change.firstKeys),
            keptRangeCount: 2
        )
    }

    private func live(_ rig: LedgerRig) throws {
        for step in Self.steps { try step(rig) }
    }

    @Test func eachHeadIsSignedWithTheKeysOfItsSize() throws {
        let rig = try self.makeRig()
        try self.live(rig)
        #expect(Set(rig.released.keys) == [5, 8, 9, 10, 11, 14])
        try Self.story.get().check(rig)
    }

    /// SPEC: ROT-10: killed at every operation on a file, with and without a loss of power; in the long
    /// form also failed, and with every kind of loss. Each life verifies some thirty signatures.
    @Test(arguments: Drill.isLong ? SimulatedDisk.Fault.allCases : [.killed])
    func afterAnyFaultTheKeysAreThoseOfTheSize(_ fault: SimulatedDisk.Fault) throws {
        let story = try Self.story.get()
        var operation = 0
        while true {
            // One kind of loss each in the short form, both in turn: a life takes some 50 ms.
            let short: SimulatedDisk.PowerLoss = operation.isMultiple(of: 2) ? .none : .forgetsAll
            for loss in Drill.isLong ? SimulatedDisk.PowerLoss.allCases : [short] {
                let rig = try self.makeRig()
                rig.disk.fail(operation, fault)
                if (try? self.live(rig)) != nil {
                    #expect(operation > 80, "the life has \(operation) operations")
                    return
                }
                let name = "operation \(operation) \(fault), power loss \(loss)"
                rig.abandon(loss)
                do {
                    try rig.open()
                    try rig.check()
                    try rig.offerFromRecord(upTo: [6, 9, 11, 14])
                    let signed = Int(try rig.status().signed?.size ?? 0)
                    for size in [6, 9, 11] where size > signed {
                        if (try? rig.sign(size)) != nil { try rig.published(size) }
                    }
                    try rig.signAgain(14)
                    try rig.published(14)
                    rig.abandon(.forgetsAll)
                    try rig.open()
                    try rig.check()
                } catch {
                    Issue.record("after \(name): \(error)")
                }
                try story.check(rig, name)
            }
            operation += 1
        }
    }

    /// The file of statements is part of the record: without it, or with less of it, nothing is signed.
    @Test func aLostStatementIsNoticed() throws {
        let story = try Self.story.get()
        let rig = try self.makeRig()
        try self.live(rig)
        rig.abandon()
        let path = LedgerRig.path + "/events"
        let bytes = try #require(try rig.disk.read(path))
        let events = try SignerEvents(parsing: bytes)
        #expect(events.events.map(\.index) == [5, 9])
        try rig.disk.remove(path)
        #expect(throws: SignerFilesError.self) { try rig.open() }
        try rig.folder.replaceEvents(
            SignerEvents(origin: story.log.origin, events: Array(events.events.prefix(1)))
        )
        rig.abandon()
        #expect(throws: SignerFilesError.self) { try rig.open() }
        try rig.folder.replaceEvents(events)
        rig.abandon()
        try rig.open()
        try rig.check()
        for position in stride(from: 0, to: bytes.count, by: 7) {
            var damaged = bytes
            damaged[position] ^= 1
            #expect(throws: SignerFilesError.self) { try SignerEvents(parsing: damaged) }
        }
    }

    /// Under other first keys the recorded statements say nothing, and nothing is signed.
    @Test func otherFirstKeysAreRefused() throws {
        let rig = try self.makeRig()
        try self.live(rig)
        rig.abandon()
        rig.keys = NamingSigner(try KeyChange().firstKeys)
        let error = #expect(throws: SignerFilesError.self) { try rig.open() }
        guard case .wrongKeys? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    /// The real keys, which are read when they are needed, and the head that waits for one.
    @Test func aHeadWaitsForAKeyThatIsNotThere() throws {
        let story = try Self.story.get()
        let change = story.change
        let rig = try LedgerRig(
            log: story.log,
            keys: SignerKeys(ed25519: change.first.ed25519, sm2: change.first.sm2)
        )
        try rig.open()
        try rig.offerFromRecord(upTo: [8, 9, 14])
        try rig.sign(8)
        let error = #expect(throws: SignerError.self) { try rig.sign(9) }
        guard case .unavailable(let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("private key of \(story.log.origin.text)"))
        rig.abandon()
        rig.keys = SignerKeys(
            ed25519: change.first.ed25519,
            sm2: change.first.sm2,
            load: { try change.signer(of: $0) }
        )
        try rig.open()
        for size in [9, 14] {
            let notes = try rig.sign(size)
            var history = LogHistory(origin: story.log.origin, keys: change.firstKeys)
            for event in HistoryStatement.candidates(in: try story.log.entries(0..<size), from: 0) {
                history.take(event)
            }
            for note in [notes.checkpoint, notes.sm3Checkpoint, notes.twin] {
                let read = try UnverifiedNote(parsing: note)
                #expect(try read.verified(by: history.keys).unknown.isEmpty)
            }
        }
        rig.abandon()
        try rig.open()
        try rig.check()
    }

    @Test func statementsCrossTheSocket() throws {
        let story = try Self.story.get()
        let request = SignerRequest.events(7, story.log.origin)
        let bytes = Array(request.parts(id: 3).joined())
        #expect(try SignerRequest.parse(bytes).request == request)
        #expect(throws: MalformedRequest.self) { try SignerRequest.parse(Array(bytes.dropLast())) }
        for events in [
            [], HistoryStatement.candidates(in: try story.log.entries(0..<14), from: 0),
        ] {
            let answer = SignerResponse.events(events).bytes(id: 3)
            #expect(SignerResponse.parse(answer)?.response == .events(events))
            if !events.isEmpty { #expect(SignerResponse.parse(Array(answer.dropLast())) == nil) }
        }
    }

    @Test func aRecordCountsItsStatements() throws {
        let log = try Self.story.get().log
        for count in [0, 1, 5] {
            let record = SignerRecord(
                origin: log.origin,
                recordedSize: 4,
                published: TwinRange(),
                signed: nil,
                eventCount: count
            )
            let read = try SignerRecord(parsing: record.bytes)
            #expect(read == record && read.eventCount == count)
            let header = count == 0 ? "v1" : "v3"
            #expect(record.bytes.starts(with: "concordat/signer-record/\(header)\n".utf8))
        }
    }
}
