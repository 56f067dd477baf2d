import CryptoSuites
import LogClient
import LogProtocol
import LogTesting
import MerkleTree
import SignedNotes
import Testing

/// Answers each request with the next of some answers.
actor ScriptedTransport: LogTransport {
    private var answers: [Result<LogResponse, TransportError>]
    private(set) var requests: [LogRequest] = []

    init(_ answers: [Result<LogResponse, TransportError>]) { self.answers = answers }

    func send(_ request: LogRequest) async throws(TransportError) -> LogResponse {
        self.requests.append(request)
        guard !self.answers.isEmpty else { throw .connection("nothing more is answered") }
        return try self.answers.removeFirst().get()
    }
}

@Suite struct LogClientTests {
    private func client(_ responses: LogResponse...) -> LogClient {
        LogClient(transport: ScriptedTransport(responses.map { .success($0) }))
    }

    private func text(_ status: Int, _ text: String) -> LogResponse {
        LogResponse(status: status, body: Array(text.utf8))
    }

    private static func promise(_ index: UInt64, of entry: [UInt8]) -> String {
        """
        {"index":\(index),"leaf_hash":{"sha256":"\(SHA256Hasher.leafHash(entry).base64)",\
        "sm3":"\(SM3Hasher.leafHash(entry).base64)"}}
        """
    }

    @Test func promiseIsReadWithItsLargestIndex() async throws {
        let client = self.client(self.text(201, Self.promise(.max, of: [1])))
        #expect(try await client.append([1], key: "k").index == .max)
    }

    @Test func otherLeafHashIsNotBelieved() async throws {
        let single = self.client(self.text(201, Self.promise(7, of: [2])))
        await #expect(throws: LogClientError.otherLeafHash(index: 7)) {
            try await single.append([1], key: "k")
        }
        let lines = Self.promise(7, of: [1]) + "\n" + Self.promise(8, of: [1]) + "\n"
        let batch = self.client(self.text(200, lines))
        var entries = try EntryBatch([1])
        try entries.append([2])
        await #expect(throws: LogClientError.otherLeafHash(index: 8)) {
            try await batch.append(entries, key: "k")
        }
    }

    @Test func resultsAreReadInTheirOrder() async throws {
        let lines = """
            {"error":{"type":"about:blank","title":"No","status":400,"detail":"d","limit":1}}
            \(Self.promise(3, of: [2]))

            """
        var entries = try EntryBatch([1])
        try entries.append([2])
        let results = try await self.client(self.text(200, lines)).append(entries, key: "k")
        let problem = ProblemDocument(
            type: "about:blank",
            title: "No",
            status: 400,
            detail: "d",
            limit: 1
        )
        #expect(results.first == .refused(problem))
        guard case .appended(let entry) = results.last else {
            Issue.record("the second line is a promise")
            return
        }
        #expect(entry.index == 3)
    }

    @Test(
        arguments: [
            "", "{}", "{\"index\":1}", "{\"index\":-1,\"leaf_hash\":{}}", "null", "[]", "\u{0}",
            "{\"index\":18446744073709551616,\"leaf_hash\":{\"sha256\":\"\",\"sm3\":\"\"}}",
        ]
    )
    func malformedPromiseIsNotBelieved(_ text: String) async throws {
        let client = self.client(self.text(201, text), self.text(200, text))
        for _ in 0..<2 {
            let error = await #expect(throws: LogClientError.self) {
                try await client.append([1], key: "k")
            }
            guard case .malformedAnswer = error else {
                Issue.record("\(text): \(String(describing: error))")
                return
            }
        }
    }

    @Test func numberOfResultsIsThatOfTheEntries() async throws {
        let client = self.client(self.text(200, Self.promise(7, of: [1]) + "\n"))
        var entries = try EntryBatch([1])
        try entries.append([2])
        await #expect(throws: LogClientError.malformedAnswer("1 results for 2 entries")) {
            try await client.append(entries, key: "k")
        }
    }

    @Test func refusalAndFailureAreToldApart() async throws {
        let responses = [
            FakeLog.problem(409, "d"), FakeLog.problem(503, "d"), self.text(500, "<p>"),
        ]
        let client = self.client(responses[0], responses[1], responses[2])
        let refused = ProblemDocument(
            type: "about:blank",
            title: "Problem",
            status: 409,
            detail: "d"
        )
        await #expect(throws: LogClientError.refused(refused)) {
            try await client.append([1], key: "k")
        }
        for _ in 0..<2 {
            let error = await #expect(throws: LogClientError.self) {
                try await client.append([1], key: "k")
            }
            guard case .failed = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func metadataIsRead() async throws {
        let client = self.client(
            self.text(
                200,
                """
                {"name":"eu","origin":"log.example/eu","sm3_origin":"log.example/eu/sm3",\
                "jurisdiction":"EU","allows_opaque_entries":true,"vkeys":["a","b"]}
                """
            )
        )
        let metadata = try await client.metadata()
        #expect(metadata.name == "eu" && metadata.vkeys == ["a", "b"])
    }

    // MARK: Proofs

    private static func proofFile() throws -> ProofFile<SHA256Hasher> {
        let checkpoint = try Checkpoint(
            origin: "log.example/eu",
            size: 1,
            root: SHA256Hasher.leafHash([1])
        )
        let signer = try Ed25519NoteSigner(name: "log.example/eu", privateKey: .generate())
        return try ProofFile(
            index: 0,
            path: [],
            note: SignedNote.sign(text: checkpoint.text, with: [signer], at: 1)
        )
    }

    @Test func proofIsFetchedFromItsPath() async throws {
        let file = try Self.proofFile()
        let transport = ScriptedTransport([.success(LogResponse(status: 200, body: file.bytes))])
        let client = LogClient(transport: transport)
        #expect(try await client.proofFile(SHA256Hasher.self, index: 0) == file)
        await #expect(throws: LogClientError.self) {
            try await client.proofFile(SM3Hasher.self, index: .max)
        }
        #expect(
            await transport.requests == [
                .get("proof/bundle/0.tlog-proof"),
                .get("sm3/proof/bundle/18446744073709551615.tlog-proof"),
            ]
        )
    }

    @Test func proofOfAnotherIndexOrFormIsNotTaken() async throws {
        let file = try Self.proofFile()
        let client = self.client(
            LogResponse(status: 200, body: file.bytes),
            LogResponse(status: 200, body: file.bytes),
            LogResponse(status: 200, body: [])
        )
        await #expect(throws: LogClientError.malformedAnswer("the proof is of index 0")) {
            try await client.proofFile(SHA256Hasher.self, index: 1)
        }
        await #expect(throws: LogClientError.self) {
            try await client.proofFile(SM3Hasher.self, index: 0)
        }
        await #expect(throws: LogClientError.self) {
            try await client.proofFile(SHA256Hasher.self, index: 0)
        }
    }

    @Test func inclusionProofIsReadIfItIsTheOneThatWasAskedFor() async throws {
        let proof = try InclusionProof<SM3Hasher>(
            leafIndex: 1,
            treeSize: 2,
            path: [SM3Hasher.leafHash([1])]
        )
        let answer = InclusionAnswer(
            origin: "log.example/eu/sm3",
            proof: proof,
            leafHash: SM3Hasher.leafHash([2])
        )
        let json = try WireJSON.encode(answer)
        let transport = ScriptedTransport(
            [LogResponse](repeating: self.text(200, json), count: 3).map { .success($0) }
        )
        let client = LogClient(transport: transport)
        #expect(try await client.inclusionProof(SM3Hasher.self, index: 1, size: 2) == answer)
        await #expect(throws: LogClientError.self, "another index") {
            try await client.inclusionProof(SM3Hasher.self, index: 0, size: 2)
        }
        await #expect(throws: LogClientError.self, "another suite") {
            try await client.inclusionProof(SHA256Hasher.self, index: 1, size: 2)
        }
        let paths = await transport.requests.map(\.path)
        #expect(
            paths == [
                "sm3/proof/inclusion/2/1", "sm3/proof/inclusion/2/0", "proof/inclusion/2/1",
            ]
        )
        for (part, damaged) in [
            ("\"leaf_index\":1", "\"leaf_index\":2"), ("\"tree_size\":2", "\"tree_size\":9"),
            ("\"leaf_index\":1", "\"leaf_index\":-1"), ("\"path\":[", "\"path\":[\"AA==\","),
            (SM3Hasher.leafHash([1]).base64, "AA=="), ("sm3", "md5"),
        ] {
            let client = self.client(self.text(200, json.replacing(part, with: damaged)))
            await #expect(throws: LogClientError.self, "\(damaged)") {
                try await client.inclusionProof(SM3Hasher.self, index: 1, size: 2)
            }
        }
    }

    @Test func consistencyProofIsReadIfItIsTheOneThatWasAskedFor() async throws {
        let proof = try ConsistencyProof<SHA256Hasher>(
            olderSize: 1,
            newerSize: 2,
            path: [SHA256Hasher.leafHash([2])]
        )
        let answer = ConsistencyAnswer(origin: "log.example/eu", proof: proof)
        let json = try WireJSON.encode(answer)
        let client = self.client(self.text(200, json), self.text(200, json), self.text(200, json))
        #expect(try await client.consistencyProof(SHA256Hasher.self, first: 1, second: 2) == answer)
        await #expect(throws: LogClientError.self, "another size") {
            try await client.consistencyProof(SHA256Hasher.self, first: 1, second: 3)
        }
        await #expect(throws: LogClientError.self, "another suite") {
            try await client.consistencyProof(SM3Hasher.self, first: 1, second: 2)
        }
    }

    @Test func publicationIsWaitedForAsLongAsAsked() async throws {
        let file = try Self.proofFile()
        let notYet = FakeLog.problem(404, "not yet", type: ProblemDocument.notPublishedType)
        let clock = ManualClock()
        let patient = self.client(
            notYet,
            notYet,
            LogResponse(status: 200, body: file.bytes)
        )
        #expect(
            try await patient.proofFile(
                SHA256Hasher.self,
                index: 0,
                patience: .seconds(1),
                clock: clock
            ) == file
        )
        #expect(clock.sleeps == [.milliseconds(200), .milliseconds(200)])

        let impatient = self.client(notYet, notYet, notYet)
        let error = await #expect(throws: LogClientError.self) {
            try await impatient.proofFile(
                SHA256Hasher.self,
                index: 0,
                patience: .milliseconds(399),
                clock: clock
            )
        }
        guard case .notPublished = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(clock.sleeps.count == 3)
    }
}
