import CryptoSuites
import Foundation
import LogProtocol
import LogTesting
import Records
import SignedNotes
import Testing

extension DaemonTests {
    /// What a log tells to everybody, what auditors got of other fields, and dumps of its database from
    /// before and after a rotation: none of it tells which of a million plausible values a record holds.
    @Suite struct DictionaryTests {
        @Test func noValueIsFoundInWhatIsPublicOrStored() async throws {
            let seed = try Drill.seed()
            let count = Drill.isLong ? 1_000_000 : 8_000
            let values = PlausibleValues(count: count, seed: seed)
            async let other = Quarry.filled("cn", jurisdiction: "CN", values, seed: seed + 1)
            let quarries = [
                try await Quarry.filled("eu", jurisdiction: "EU", values, seed: seed),
                try await other,
            ]
            // The same attack on a copy to which a leak was added: who finds nothing has to be somebody who
            // finds something.
            let leak = try Quarry.leak(of: values, seed: seed)
            let pieces = quarries.flatMap(\.pieces) + [leak.piece]
            let haystack = Haystack(pieces)
            let start = ContinuousClock.now
            let attack = DictionaryAttack(
                values: values,
                ways: try quarries.flatMap { try $0.ways() } + leak.ways,
                haystack: haystack
            )
            let outcome = try await attack.run { done in
                if Drill.isLong { Drill.say("  \(done) values") }
            }
            #expect(outcome.valueCount == count)
            let planted = outcome.findings.filter { $0.places == [leak.piece.name] }
            #expect(
                Set(planted.map(\.value)) == [leak.value],
                "what was planted is found, and found once"
            )
            let found = outcome.findings.filter { $0.places != [leak.piece.name] }
            #expect(found.isEmpty, "seed \(seed): \(found.prefix(20))")
            // Equal values have equal tokens within an epoch, and nowhere else.
            let tokens = quarries.flatMap(\.tokens)
            for (number, one) in tokens.enumerated() {
                #expect(!one.isEmpty)
                for two in tokens[(number + 1)...] { #expect(one.isDisjoint(with: two)) }
            }
            let size = haystack.byteCount >> 10
            let time = (ContinuousClock.now - start).components.seconds
            Drill.say(
                "\(outcome.candidateCount) candidates in \(attack.ways.count) ways against \(size) KiB, "
                    + "\(time) s"
            )
            try Drill.report(
                "dictionary",
                seed: seed,
                count: count,
                "values",
                failures: found.count + (planted.isEmpty ? 1 : 0)
            )
        }
    }
}

/// A log whose records hold values of a dictionary, and what an attacker has of it.
private struct Quarry: Sendable {
    let house: RecordHouse
    let pieces: [Haystack.Piece]
    /// The tokens of each epoch.
    let tokens: [Set<Int64>]
    /// What he knows beside: the salts of other fields, of one record of each class; and bytes that could
    /// be a key.
    private let salts: [[(name: String, bytes: [UInt8])]]
    private let keys: [(name: String, bytes: [UInt8])]
    /// A record of which he knows all but the subject, which is ``placeholder`` in it.
    private let known: JSONValue

    private static let placeholder = "@subject@"
    private static let people: Set<PlausibleValues.Kind> = [.dni, .nie, .chineseID]

    /// The fields in which values lie, of data accesses and of decisions.
    private static let fields = [
        [
            GuessedField("data_subject_ref", index: 65, .list, kinds: Self.people),
            GuessedField("actor_identity_ref", index: 15, kinds: Self.people),
            GuessedField("recipient_ref", index: 68, kinds: [.phone]),
            GuessedField("attributes", index: 79, .member("name"), kinds: [.name]),
        ],
        [
            GuessedField("affected_person_ref", index: 85, kinds: Self.people),
            GuessedField("decision_code", index: 70, kinds: [.decision]),
        ],
    ]

    // MARK: Filling

    /// Makes a log with records of such values, and takes what an attacker could take.
    static func filled(
        _ name: String,
        jurisdiction: String,
        _ values: PlausibleValues,
        seed: UInt64
    ) async throws -> Quarry {
        let house = try await RecordHouse.open(
            name,
            jurisdiction: jurisdiction,
            "dictionary-\(name)"
        )
        try await house.allow(
            "writer",
            ["--role", "writer", "--class", "data-access", "--class", "ai-decision"]
        )
        let (auditor, profile, purpose) =
            jurisdiction == "EU"
            ? ("aepd", "eu-gdpr", "supervision") : ("cac", "cn-pipl-audit", "compliance-audit")
        try await house.allow(auditor: auditor, profile: profile, engagement: "E-1")
        let daemon = try await house.serve()
        var random = SeededGenerator(seed: seed)
        let accesses = (0..<12).map { _ in
            Self.access(DomainRecords.newID(), jurisdiction, values, &random)
        }
        let decisions = (0..<8).map { _ in Self.decision(DomainRecords.newID(), values, &random) }
        let indexes = try await house.send(daemon, accesses + decisions, as: "writer")
        try await house.waitUntilPublished(daemon, index: try #require(indexes.last))

        // What an auditor may have, next to what he may not have: the leaves beside these are those of
        // actor_identity_ref, recipient_ref, affected_person_ref and decision_code.
        var answers: [Haystack.Piece] = []
        var salts: [[(name: String, bytes: [UInt8])]] = []
        for (record, fields) in [
            (accesses[0], ["actor_id", "recipient_category", "data_subject_category"]),
            (decisions[0], ["contest_ref", "decision_role", "confidence"]),
        ] {
            let id = try #require(record["record_id"]?.text)
            let answer = try await house.read(
                daemon,
                id,
                purpose: purpose,
                fields: fields,
                as: auditor
            )
            try #require(answer.status == 200, "\(answer.text)")
            answers.append(.init("an auditor's answer from \(name)", answer.body))
            let evidence = try Evidence(
                parsing: try #require(try StrictJSON.parse(answer.body)["evidence"]).canonicalBytes
            )
            #expect(evidence.disclosures.count == fields.count, "\(name) \(fields)")
            salts.append(
                try evidence.disclosures.map { disclosure in
                    let read = try RecordDisclosure(parsing: disclosure.digits)
                    return (name: "the salt of \(read.name)", bytes: read.salt)
                }
            )
        }
        let before = try await house.tokens()
        try await house.dump(to: house.path("before.sql"))
        _ = try await house.rotateVault()
        let after = try await house.tokens()
        try await house.dump(to: house.path("after.sql"))
        let size = try #require(indexes.last) + answers.count
        try await house.waitUntilPublished(daemon, index: size)
        let face = try await PublicFace(daemon.web, log: name)
        try await daemon.stop()

        let dumps = try ["before", "after"].map { time in
            Haystack.Piece(
                "the dump of \(name) \(time) the rotation",
                Array(try Data(contentsOf: URL(filePath: house.path("\(time).sql"))))
            )
        }
        return Quarry(
            house: house,
            pieces: face.pieces + answers + dumps,
            tokens: [before, after],
            salts: salts,
            keys: try Self.keys(of: house, face),
            known: accesses[0].replacing(
                "data_subject_ref",
                with: .array([.string(Self.placeholder)])
            )
        )
    }

    private static func access(
        _ id: String,
        _ jurisdiction: String,
        _ values: PlausibleValues,
        _ random: inout SeededGenerator
    ) -> JSONValue {
        DomainRecords.access(
            id,
            number: nil,
            jurisdiction: jurisdiction,
            [
                "data_subject_ref": .array([
                    .string(values.draw(jurisdiction == "EU" ? .dni : .chineseID, &random))
                ]),
                "actor_identity_ref": .string(values.draw(.nie, &random)),
                "recipient_ref": .string(values.draw(.phone, &random)),
                "recipient_category": .string("processor"),
                "attributes": ["name": .string(values.draw(.name, &random))],
            ]
        )
    }

    private static func decision(
        _ id: String,
        _ values: PlausibleValues,
        _ random: inout SeededGenerator
    ) -> JSONValue {
        DomainRecords.decision(
            id,
            [
                "affected_person_ref": .string(values.draw(.chineseID, &random)),
                "decision_code": .string(values.draw(.decision, &random)),
                "contest_ref": .string("contest-1"),
            ]
        )
    }

    /// All that anybody has and that could be taken for a key.
    private static func keys(
        of house: RecordHouse,
        _ face: PublicFace
    ) throws -> [(name: String, bytes: [UInt8])] {
        let schema = try #require(SchemaRegistry.embedded["data-access"])
        let crosswalk = try CrosswalkLibrary.embedded().newest
        let checkpoint = try #require(face.pieces.first { $0.name.hasSuffix("/checkpoint") })
        let root = String(decoding: checkpoint.bytes, as: UTF8.self).split(separator: "\n")
        return [
            ("nothing", []), ("the origin", Array(house.origin.text.utf8)),
            ("the name", Array(house.name.utf8)),
            ("the label of tokens", Array("concordat/vault/tokens/v1".utf8)),
            ("the Ed25519 key", try VerifierKey(parsing: house.verifierKey("ed25519")).publicKey),
            ("the SM2 key", try VerifierKey(parsing: house.verifierKey("sm2")).publicKey),
            ("the schema", schema.digest.bytes), ("the crosswalk", crosswalk.digest.bytes),
            ("the root", Array(try #require(Data(base64Encoded: String(root[2]))))),
        ]
    }

    // MARK: Attacking

    /// Everything that he can try against this log.
    func ways() throws -> [AttackWay] {
        var ways = AttackWay.hashes(
            fields: Self.fields.flatMap { $0 },
            names: [self.house.origin.text, self.house.name, "data-access", "ai-decision"]
        )
        let zeros = [UInt8](repeating: 0, count: 32)
        for (number, fields) in Self.fields.enumerated() {
            // Those of the same record.
            var salts: [(name: String, text: String?)] = [
                ("a salt of zeros", Self.text(zeros)), ("an empty salt", ""), ("no salt", nil),
            ]
            for (name, salt) in self.salts[number] {
                salts.append((name, Self.text(salt)))
                salts.append(("the hash of \(name)", Self.text(Hashes.sha256(salt))))
                // As the format grows salts, if this were a seed of theirs.
                let hash: HMACHash = self.house.name == "cn" ? .sm3 : .sha256
                for bit in [UInt8(0), 1] {
                    let child = HMAC(hash, key: salt)
                        .code(for: Array("concordat/salt/v1".utf8) + [7, bit])
                    salts.append(("what grows from \(name) by \(bit)", Self.text(child)))
                }
            }
            for field in fields { ways += AttackWay.disclosures(of: field, salts: salts) }
        }
        ways += AttackWay.codes(
            keys: self.keys,
            terms: [
                (1, Self.people), (2, Self.people), (3, [.phone]), (6, [.decision]),
            ]
        )
        // The log fills in who sent it.
        ways += try Self.records(
            self.known.replacing("writer", with: .string("writer")),
            jurisdiction: self.house.name == "cn" ? "CN" : "EU"
        )
        ways += AttackWay.request(
            self.known,
            writer: "writer",
            placeholder: Self.placeholder,
            keys: [("nothing", []), ("the origin", Array(self.house.origin.text.utf8))],
            kinds: Self.people
        )
        return ways
    }

    /// A record of which everything but the subject is known, for whoever guesses all of its salts.
    static func records(_ known: JSONValue, jurisdiction: String) throws -> [AttackWay] {
        let content = try Self.sealed(known, jurisdiction: jurisdiction).content
        let read = try RecordContent(parsing: content)
        let zeros = [UInt8](repeating: 0, count: 32)
        let field = Self.fields[0][0]
        let grown = (0..<read.leafCount).compactMap { read.disclosure(of: $0) }
        return AttackWay.record(
            "salts of zeros",
            disclosures: grown.map {
                RecordDisclosure(salt: zeros, name: $0.name, value: $0.value).digits
            },
            field: field,
            salt: Self.text(zeros)
        )
            + AttackWay.record(
                "a secret of zeros",
                disclosures: grown.map(\.digits),
                field: field,
                salt: Self.text(grown[field.index].salt)
            )
    }

    /// What the product makes of a record under a secret that everybody knows.
    private static func sealed(_ record: JSONValue, jurisdiction: String) throws -> SealedRecord {
        let schema = try #require(SchemaRegistry.embedded["data-access"])
        return try RecordSealer(
            schema,
            shape: .open,
            hash: jurisdiction == "CN" ? .sm3 : .sha256,
            crosswalk: CrosswalkLibrary.embedded().newest.digest,
            interval: 1
        ).seal(
            try schema.validate(record, in: RecordContext(jurisdiction: jurisdiction)),
            retention: "R6M",
            recorded: RecordTime(seconds: 0),
            secret: [UInt8](repeating: 0, count: 32)
        )
    }

    /// A statement as a log would have it if it forgot to salt: in a copy of what is public, and in no
    /// log.
    static func leak(
        of values: PlausibleValues,
        seed: UInt64
    ) throws -> (value: String, piece: Haystack.Piece, ways: [AttackWay]) {
        var random = SeededGenerator(seed: seed ^ 0x5eed)
        let value = values.draw(.dni, &random)
        let record = DomainRecords.access(DomainRecords.newID(), number: nil)
        func with(_ subject: String) -> JSONValue {
            record.replacing("data_subject_ref", with: .array([.string(subject)]))
        }
        return (
            value,
            Haystack.Piece(
                "the statement without salt",
                try Self.sealed(with(value), jurisdiction: "EU").statement
            ),
            try Self.records(with(Self.placeholder), jurisdiction: "EU")
        )
    }

    /// A salt as disclosures write it.
    private static func text(_ salt: [UInt8]) -> String {
        Data(salt).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}
