import CryptoSuites
import LogProtocol
import LogTesting
import Records
import SignedNotes
import Testing

/// Specs/records.md section 7: statements about keys and policies, and who has to have signed them.
@Suite struct PublicStatementTests {
    private static let origin = "log.example/eu"
    private let log: LogOrigin
    private let ed25519: Ed25519NoteSigner
    private let sm2: SM2NoteSigner
    private let next: Ed25519NoteSigner
    private let recorded = RecordTime(seconds: 1_795_428_000)

    init() throws {
        self.log = try LogOrigin(Self.origin)
        self.ed25519 = try Ed25519NoteSigner(name: Self.origin, privateKey: .generate())
        self.sm2 = try SM2NoteSigner(name: self.log.sm3Text, privateKey: .generate())
        self.next = try Ed25519NoteSigner(name: Self.origin, privateKey: .generate())
    }

    private var keys: [VerifierKey] { [self.ed25519.verifierKey, self.sm2.verifierKey] }

    private func keyEvent(_ changes: (String, JSONValue?)...) throws -> PublicStatement {
        let body: JSONValue = [
            "origin": .string(Self.origin), "action": .string("replace"),
            "suite": .string("sha256"),
            "new_vkey": .string(self.next.verifierKey.description),
            "old_vkey": .string(self.ed25519.verifierKey.description),
            "effective_size": .integer(4_096), "reason": .string("scheduled"),
        ]
        return try PublicStatement(
            recordClass: "key-event",
            body: changes.reduce(body) { $0.replacing($1.0, with: $1.1) },
            recorded: self.recorded
        )
    }

    @Test func aKeyEventIsSignedByTheOldKeysAndTheNewOne() throws {
        let unsigned = try self.keyEvent()
        let signed = try unsigned.signed(
            by: [self.ed25519, self.sm2, self.next],
            at: 1_795_428_000
        )
        let read = try PublicStatement(parsing: signed.bytes)
        #expect(read.bytes == signed.bytes)
        #expect(read.effectiveSize == 4_096)
        #expect(read.signedText == unsigned.signedText)
        #expect(read.signedText.hasPrefix("concordat/statement/v1\n{\"body\":{"))
        try read.verify(origin: self.log, keys: self.keys)
    }

    @Test func whoDoesNotSignLeavesItWithoutEffect() throws {
        let all: [any NoteSigner] = [self.ed25519, self.sm2, self.next]
        for missing in all.indices {
            var signers = all
            signers.remove(at: missing)
            let signed = try self.keyEvent().signed(by: signers, at: 1)
            #expect(
                throws: PublicStatementFailure.missingSignature(
                    name: all[missing].verifierKey.name
                )
            ) {
                try signed.verify(origin: self.log, keys: self.keys)
            }
        }
        let unsigned = try PublicStatement(parsing: try self.keyEvent().bytes)
        #expect(throws: PublicStatementFailure.self) {
            try unsigned.verify(origin: self.log, keys: self.keys)
        }
        let own = try self.keyEvent().signed(by: [self.next], at: 1)
        #expect(throws: PublicStatementFailure.unknownKey) {
            try own.verify(origin: self.log, keys: [])
        }
    }

    @Test func anyChangedByteIsRefused() throws {
        let signed = try self.keyEvent().signed(by: [self.ed25519, self.sm2, self.next], at: 7)
        let bytes = signed.bytes
        var readCount = 0
        for position in bytes.indices {
            for flip in [UInt8(1), 0x20] {
                var damaged = bytes
                damaged[position] ^= flip
                guard let read = try? PublicStatement(parsing: damaged) else { continue }
                readCount += 1
                #expect(throws: PublicStatementFailure.self, "byte \(position)") {
                    try read.verify(origin: self.log, keys: self.keys)
                }
            }
        }
        #expect(readCount > 100, "most changes are seen by the signatures alone")
    }

    @Test func theKeysAreTheLogsOwn() throws {
        let signers: [any NoteSigner] = [self.ed25519, self.sm2, self.next]
        let other = try #require(try? LogOrigin("log.example/cn"))
        let signed = try self.keyEvent().signed(by: signers, at: 7)
        #expect(throws: PublicStatementFailure.otherLog) {
            try signed.verify(origin: other, keys: self.keys)
        }
        let witness = try Ed25519NoteSigner(name: "witness.example", privateKey: .generate())
        for (name, value) in [
            ("new_vkey", JSONValue.string(witness.verifierKey.description)),
            ("new_vkey", .string("no key")), ("suite", .string("sm3")),
        ] {
            let statement = try self.keyEvent((name, value)).signed(by: signers, at: 7)
            #expect(throws: PublicStatementFailure.malformedKey, "\(name)") {
                try statement.verify(origin: self.log, keys: self.keys)
            }
        }
        let stranger = try self.keyEvent(("old_vkey", .string(witness.verifierKey.description)))
            .signed(by: signers, at: 7)
        #expect(throws: PublicStatementFailure.unknownKey) {
            try stranger.verify(origin: self.log, keys: self.keys)
        }
    }

    @Test func aPolicyEventCarriesThePolicy() throws {
        let policy = "log \(self.ed25519.verifierKey)\nquorum none\n"
        let statement = try PublicStatement(
            recordClass: "policy-event",
            body: [
                "origin": .string(Self.origin), "policy": .string(policy),
                "effective_size": .integer(0),
            ],
            recorded: self.recorded
        ).signed(by: [self.ed25519, self.sm2], at: 7)
        let read = try PublicStatement(parsing: statement.bytes)
        #expect(read.policy == policy)
        try read.verify(origin: self.log, keys: self.keys)
    }

    @Test func bodiesFollowTheirSchemas() throws {
        for (name, value) in [
            ("action", JSONValue?.some(.string("destroy"))), ("effective_size", nil),
            ("new_vkey", nil), ("old_vkey", nil), ("surplus", .string("x")),
            ("effective_size", .integer(-1)),
        ] {
            #expect(throws: PublicStatementError.self, "\(name)") {
                try self.keyEvent((name, value))
            }
        }
        #expect(throws: PublicStatementError.member("class")) {
            try PublicStatement(recordClass: "incident", body: [:], recorded: self.recorded)
        }
    }
}
