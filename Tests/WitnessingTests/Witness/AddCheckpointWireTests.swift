import CryptoSuites
import LogProtocol
import LogTesting
import MerkleTree
import SignedNotes
import Testing
import Witnessing

/// The bodies that go between log and witness.
@Suite struct AddCheckpointWireTests {
    private func body(_ old: Int, _ new: Int) throws -> [UInt8] {
        try WitnessScene.shared.get().request(old, new, as: SHA256Hasher.self).body
    }

    private func refusal(_ body: [UInt8]) -> AddCheckpointError? {
        do throws(AddCheckpointError) {
            _ = try AddCheckpointRequest(parsing: body)
            return nil
        } catch {
            return error
        }
    }

    private func refusal(_ text: String) -> AddCheckpointError? { self.refusal(Array(text.utf8)) }

    @Test func requestsComeBackAsTheyWere() throws {
        let scene = try WitnessScene.shared.get()
        for old in 0...9 {
            for new in old...9 {
                let request = try scene.request(old, new, as: SHA256Hasher.self)
                let read = try AddCheckpointRequest(parsing: request.body)
                #expect(read == request)
                #expect(read.body == request.body)
                #expect(read.checkpoint.size == UInt64(new))
                #expect(
                    try read.proof(of: SHA256Hasher.self).path
                        == scene.proof(old, new, as: SHA256Hasher.self)
                )
            }
        }
        let proof = try ConsistencyProof(
            olderSize: 3,
            newerSize: 7,
            path: scene.proof(3, 7, as: SM3Hasher.self)
        )
        let request = try AddCheckpointRequest(
            proof: proof,
            note: scene.note(7, as: SM3Hasher.self)
        )
        #expect(try request.proof(of: SM3Hasher.self) == proof)
    }

    /// Every body that is cut off, and every body with a byte more in front or behind.
    @Test func whatIsCutOrTrailedIsRefused() throws {
        let body = try self.body(3, 7)
        for count in body.indices {
            #expect(self.refusal(Array(body[..<count])) != nil, "\(count)")
        }
        for byte in [UInt8(ascii: "\n"), 0, UInt8(ascii: " "), UInt8(ascii: "x")] {
            #expect(self.refusal(body + [byte]) != nil)
            #expect(self.refusal([byte] + body) != nil)
        }
        #expect(self.refusal(body + body) != nil)
    }

    @Test func everyLineHasOneSpelling() throws {
        let body = String(decoding: try self.body(3, 7), as: UTF8.self)
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false)
        let hash = String(lines[1])
        for old in [
            "old 03", "old +3", "old 3 ", "old  3", "old\t3", "Old 3", "old", "old -3", "3",
        ] {
            let text = body.replacing("old 3", with: old)
            #expect(self.refusal(text) == .oldSize, "\(old)")
        }
        #expect(self.refusal(body.replacing("old 3", with: "old 18446744073709551616")) == .oldSize)
        for other in [
            String(hash.dropLast()), hash + "=", " " + hash, hash + " ", "AAAA",
            String(hash.dropLast(2)) + "B=",
        ] {
            #expect(
                self.refusal(body.replacing(hash, with: other)) == .hash(line: 2),
                "\(other)"
            )
        }
        #expect(self.refusal(body.replacing("\n", with: "\r\n")) != nil)
    }

    @Test func sizesAreInOrder() throws {
        let body = String(decoding: try self.body(0, 7), as: UTF8.self)
        #expect(
            self.refusal(body.replacing("old 0", with: "old 8"))
                == .oldSizeAbove(oldSize: 8, size: 7)
        )
        #expect(self.refusal(body.replacing("old 0", with: "old 7")) == nil)
    }

    @Test func proofsHave63HashesAtMost() throws {
        let scene = try WitnessScene.shared.get()
        let note = try scene.note(7, as: SHA256Hasher.self)
        let hash = [UInt8](repeating: 3, count: 32)
        let most = try AddCheckpointRequest(
            oldSize: 1,
            proofHashes: Array(repeating: hash, count: 63),
            note: note
        )
        #expect(try AddCheckpointRequest(parsing: most.body) == most)
        #expect(throws: AddCheckpointError.tooManyHashes(count: 64)) {
            try AddCheckpointRequest(
                oldSize: 1,
                proofHashes: Array(repeating: hash, count: 64),
                note: note
            )
        }
        let text = String(decoding: most.body, as: UTF8.self)
        let longer = text.replacing("old 1\n", with: "old 1\n\(Base64.encode(hash))\n")
        #expect(self.refusal(longer) == .tooManyHashes(count: 64))
        #expect(throws: AddCheckpointError.hash(line: 2)) {
            try AddCheckpointRequest(oldSize: 1, proofHashes: [[1]], note: note)
        }
    }

    @Test func whatIsNoCheckpointIsRefused() throws {
        let scene = try WitnessScene.shared.get()
        func request(_ text: String) throws -> AddCheckpointRequest {
            try AddCheckpointRequest(oldSize: 0, note: try scene.sign(text, suite: .sha256))
        }
        let text = try scene.text(7, as: SHA256Hasher.self)
        #expect(throws: AddCheckpointError.checkpoint(.extensionLines)) {
            try request(text + "extension\n")
        }
        #expect(throws: AddCheckpointError.checkpoint(.malformed)) { try request("one line\n") }
        #expect(throws: AddCheckpointError.checkpoint(.size)) {
            try request(text.replacing("\n7\n", with: "\n07\n"))
        }
        let line = try #require(try scene.note(7, as: SHA256Hasher.self).signatures.first).line
        #expect(self.refusal("old 0\n\n\(text)\n\(line)\(line)") != nil, "one line twice")
        #expect(self.refusal("old 0\n\n\(text)\n") != nil, "no signature")
    }

    @Test func tooLongABodyIsRefused() {
        let body = Array("old 0\n\n".utf8) + [UInt8](repeating: 0x61, count: 256 << 10)
        #expect(self.refusal(body) == .tooLarge(byteCount: body.count))
    }

    // MARK: Answers

    /// Every answer, and what HTTP makes of it, there and back.
    @Test func answersComeBackAsTheyWere() throws {
        let scene = try WitnessScene.shared.get()
        let lines = try scene.keys.cosign(
            scene.text(7, as: SHA256Hasher.self),
            of: .sha256,
            at: 1_700_000_000
        )
        #expect(lines.count == 2)
        let answers: [(AddCheckpointResponse, Int)] = [
            (.cosigned(lines), 200), (.malformed(reason: "why"), 400),
            (.notSignedByLog(reason: "why"), 403), (.unknownOrigin(reason: "why"), 404),
            (.otherSize(0), 409), (.otherSize(.max), 409), (.conflict(reason: "why"), 409),
            (.inconsistent(reason: "why"), 422),
            (.tooManyRequests(retryAfterSeconds: 7, reason: "why"), 429),
            (.tooManyRequests(retryAfterSeconds: nil, reason: "why"), 429),
            (.failed(status: 500, retryAfterSeconds: nil, reason: "why"), 500),
            (.failed(status: 503, retryAfterSeconds: 3, reason: "why"), 503),
            (.unexpected(status: 302, reason: "why"), 302),
        ]
        for (answer, status) in answers {
            #expect(answer.status == status)
            let read = AddCheckpointResponse(
                status: answer.status,
                contentType: answer.contentType,
                retryAfterSeconds: answer.retryAfterSeconds,
                body: answer.body
            )
            #expect(read == answer)
            #expect(
                answer.isPossibleFork
                    == [.conflict(reason: "why"), .inconsistent(reason: "why")]
                    .contains(answer)
            )
        }
    }

    @Test(arguments: [
        "text/x.tlog.size", "Text/X.Tlog.Size", "text/x.tlog.size; charset=utf-8",
        " text/x.tlog.size ;x=y",
    ])
    func theSizeIsToldByItsMediaType(_ contentType: String) {
        let answer = AddCheckpointResponse(
            status: 409,
            contentType: contentType,
            retryAfterSeconds: nil,
            body: Array("20\n".utf8)
        )
        #expect(answer == .otherSize(20))
    }

    @Test func garbageIsNoSizeAndNoSignature() {
        for body in ["", "20", "020\n", "20\n\n", "-1\n", "20 \n", "size 20\n"] {
            let answer = AddCheckpointResponse(
                status: 409,
                contentType: "text/x.tlog.size",
                retryAfterSeconds: nil,
                body: Array(body.utf8)
            )
            guard case .garbled(409, _) = answer else {
                Issue.record("\(body): \(answer)")
                continue
            }
            #expect(!answer.isPossibleFork)
        }
        for contentType in [nil, "", "text/plain", "text/x.tlog.sizes", "x text/x.tlog.size"] {
            let answer = AddCheckpointResponse(
                status: 409,
                contentType: contentType,
                retryAfterSeconds: nil,
                body: Array("20\n".utf8)
            )
            #expect(answer.isPossibleFork, "\(contentType ?? "none")")
        }
        for body in [
            "", "\n", "ok\n", "\u{2014} name AAAA\n", String(repeating: "x", count: 9_999),
        ] {
            let answer = AddCheckpointResponse(
                status: 200,
                contentType: nil,
                retryAfterSeconds: nil,
                body: Array(body.utf8)
            )
            guard case .garbled(200, _) = answer else {
                Issue.record("\(body.prefix(20)): \(answer)")
                continue
            }
        }
    }

    @Test func reasonsFitIntoALine() {
        let body = Array("a\u{1b}[31mb\u{7}\tc\nsecond line\n".utf8)
        let answer = AddCheckpointResponse(
            status: 422,
            contentType: nil,
            retryAfterSeconds: nil,
            body: body
        )
        #expect(answer == .inconsistent(reason: "a?[31mb??c"))
        let long = AddCheckpointResponse(
            status: 500,
            contentType: nil,
            retryAfterSeconds: nil,
            body: [UInt8](repeating: 0x61, count: 10_000)
        )
        #expect(long.body.count == 201)
    }

    @Test func originsHaveTheirPaths() {
        // printf 'log.example/eu' | sha256sum
        // What sha256sum says.
        let digest = "4c53c70237e251dc165df32ada923b5896bb2ab2b8d286e2a6ba908892efecc0"
        #expect(WitnessPath.checkpoint(ofOrigin: "log.example/eu") == "\(digest)/checkpoint")
    }

    @Test func headsOfWitnessesAreRead() throws {
        let note = try WitnessScene.shared.get().note(3, as: SHA256Hasher.self)
        func head(_ status: Int, _ body: [UInt8]) -> WitnessedHead {
            WitnessedHead(status: status, retryAfterSeconds: nil, body: body)
        }
        #expect(head(200, note.bytes) == .cosigned(note))
        #expect(head(404, []) == .none)
        #expect(head(200, []) == .garbled(.malformed))
        #expect(
            head(503, Array("no\n".utf8))
                == .failed(status: 503, retryAfterSeconds: nil, reason: "no")
        )
    }
}
