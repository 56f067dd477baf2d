import Foundation
import LogTesting
import SignedNotes
import Testing

extension DaemonTests {
    /// `recover --refound`: the log is closed for good, and goes on as another one.
    @Suite struct RefoundingTests {
        private static let flags = [
            "--refound", "log.example/eu-2", "--name", "eu-2", "--reason", "entries-lost",
        ]

        /// The first entry of the new log.
        private func statement(
            _ daemon: Daemon
        ) async throws -> (object: [String: Any], text: String) {
            try await eventually("the new log is published") {
                try await daemon.web.get("/eu-2/tile/entries/000.p/1").status == 200
            }
            let bundle = try await daemon.web.get("/eu-2/tile/entries/000.p/1").body
            let text = String(decoding: bundle.dropFirst(2), as: UTF8.self)
            let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
            return (try #require(object as? [String: Any]), text)
        }

        @Test func theOldLogIsReadAndTheNewOneSpeaksOfIt() async throws {
            try await RecoveryHouse.with("refound") { desk in
                let daemon = try await desk.serve()
                try await desk.grow(daemon, from: 0, to: 20)
                let checkpoint = try await daemon.web.get("/eu/checkpoint")
                let twin = try await daemon.web.get("/eu/twin")
                try await daemon.stop()

                let taken = try await desk.recover([
                    "--refound", House.origin, "--name", "eu-2", "--reason", "entries-lost",
                ])
                #expect(taken.status == 1, "\(taken.output)")
                let sameName = try await desk.recover([
                    "--refound", "log.example/eu-2", "--name", "eu", "--reason", "entries-lost",
                ])
                #expect(sameName.status == 1, "\(sameName.output)")
                #expect(!FileManager.default.fileExists(atPath: desk.house.signer + "/closed"))

                let run = try await desk.recover(Self.flags)
                #expect(run.status == 0, "\(run.output)")
                #expect(run.output.contains("log.example/eu is closed; it goes on as"))
                #expect(run.output.contains("\nlog.example/eu-2/sm3+"), "\(run.output)")
                // Again it is done; otherwise it is not.
                let again = try await desk.recover(Self.flags)
                #expect(again.status == 0, "\(again.output)")
                let other = try await desk.recover([
                    "--refound", "log.example/eu-3", "--name", "eu-3", "--reason", "entries-lost",
                ])
                #expect(other.status == 1)
                #expect(other.output.contains("is closed already"), "\(other.output)")

                for _ in 0..<2 {
                    let served = try await desk.serve()
                    let (object, text) = try await self.statement(served)
                    try await served.waitUntilReady()
                    let remarks = try await served.readiness.remarks
                    #expect(remarks == "the log is closed and goes on as log.example/eu-2")
                    let refused = try await served.web.post("/eu/add", Array("late".utf8))
                    #expect(refused.status == 503, "\(refused.text)")
                    #expect(refused.text.contains("goes on as log.example/eu-2"))
                    #expect(try await served.web.get("/eu/checkpoint").body == checkpoint.body)
                    let bundle = try await served.web.get("/eu/tile/entries/000.p/20")
                    #expect(bundle.status == 200)
                    let proof = try await served.web.get("/eu/proof/bundle/3")
                    #expect(proof.status == 200, "\(proof.text)")
                    #expect(object["class"] as? String == "refounded")
                    #expect(object["reason"] as? String == "entries-lost")
                    let last = try #require(object["last"] as? [String: Any])
                    #expect(last["origin"] as? String == House.origin)
                    #expect(last["size"] as? Int == 20)
                    #expect(last["basis"] as? String == "signer-record")
                    let note = try TwinNote(
                        try UnverifiedNote(parsing: twin.body)
                            .verified(by: desk.house.verifierKeys())
                    )
                    #expect(last["sha256"] as? String == note.head.sha256.base64)
                    #expect(last["sm3"] as? String == note.head.sm3.base64)
                    let signed = try #require(object["signed"] as? [String: Any])
                    #expect(signed["checkpoint"] as? String == checkpoint.text)
                    #expect(signed["twin"] as? String == twin.text)
                    // Canonical: no white space, members in order.
                    #expect(text.hasPrefix(#"{"class":"refounded","last":{"basis":"#), "\(text)")
                    try await served.stop()
                }
                let served = try await desk.serve()
                let next = try await served.web.post("/eu-2/add", Array("next".utf8))
                #expect(next.text == "1", "\(next.text)")
                // Nobody but the log itself writes such a statement.
                let forged = try await served.web.post(
                    "/eu-2/add",
                    Array(#"{"class":"refounded","v":1}"#.utf8)
                )
                #expect(forged.status == 422, "\(forged.text)")
                try await served.stop()
            }
        }

        /// The signer's record is gone: the newest signed head is all that is known.
        @Test func withoutARecordTheNewestHeadIsSpokenOf() async throws {
            try await RecoveryHouse.with("refound-lost") { desk in
                let daemon = try await desk.serve()
                try await desk.grow(daemon, from: 0, to: 20)
                try await daemon.stop()
                try FileManager.default.removeItem(atPath: desk.house.signer)
                let run = try await desk.recover(Self.flags)
                #expect(run.status == 0, "\(run.output)")
                let served = try await desk.serve()
                let (object, _) = try await self.statement(served)
                let last = try #require(object["last"] as? [String: Any])
                #expect(last["size"] as? Int == 20)
                #expect(last["basis"] as? String == "published-head")
                let refused = try await served.web.post("/eu/add", Array("late".utf8))
                #expect(refused.status == 503, "\(refused.text)")
                try await served.stop()
            }
        }
    }
}
