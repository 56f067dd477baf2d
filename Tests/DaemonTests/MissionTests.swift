import Foundation
import LogCore
import LogProtocol
import LogTesting
import MerkleTree
import Records
import SignedNotes
import Testing

extension DaemonTests {
    /// What all of this is for, from beginning to end, with the real programs.
    @Suite struct MissionTests {
        /// An EU log and a CN log under the witnesses of both sides; a clinic's data accesses and the decisions of a loan model; auditors of
        /// both sides, each with his own suite; and a person's record that is erased.
        @Test(
            .enabled(
                if: LoanModel.isInstalled,
                "scikit-learn is not there: Tests/loan-model/install.sh says why"
            )
        )
        func eachSideVerifiesAloneAndAPersonIsForgotten() async throws {
            let mission = try await Mission()
            try await mission.play()
        }
    }
}

/// The story of two logs.
private struct Mission: Sendable {
    let eu: RecordHouse
    let cn: RecordHouse
    /// Three witnesses of each side, for both logs: nothing is published below two of three of both.
    let council: CouncilHouse

    private static let patients = 8
    private static let applicants = 12
    /// What the Spanish auditor asks for.
    private static let accessFields = ["actor_id", "purpose", "operation", "resource_ref"]
    private static let decisionFields = [
        "decision_code", "confidence", "threshold", "model_version", "model_digest",
    ]

    init() async throws {
        async let cn = RecordHouse.open("cn", jurisdiction: "CN", "mission-cn")
        self.eu = try await RecordHouse.open("eu", jurisdiction: "EU", "mission-eu")
        let chinese = try await cn
        let keys = try ["ed25519", "sm2"].map {
            try VerifierKey(parsing: chinese.verifierKey($0))
        }
        self.cn = chinese
        self.council = try await CouncilHouse(
            self.eu.house,
            beside: [
                CouncilHouse.WatchedLog(name: "cn", origin: chinese.origin.text, keys: keys)
            ]
        )
    }

    func play() async throws {
        try await self.letIn()
        async let model = LoanModel(deciding: Self.applicants, in: self.eu)
        try await self.council.start()
        let arguments = ["--gap-patience", "1s"]
        let eu = try await self.eu.serve(
            arguments + self.council.serve("eu"),
            listen: self.council.daemonAddress(0)
        )
        let cn = try await self.cn.serve(
            arguments + self.council.serve("cn"),
            listen: self.council.daemonAddress(1)
        )

        let accesses = try await self.recordAccesses(eu, cn)
        let decided = try await model
        let decisions = try await self.record(decided, eu)
        try await self.eu.waitUntilPublished(eu, index: try #require(decisions.last))
        try await self.cn.waitUntilPublished(cn, index: Self.patients - 1)

        let files = try await self.audit(eu, cn, accesses, decided, decisions)
        try await self.seeDisclosures(eu, files)
        let victims = [accesses.eu[1], decided.decisions[0].recordID]
        try await self.forget(victims, eu, others: [accesses.eu[2]])
        try await self.checkRecovery(
            erased: [1, decisions[0]],
            kept: [2, decisions[1]]
        )
        try await self.count(eu)
        let proofs = try await self.proveAll(eu)
        try await self.council.checkPublished(eu, log: "eu")
        try await self.council.checkPublished(cn, log: "cn")
        try await eu.stop()
        try await cn.stop()
        try await self.council.stop()
        self.council.expectNoAlarms()
        // Nobody is there any more: what follows needs files and keys.
        try await self.verify(files, decided)
        try await self.verify(proofs)
    }

    // MARK: Beginning

    private func letIn() async throws {
        try await self.eu.allow("clinic", ["--role", "writer", "--class", "data-access"])
        try await self.eu.allow("bank", ["--role", "writer", "--class", "ai-decision"])
        try await self.cn.allow("hospital", ["--role", "writer", "--class", "data-access"])
        for house in [self.eu, self.cn] {
            try await house.allow(auditor: "aepd", profile: "eu-gdpr", engagement: "AEPD-2026-17")
            try await house.allow(
                auditor: "cac",
                profile: "cn-pipl-audit",
                engagement: "CAC-2026-4"
            )
            try await house.allow("keeper", ["--role", "operator"])
        }
    }

    /// The clinic and the hospital write down who looked at whose data; returns the records' ids.
    private func recordAccesses(
        _ eu: Daemon,
        _ cn: Daemon
    ) async throws -> (eu: [String], cn: [String]) {
        var ids: [[String]] = []
        for (house, daemon, writer, jurisdiction) in [
            (self.eu, eu, "clinic", "EU"), (self.cn, cn, "hospital", "CN"),
        ] {
            let own = (0..<Self.patients).map { _ in DomainRecords.newID() }
            let records = own.enumerated().map { number, id in
                DomainRecords.access(
                    id,
                    number: number + 1,
                    jurisdiction: jurisdiction,
                    ["data_subject_ref": .array([.string("patient-\(number)")])]
                )
            }
            let indexes = try await house.send(daemon, records, as: writer)
            #expect(indexes == Array(0..<Self.patients))
            ids.append(own)
        }
        return (ids[0], ids[1])
    }

    /// The bank writes down what its model decided; returns the entries' indexes.
    private func record(_ model: LoanModel, _ eu: Daemon) async throws -> [Int] {
        #expect(model.decisions.count == Self.applicants)
        for decision in model.decisions {
            let score = try #require(Double(decision.score))
            #expect((0...1).contains(score))
            #expect(decision.decision == (score >= 0.5 ? "approve" : "decline"))
        }
        // Nobody else may write decisions.
        let refused = try await eu.web.post(
            "/eu/records",
            Array(model.records.split(separator: UInt8(ascii: "\n"))[0]),
            token: self.eu.token(of: "clinic")
        )
        #expect(refused.status == 403)
        return try await self.eu.send(eu, model.records, as: "bank")
    }

    // MARK: Auditors

    /// A file that an auditor fetched, and what he expects to be in it.
    private struct Fetched {
        let path: String
        let house: RecordHouse
        /// The key of the auditor's own suite, and the other one.
        let suite: String
        let fields: [String]
        let recordID: String
        /// The entry of the disclosure.
        let disclosure: Int
    }

    /// Each auditor gets his fields at home, and headers and proofs abroad.
    private func audit(
        _ eu: Daemon,
        _ cn: Daemon,
        _ accesses: (eu: [String], cn: [String]),
        _ model: LoanModel,
        _ decisions: [Int]
    ) async throws -> [Fetched] {
        var files: [Fetched] = []
        func fetch(
            _ house: RecordHouse,
            _ daemon: Daemon,
            _ record: String,
            _ purpose: String,
            _ fields: [String],
            _ auditor: String,
            _ suite: String
        ) async throws {
            let path = house.path("evidence-\(files.count).json")
            let run = try await house.evidence(
                daemon,
                of: record,
                purpose: purpose,
                fields: fields,
                as: auditor,
                to: path
            )
            try #require(run.status == 0, "\(run.output)")
            let match = try #require(
                run.output.firstMatch(of: #/the log recorded this disclosure as entry (\d+)/#)
            )
            files.append(
                Fetched(
                    path: path,
                    house: house,
                    suite: suite,
                    fields: fields,
                    recordID: record,
                    disclosure: try #require(Int(match.1))
                )
            )
        }
        for record in accesses.eu[0..<3] {
            try await fetch(
                self.eu,
                eu,
                record,
                "supervision",
                Self.accessFields,
                "aepd",
                "ed25519"
            )
        }
        for decision in model.decisions[0..<2] {
            try await fetch(
                self.eu,
                eu,
                decision.recordID,
                "supervision",
                Self.decisionFields,
                "aepd",
                "ed25519"
            )
        }
        try await fetch(
            self.cn,
            cn,
            accesses.cn[0],
            "compliance-audit",
            Self.accessFields,
            "cac",
            "sm2"
        )
        // Abroad there is no content for anybody: of a record that is there as of one that is not.
        for (house, daemon, record, auditor, purpose) in [
            (self.eu, eu, accesses.eu[0], "cac", "compliance-audit"),
            (self.cn, cn, accesses.cn[0], "aepd", "supervision"),
        ] {
            let refused = try await house.read(daemon, record, purpose: purpose, as: auditor)
            let absent = try await house.read(
                daemon,
                DomainRecords.newID(),
                purpose: purpose,
                as: auditor
            )
            #expect(refused.status == 403, "\(refused.text)")
            #expect(refused.body == absent.body)
            let command = try await house.evidence(
                daemon,
                of: record,
                purpose: purpose,
                fields: ["actor_id"],
                as: auditor,
                to: house.path("refused.json")
            )
            #expect(command.status != 0, "\(command.output)")
            let left = try Data(contentsOf: URL(filePath: house.path("refused.json")))
            #expect(left.isEmpty)
        }
        // At home there is no field that the profile does not show.
        let denied = try await self.eu.read(
            eu,
            model.decisions[0].recordID,
            purpose: "supervision",
            fields: ["affected_person_ref", "input_ref", "attributes"],
            as: "aepd"
        )
        #expect(denied.status == 200, "\(denied.text)")
        let nothing = try StrictJSON.parse(denied.body)["evidence"]?["disclosures"]?.elements
        #expect(nothing?.isEmpty == true)
        return files
    }

    /// That he read is in the log, for him and for others to see: what left, to whom and why.
    private func seeDisclosures(_ eu: Daemon, _ files: [Fetched]) async throws {
        let last = try #require(files.map(\.disclosure).max())
        try await self.eu.waitUntilPublished(eu, index: last)
        let answer = try await eu.web.get(
            "/eu/records?purpose=supervision&class=auditor-disclosure&limit=100",
            token: self.eu.token(of: "aepd")
        )
        try #require(answer.status == 200, "\(answer.text)")
        let json = try StrictJSON.parse(answer.body, maximumByteCount: 16 << 20)
        let records = try #require(json["records"]?.elements)
        let keys = try [VerifierKey(parsing: self.eu.verifierKey("ed25519"))]
        for file in files where file.house.name == "eu" {
            let record = try #require(
                records.first { $0["index"]?.integer == Int64(file.disclosure) },
                "entry \(file.disclosure)"
            )
            let proven = try Evidence(
                parsing: try #require(record["evidence"]).canonicalBytes
            ).verify(trusting: .keys(keys))
            #expect(proven.index == UInt64(file.disclosure))
            #expect(proven.statement.recordClass == "auditor-disclosure")
            let values = Dictionary(
                uniqueKeysWithValues: proven.fields.map { ($0.name, $0.value) }
            )
            #expect(values["auditor_id"]?.text == "aepd")
            #expect(values["engagement_ref"]?.text == "AEPD-2026-17")
            #expect(values["purpose"]?.text == "supervision")
            let targets = values["target_record_ids"]?.elements?.compactMap(\.text)
            #expect(targets == [file.recordID])
            let evidence = try Evidence(
                parsing: Array(try Data(contentsOf: URL(filePath: file.path)))
            )
            let digests = evidence.disclosures.map { "\(ContentDigest(of: $0.digits))" }
            #expect(values["disclosure_digests"]?.elements?.compactMap(\.text) == digests)
        }
    }

    // MARK: Erasure

    /// Erases records: not under a hold, not without the order that a class asks for.
    private func forget(_ victims: [String], _ eu: Daemon, others: [String]) async throws {
        // Before anything is erased: a dump, and the keys of today.
        try await self.eu.dump(to: self.eu.path("before.sql"))
        try await House.copy(self.eu.vaultKeys, to: self.eu.path("keys-before"))

        let erasure: JSONValue = [
            "action": .string("erase"), "ground": .string("gdpr-17-1-d"),
            "order_ref": .string("AEPD-2026-17/3"), "requested_by": .string("aepd"),
        ]
        let judicial = DomainRecords.newID()
        try await self.eu.send(
            eu,
            [
                DomainRecords.access(
                    judicial,
                    number: Self.patients + 1,
                    ["retention_class": .string("RJUD")]
                )
            ],
            as: "clinic"
        )
        let ordered = try await self.eu.act(
            eu,
            judicial,
            ["action": .string("erase"), "ground": .string("request")]
        )
        #expect(ordered.status == 409)
        #expect(ordered.text.contains("the reference of an order"), "\(ordered.text)")

        for victim in victims {
            let hold: JSONValue = [
                "action": .string("hold"), "ground": .string("claim"),
                "hold_ref": .string("case-1"),
            ]
            for principal in ["clinic", "aepd", "cac"] {
                let refused = try await self.eu.act(eu, victim, erasure, as: principal)
                #expect(refused.status == 403, "\(principal)")
            }
            let held = try await self.eu.act(eu, victim, hold)
            #expect(held.status == 200, "\(held.text)")
            let refused = try await self.eu.act(eu, victim, erasure)
            #expect(refused.status == 409)
            #expect(refused.text.contains("a legal hold is on the record"), "\(refused.text)")
            let released = try await self.eu.act(
                eu,
                victim,
                hold.replacing("action", with: .string("release"))
            )
            #expect(released.status == 200, "\(released.text)")
            let erased = try await self.eu.act(eu, victim, erasure)
            try #require(erased.status == 200, "\(erased.text)")
            let answer = try StrictJSON.parse(erased.body)
            #expect(answer["state"]?.text == "erased")
            #expect(answer["live"]?.text == "now")
            #expect(answer["backups"]?.text?.hasPrefix("by 20") == true)
        }
        let gone = try await self.eu.read(eu, victims[0], purpose: "supervision", as: "aepd")
        #expect(gone.status == 410, "\(gone.text)")
        // Whether this one would have been for him, nobody can say any more.
        let hidden = try await self.eu.read(eu, victims[1], purpose: "supervision", as: "aepd")
        #expect(hidden.status == 404, "\(hidden.text)")

        let rotation = try await self.eu.rotateVault()
        #expect(rotation["epoch"]?.integer == 2)
        #expect(rotation["destroyed"]?.elements == [.integer(1)])
        for other in others {
            let kept = try await self.eu.read(eu, other, purpose: "supervision", as: "aepd")
            #expect(kept.status == 200, "\(kept.text)")
        }
    }

    /// Whoever has the dump of before, and the keys of today, cannot open what was erased since; with
    /// the keys of before he could, so it is the keys that he lacks.
    private func checkRecovery(erased: [Int], kept: [Int]) async throws {
        try await self.eu.restore(self.eu.path("before.sql"), into: "restored")
        func content(_ index: Int, _ database: String, _ keys: String) async throws -> String? {
            try await self.eu.withVault(of: database, keys: keys) { vault in
                guard let row = try await vault.row(at: UInt64(index)),
                    let opened = try await vault.openRefreshing(row)
                else { return nil }
                return String(decoding: opened.content, as: UTF8.self)
            }
        }
        let today = self.eu.vaultKeys
        for index in kept {
            for database in ["concordat", "restored"] {
                let text = try await content(index, database, today)
                #expect(text?.contains("\"values\"") == true, "\(index) of \(database)")
            }
        }
        for index in erased {
            #expect(try await content(index, "concordat", today) == nil)
            await #expect(throws: VaultError.keyMissing(epoch: 1), "\(index)") {
                try await content(index, "restored", today)
            }
            let then = try await content(index, "restored", self.eu.path("keys-before"))
            #expect(then?.contains("\"values\"") == true)
        }
        // What a record was found by is linked to nothing of before.
        let before = try await self.eu.tokens(in: "restored")
        let after = try await self.eu.tokens()
        #expect(!before.isEmpty && !after.isEmpty && before.isDisjoint(with: after))
    }

    // MARK: Completeness

    /// The clinic's own count is the log's, until it skips a number.
    private func count(_ eu: Daemon) async throws {
        func compare(_ count: Int) async throws -> (status: Int32, output: String) {
            try await self.eu.concordat([
                "completeness", "--log", self.eu.url(eu), "--writer", "clinic", "--count",
                "\(count)", "--token-file", self.eu.tokenFile(of: "clinic"),
            ])
        }
        let sent = Self.patients + 1
        try await eventually("the log has the clinic's count") {
            try await compare(sent).status == 0
        }
        #expect(try await self.missing(eu) == 0)
        try await self.eu.send(
            eu,
            [DomainRecords.access(DomainRecords.newID(), number: sent + 2)],
            as: "clinic"
        )
        try await eventually("a gap is told") { try await self.missing(eu) == 1 }
        let gap = try await compare(sent + 2)
        #expect(gap.status == 1)
        #expect(
            gap.output.contains("lacks 1 below its highest number \(sent + 2)")
                && gap.output.contains("among them \(sent + 1)"),
            "\(gap.output)"
        )
    }

    private func missing(_ eu: Daemon) async throws -> Int? {
        let metrics = try await eu.web.get("/metrics").text
        let match = metrics.firstMatch(
            of: #/concordat_missing_records\{[^}]*log="eu"[^}]*\} (\d+)/#
        )
        return match.flatMap { Int($0.1) }
    }

    // MARK: Offline

    /// The proof of an entry in one suite.
    private struct Proof {
        let index: Int
        let entry: [UInt8]
        let bytes: [UInt8]
        let suite: String
    }

    /// The proofs of all entries, in both suites, as they are after the erasure; one of an erased record
    /// is fetched by the program of the Chinese auditor.
    private func proveAll(_ eu: Daemon) async throws -> [Proof] {
        let face = try await PublicFace(eu.web, log: "eu")
        let proofs = try (0..<Int(face.size)).flatMap { index in
            try [("", "ed25519"), ("sm3/", "sm2")].map { prefix, suite in
                let path = "/eu/\(prefix)proof/bundle/\(face.size)/\(index).tlog-proof"
                return Proof(
                    index: index,
                    entry: face.entries[index],
                    bytes: try #require(face.pieces.first { $0.name == path }).bytes,
                    suite: suite
                )
            }
        }
        let run = try await self.eu.concordat(
            ["prove", "--log", self.eu.url(eu), "--index", "1", "--suite", "sm3"],
            to: self.eu.path("entry.sm3.tlog-proof")
        )
        #expect(run.status == 0, "\(run.output)")
        try Data(face.entries[1]).write(to: URL(filePath: self.eu.path("entry")))
        // The header says what kind of record it was, and nothing of what it said.
        let header = try Statement(parsing: face.entries[1])
        #expect(header.recordClass == "data-access" && header.retention == "R6M")
        let text = String(decoding: face.entries[1], as: UTF8.self)
        #expect(!text.contains("patient") && !text.contains("staff") && !text.contains("clinic"))
        return proofs
    }

    private func verify(_ proofs: [Proof]) async throws {
        let sha256 = try [VerifierKey(parsing: self.eu.verifierKey("ed25519"))]
        let sm3 = try [VerifierKey(parsing: self.eu.verifierKey("sm2"))]
        for proof in proofs {
            switch try AnyProofFile(parsing: proof.bytes) {
            case .sha256(let file): _ = try file.verify(entry: proof.entry, keys: sha256)
            case .sm3(let file): _ = try file.verify(entry: proof.entry, keys: sm3)
            }
        }
        #expect(proofs.count > 2 * (Self.patients + Self.applicants))
        let arguments = [
            "verify", "--vkey", try self.eu.verifierKey("sm2"), "--entry", self.eu.path("entry"),
            self.eu.path("entry.sm3.tlog-proof"),
        ]
        try await self.expectProven(self.eu, arguments)
    }

    /// Every file of evidence, those of the erased records too, by the auditor's own suite alone.
    private func verify(_ files: [Fetched], _ model: LoanModel) async throws {
        for (number, file) in files.enumerated() {
            let key = try file.house.verifierKey(file.suite)
            let run = try await file.house.concordat(["verify", "--vkey", key, "--json", file.path])
            #expect(run.status == 0, "\(run.output)")
            let report = try StrictJSON.parse(
                Array(try #require(run.output.split(separator: "\n").last).utf8)
            )
            #expect(report["agreement"]?.text == "not checked")
            let suite = file.suite == "sm2" ? "sm3" : "sha256"
            #expect(report["suites"]?.elements == [.string(suite)])
            let values = Dictionary(
                uniqueKeysWithValues: (report["fields"]?.elements ?? []).map {
                    ($0["name"]?.text ?? "", $0["value"]?.text ?? "")
                }
            )
            #expect(Set(values.keys) == Set(file.fields))
            // It was published under the quorum of both sides, on both heads.
            let policy = self.council.policyFile(of: file.house.name)
            let witnessed = try await file.house.concordat([
                "verify", "--policy", policy, file.path,
            ])
            #expect(witnessed.status == 0, "\(witnessed.output)")
            if let decision = model.decisions.first(where: { $0.recordID == file.recordID }) {
                #expect(values["decision_code"] == "\"\(decision.decision)\"")
                #expect(values["confidence"] == "\"\(decision.score)\"")
                #expect(values["threshold"] == "\"0.5\"")
                #expect(values["model_digest"] == "\"\(model.digest)\"")
            }
            // The keys of the other log are nobody's here.
            let other = file.house.name == "eu" ? self.cn : self.eu
            let strange = try await file.house.concordat([
                "verify", "--vkey", other.verifierKey(file.suite), file.path,
            ])
            #expect(strange.status == 2, "\(strange.output)")
            // One of each kind by the second implementation, whose SM2 takes its time.
            if [1, 3, files.count - 1].contains(number) {
                try await self.expectProven(file.house, ["verify", "--vkey", key, file.path])
            }
        }
    }

    /// Both implementations find it proven, for one suite alone.
    private func expectProven(_ house: RecordHouse, _ arguments: [String]) async throws {
        let own = try await house.concordat(arguments)
        #expect(own.status == 0, "\(own.output)")
        #expect(own.output.contains("agreement with the other suite: not checked"))
        let python = try await house.program(
            "/usr/bin/env",
            ["python3", LoanModel.tree + "Specs/verifier"] + arguments
        )
        #expect(python.status == 0, "\(python.output)")
        #expect(python.output.contains("agreement with the other suite: not checked"))
    }
}
