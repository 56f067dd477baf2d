import Auditing
import Foundation
import LogClient
import LogProtocol
import LogTesting
import Logging
import Records
import SignedNotes
import Synchronization
import Testing

/// A log that publishes another head once its first note was read.
private final class MovingLog: LogTransport {
    private let before: FileLog
    private let after: FileLog
    private let hasMoved = Mutex(false)

    init(before: FileLog, after: FileLog) {
        self.before = before
        self.after = after
    }

    func send(_ request: LogRequest) async throws(TransportError) -> LogResponse {
        let log = self.hasMoved.withLock { hasMoved in
            defer { hasMoved = true }
            return hasMoved ? self.after : self.before
        }
        return try await log.send(request)
    }
}

/// Specs/rotation.md section 5: who reads a log whose key changed finds it out by himself, and whoever
/// is given keys with their sizes believes each for its own.
@Suite(.timeLimit(.minutes(3))) struct RotatedLogTests {
    private let home: TemporaryFolder
    private let change: KeyChange
    /// Signed once: an SM2 signature is another one each time.
    private let statement: [UInt8]

    init() throws {
        self.home = try TemporaryFolder("rotated")
        self.change = try KeyChange(origin: SmallLog.origin)
        self.statement = try self.change.ed25519(from: Self.from)
    }

    /// Where the statement stands, and the first size of the new key.
    private static let index: UInt64 = 270
    private static let from: UInt64 = 290

    private var firstKeys: LogKeys { LogKeys(self.change.first.ed25519, self.change.first.sm2) }
    private var nextKeys: LogKeys { LogKeys(self.change.next.ed25519, self.change.first.sm2) }

    /// The log at a size, signed with the keys of that size unless others are given.
    private func log(
        size: Int,
        keys: LogKeys? = nil,
        events: [UInt64]? = nil,
        statement: [UInt8]? = nil
    ) throws -> SmallLog {
        let statement = statement ?? self.statement
        let isNew = UInt64(size) >= Self.from
        return try SmallLog(
            size: size,
            keys: keys ?? (isNew ? self.nextKeys : self.firstKeys),
            events: events ?? (UInt64(size) > Self.index ? [Self.index] : nil)
        ) { $0 == Self.index ? statement : SmallLog.entry($0) }
    }

    private func audit(
        _ log: some LogTransport,
        keys: [VerifierKey]? = nil,
        state: String = "state"
    ) async throws -> AuditReport {
        let configuration = AuditConfiguration(
            keys: keys ?? self.change.firstKeys,
            statePath: self.home.path(of: state)
        )
        return try await Auditor(of: log, configuration: configuration, clock: NoWaitClock()).run()
    }

    private func detail(_ body: () async throws -> AuditReport) async -> (step: String, String)? {
        do {
            _ = try await body()
            return nil
        } catch let AuditError.refuted(finding, _) {
            return (finding.step, finding.detail)
        } catch {
            return ("\(error)", "")
        }
    }

    @Test func anAuditFollowsTheKeyFromTheFirstOne() async throws {
        for (number, sizes) in [[600], [100, 280, 289, 290, 600, 700], [300, 301]].enumerated() {
            let transport = FileLog(try self.log(size: sizes[0]))
            for size in sizes {
                transport.become(try self.log(size: size))
                let report = try await self.audit(transport, state: "\(number)")
                #expect(report.head.size == UInt64(size))
                #expect(report.suites == [.sha256, .sm3])
                let keys = report.history.keys
                guard UInt64(size) > Self.index else {
                    #expect(keys == self.change.firstKeys)
                    continue
                }
                #expect(
                    keys.map(\.sizes) == [
                        0...(Self.from - 1), VerifierKey.allSizes, Self.from...(.max),
                    ]
                )
                #expect(report.history.events.map(\.index) == [Self.index])
            }
        }
    }

    /// The first note is of the head before: the audit looks again, as it does with keys that it knows.
    @Test func aHeadThatComesBetweenTheNotesIsNoObstacle() async throws {
        let transport = MovingLog(
            before: FileLog(try self.log(size: 600)),
            after: FileLog(try self.log(size: 700))
        )
        #expect(try await self.audit(transport).head.size == 700)
    }

    /// The state keeps the statement, so that the log need not say where it stands any more.
    @Test func whatWasReadOnceNeedsNoAnnouncement() async throws {
        let transport = FileLog(try self.log(size: 600))
        _ = try await self.audit(transport)
        transport.become(try self.log(size: 700, events: []))
        #expect(try await self.audit(transport).head.size == 700)
        // A new auditor is told nothing, and can say nothing.
        let other = await self.detail { try await self.audit(transport, state: "other") }
        #expect(other?.step.contains("undecided") == true, "\(String(describing: other))")
    }

    @Test func theOldKeyAloneSignsNoLargerHead() async throws {
        let transport = FileLog(try self.log(size: 600, keys: self.firstKeys))
        let found = await self.detail { try await self.audit(transport) }
        #expect(
            found?.1.contains("good for heads of up to 289 entries only") == true,
            "\(String(describing: found))"
        )
        // Also if the log hides that it announced another one; and when it was seen before.
        transport.become(try self.log(size: 600, keys: self.firstKeys, events: []))
        let hidden = await self.detail { try await self.audit(transport, state: "hidden") }
        #expect(hidden?.1.contains("good for heads of up to 289") == true)
        transport.become(try self.log(size: 280))
        _ = try await self.audit(transport, state: "seen")
        transport.become(try self.log(size: 600, keys: self.firstKeys))
        let seen = await self.detail { try await self.audit(transport, state: "seen") }
        #expect(seen?.1.contains("good for heads of up to 289") == true)
    }

    @Test func theNewKeySignsNoSmallerHead() async throws {
        let transport = FileLog(try self.log(size: 289, keys: self.nextKeys))
        let found = await self.detail { try await self.audit(transport) }
        #expect(found != nil)
    }

    /// What is announced and does not stand there, or does not count, leads nowhere.
    @Test func falseAnnouncementsAreOfNoUse() async throws {
        let (first, next) = (self.change.first, self.change.next)
        let body = self.change.body(first.ed25519, by: next.ed25519, from: Self.from)
        for statement in [
            try self.change.entry(body, signedBy: [next.ed25519]),
            try self.change.entry(body, signedBy: [first.ed25519, first.sm2]),
            try self.change.ed25519(from: Self.index),
            try self.change.entry(
                body.replacing("origin", with: .string("log.example/other")),
                signedBy: [first.ed25519, first.sm2, next.ed25519]
            ),
        ] {
            let transport = FileLog(
                try self.log(size: 600, keys: self.nextKeys, statement: statement)
            )
            let state = UUID().uuidString
            let found = await self.detail { try await self.audit(transport, state: state) }
            #expect(found != nil)
            // Under the old key the log is sound, and the statement is named.
            transport.become(try self.log(size: 600, keys: self.firstKeys, statement: statement))
            let report = try await self.audit(transport, state: state + "-old")
            #expect(report.history.ignored.map(\.index) == [Self.index])
            #expect(report.history.events.isEmpty)
        }
        for events: [UInt64] in [[0], [599], [700], [.max], Array(0..<600)] {
            let transport = FileLog(try self.log(size: 600, events: events))
            let state = UUID().uuidString
            let found = await self.detail { try await self.audit(transport, state: state) }
            #expect((found == nil) == events.contains(Self.index), "\(events.count)")
        }
    }

    // MARK: The commands

    private func run(_ arguments: [String]) async throws -> CommandProcess.Result {
        try await CommandProcess.run(arguments)
    }

    private func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = self.home.path(of: name)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func write(_ log: SmallLog, to name: String) throws -> String {
        let path = self.home.path(of: name)
        try log.write(to: try LogFolder(path: path))
        return path
    }

    @Test func theCommandSaysWhichKeysHoldWhere() async throws {
        let folder = try self.write(try self.log(size: 600), to: "folder")
        let vkeys = self.change.firstKeys.flatMap { ["--vkey", "\($0)"] }
        let result = try await self.run(
            ["audit", "--log", folder, "--state", self.home.path(of: "audit"), "--json"] + vkeys
        )
        #expect(result.status == 0, "\(result)")
        let old = self.change.firstKeys[0].bounded(to: 0...(Self.from - 1)).textWithSizes
        let new = self.change.next.ed25519.verifierKey.bounded(to: Self.from...(.max)).textWithSizes
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        )
        #expect(object["keys"] as? [String] == [old, new])
        // The same by the reference verifier.
        let python = try await CommandProcess.python(
            ["full", folder, "--json"] + self.change.firstKeys.flatMap { ["--vkey", "\($0)"] }
        )
        #expect(python.status == 0, "\(python)")
        let said = try #require(
            try JSONSerialization.jsonObject(with: Data(python.output.utf8)) as? [String: Any]
        )
        #expect(said["keys"] as? [String] == [old, new])
        // With what they say, anybody verifies offline; with either key beyond its sizes nobody does.
        let heads: [(size: Int, signers: LogKeys?, keys: [String], status: Int32)] = [
            (600, nil, [new], 0), (600, nil, [old, new], 0), (600, nil, [old], 2),
            (280, nil, [old], 0), (280, nil, [new, old], 0), (280, nil, [new], 2),
            (600, self.firstKeys, [old], 1), (600, self.firstKeys, [old, new], 1),
            (280, self.nextKeys, [old, new], 1),
        ]
        for (number, head) in heads.enumerated() {
            let log = try self.log(size: head.size, keys: head.signers)
            let source = try self.write(log, to: "at-\(number)")
            let proof = try await self.run(["prove", "--log", source, "--index", "7"])
            let proofFile = try self.file("proof-\(number)", Array(proof.output.utf8))
            let entry = try self.file("entry", SmallLog.entry(7))
            let arguments =
                ["verify"] + head.keys.flatMap { ["--vkey", $0] } + ["--entry", entry, proofFile]
            let verified = try await self.run(arguments)
            #expect(verified.status == head.status, "\(head): \(verified)")
            let second = try await CommandProcess.python(arguments)
            #expect(second.status == head.status, "\(head): \(second)")
        }
    }

    /// SPEC: EVID-10: what an audit writes is what a verifier of later files takes.
    @Test func anAuditWritesThePoliciesWithTheirSizes() async throws {
        let witness = try ScriptedWitness(name: "eu1")
        let strict = (witness.policyLines(url: "https://w") + ["quorum eu1", ""])
            .joined(separator: "\n")
        func log(_ size: Int) throws -> SmallLog {
            let first = try self.change.policy("quorum none\n", from: 100)
            let second = try self.change.policy(strict, from: 200)
            var log = try SmallLog(size: size, keys: self.firstKeys, events: [50, 60]) { index in
                index == 50 ? first : index == 60 ? second : SmallLog.entry(index)
            }
            if size == 210 { try log.cosign(.sha256, with: [witness.ed25519]) }
            return log
        }
        let vkeys = self.change.firstKeys.flatMap { ["--vkey", "\($0)"] }
        let policies = self.home.path(of: "policies")
        let folder = try self.write(try log(300), to: "with-policies")
        let arguments = ["audit", "--log", folder, "--state", self.home.path(of: "p")] + vkeys
        let result = try await self.run(arguments + ["--policies", policies, "--json"])
        #expect(result.status == 0, "\(result)")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        )
        let files = ["\(policies)/from-100.policy@100..199", "\(policies)/from-200.policy@200.."]
        #expect(object["policy_files"] as? [String] == files)
        let written = try String(contentsOfFile: "\(policies)/from-200.policy", encoding: .utf8)
        #expect(written == strict)
        // With the keys beside them, for files without log lines.
        for (size, status) in [(150, Int32(0)), (205, 1), (210, 0), (90, 2)] {
            let source = try self.write(try log(size), to: "policies-at-\(size)")
            let proof = try await self.run(["prove", "--log", source, "--index", "7"])
            let file = try self.file("policy-proof-\(size)", Array(proof.output.utf8))
            let entry = try self.file("entry", SmallLog.entry(7))
            let verified = try await self.run(
                ["verify", "--entry", entry] + files.flatMap { ["--policy", $0] } + vkeys + [file]
            )
            #expect(verified.status == status, "\(size): \(verified)")
        }
        let nowhere = try await self.run(arguments + ["--policies", "/dev/null/policies"])
        #expect(nowhere.status == 2 && nowhere.output.contains("policies:"), "\(nowhere)")
    }

    @Test func bothVerifiersRefuseTheSame() async throws {
        for (number, log) in try [
            self.log(size: 600, keys: self.firstKeys),
            self.log(size: 600, keys: self.firstKeys, events: []),
            self.log(size: 289, keys: self.nextKeys),
            self.log(size: 600, events: []),
        ].enumerated() {
            let folder = try self.write(log, to: "log-\(number)")
            let vkeys = self.change.firstKeys.flatMap { ["--vkey", "\($0)"] }
            let state = self.home.path(of: "audit-\(number)")
            let swift = try await self.run(
                ["audit", "--log", folder, "--state", state, "--json"] + vkeys
            )
            let python = try await CommandProcess.python(["full", folder, "--json"] + vkeys)
            #expect(swift.status != 0 && swift.status == python.status, "\(swift) \(python)")
        }
    }
}
