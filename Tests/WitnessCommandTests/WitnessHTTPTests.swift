import AsyncHTTPClient
import CryptoSuites
import LogClient
import LogProtocol
import LogTesting
import MerkleTree
import NIOCore
import NIOHTTP1
import SignedNotes
import Testing
import Witnessing

@testable import concordat_witness

/// A witness over HTTP, asked as logs ask it.
@Suite struct WitnessHTTPTests {
    private func ask(
        _ served: ServedWitness,
        _ method: HTTPMethod,
        _ path: String,
        _ body: [UInt8]? = nil
    ) async throws -> (status: Int, fields: HTTPHeaders, body: String) {
        var request = HTTPClientRequest(url: served.url.text + path)
        request.method = method
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let bytes = try await answer.body.collect(upTo: 4 << 20)
        return (Int(answer.status.code), answer.headers, String(buffer: bytes))
    }

    @Test func everyStatusGoesThroughHTTP() async throws {
        let log = try SmallLog(size: 12)
        let time = ManualSeconds()
        try await ServedWitness.serving([log.subject], time: time) { served in
            try await served.withTransport { transport in
                let cosigned = try await transport.addCheckpoint(log.request(0, 5))
                guard case .cosigned(let lines) = cosigned else {
                    Issue.record("\(cosigned)")
                    return
                }
                let keys = [log.signer.verifierKey] + served.keys.verifierKeys
                let verified = try log.note(5).adding(lines).verified(by: keys)
                #expect(verified.verified.count == 3)
                #expect(verified.verified.dropFirst().allSatisfy { $0.timestamp == time.now })

                #expect(try await transport.addCheckpoint(log.request(0, 7)) == .otherSize(5))
                let other = try SmallLog(origin: "log.example/other", size: 3)
                #expect(try await transport.addCheckpoint(other.request(0, 3)).status == 404)
                let impostor = try SmallLog(size: 12)
                #expect(try await transport.addCheckpoint(impostor.request(5, 7)).status == 403)
                let damaged = try AddCheckpointRequest(
                    oldSize: 5,
                    proofHashes: [[UInt8](repeating: 1, count: 32)],
                    note: log.note(7)
                )
                #expect(try await transport.addCheckpoint(damaged).status == 422)
                time.advance(by: -10)
                let behind = try await transport.addCheckpoint(log.request(5, 7))
                #expect(behind.status == 503)
                #expect(behind.retryAfterSeconds == 10)
                time.advance(by: 10)
                #expect(try await transport.addCheckpoint(log.request(5, 7)).status == 200)

                let head = try await transport.latestHead(ofOrigin: log.origin)
                guard case .cosigned(let note) = head else {
                    Issue.record("\(head)")
                    return
                }
                #expect(try note.verified(by: keys).verified.count == 3)
                #expect(try CheckpointText(parsing: note.text).size == 7)
                #expect(try await transport.latestHead(ofOrigin: "log.example/other") == .none)
            }
            let malformed = try await self.ask(served, .POST, "/add-checkpoint", Array("x".utf8))
            #expect(malformed.status == 400)
            #expect(malformed.fields.first(name: "Content-Type")?.hasPrefix("text/plain") == true)
            let stale = try await self.ask(
                served,
                .POST,
                "/add-checkpoint",
                try log.request(0, 7).body
            )
            #expect(stale.status == 409)
            #expect(stale.fields.first(name: "Content-Type") == "text/x.tlog.size")
            #expect(stale.body == "7\n")
        }
    }

    @Test func otherPathsAndMethodsAreRefused() async throws {
        let log = try SmallLog(size: 3)
        try await ServedWitness.serving([log.subject]) { served in
            let identifier = WitnessPath.identifier(ofOrigin: log.origin)
            let cases: [(HTTPMethod, String, Int)] = [
                (.GET, "/healthz", 200), (.HEAD, "/healthz", 200), (.POST, "/healthz", 405),
                (.GET, "/add-checkpoint", 405), (.PUT, "/add-checkpoint", 405),
                (.GET, "/\(identifier)/checkpoint", 404), (.GET, "/checkpoint", 404),
                (.GET, "/\(identifier)/checkpoint/", 404), (.GET, "/", 404),
                (.GET, "//checkpoint", 404), (.GET, "/\(identifier)/other", 404),
                (.GET, "/add-checkpoint/", 404), (.DELETE, "/metrics", 405),
            ]
            for (method, path, status) in cases {
                let answer = try await self.ask(served, method, path)
                #expect(answer.status == status, "\(method) \(path)")
                #expect(
                    answer.fields.first(name: "Allow") != nil || status != 405,
                    "\(method) \(path)"
                )
            }
            let body = try log.request(0, 3).body
            let cosigned = try await self.ask(served, .POST, "/add-checkpoint", body)
            #expect(cosigned.status == 200)
            let shown = try await self.ask(served, .GET, "/\(identifier)/checkpoint")
            #expect(shown.status == 200)
            #expect(shown.body.hasPrefix(try log.note(3).text))
            let head = try await self.ask(served, .HEAD, "/\(identifier)/checkpoint")
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(head.fields.first(name: "Content-Length") == "\(shown.body.utf8.count)")
        }
    }

    @Test func tooLongABodyIsNotRead() async throws {
        let log = try SmallLog(size: 3)
        try await ServedWitness.serving([log.subject]) { served in
            for count in [256 << 10 | 1, 4 << 20] {
                let body = Array("old 0\n\n".utf8) + [UInt8](repeating: 0x61, count: count)
                do {
                    let answer = try await self.ask(served, .POST, "/add-checkpoint", body)
                    #expect(answer.status == 400)
                } catch {
                    // The connection may end before the answer was read; the witness lives.
                    #expect(count > 256 << 10)
                }
                let alive = try await self.ask(served, .GET, "/healthz")
                #expect(alive.status == 200)
            }
        }
    }

    @Test func manyConcurrentRequestsOverHTTPCosignOnce() async throws {
        let log = try SmallLog(size: 12)
        try await ServedWitness.serving([log.subject]) { served in
            try await served.withTransport { transport in
                let requests = try (0..<100).map { try log.request(0, 1 + $0 % 12) }
                let statuses = await withTaskGroup(of: Int.self) { group in
                    for request in requests {
                        group.addTask {
                            (try? await transport.addCheckpoint(request).status) ?? 0
                        }
                    }
                    var statuses: [Int] = []
                    for await status in group { statuses.append(status) }
                    return statuses
                }
                #expect(statuses.count { $0 == 200 } == 1)
                #expect(statuses.count { $0 == 409 } == 99)
            }
        }
    }

    @Test func metricsAreThoseOfTheSpecification() async throws {
        let log = try SmallLog(size: 5)
        try await ServedWitness.serving([log.subject]) { served in
            for request in [try log.request(0, 5), try log.request(0, 5)] {
                _ = try await self.ask(served, .POST, "/add-checkpoint", request.body)
            }
            _ = try await self.ask(served, .POST, "/add-checkpoint", [])
            let text = try await self.ask(served, .GET, "/metrics").body
            let label = "{origin=\"log.example/small\""
            #expect(text.contains("concordat_witness_cosigned_size\(label)} 5\n"))
            #expect(text.contains("concordat_witness_answers_total\(label),status=\"200\"} 1\n"))
            #expect(text.contains("concordat_witness_answers_total\(label),status=\"409\"} 1\n"))
            #expect(text.contains("concordat_witness_answers_total{origin=\"\",status=\"400\"} 1"))
            #expect(text.contains("concordat_witness_alarms_total\(label)} 0\n"))
            #expect(text.contains("concordat_witness_fault\(label)} 0\n"))
            let specification = try #require(SpecificationText.read("Specs/witness.md"))
            for match in text.matches(of: #/# TYPE (\w+) (\w+)/#) {
                #expect(specification.contains("| `\(match.1)` | \(match.2) |"), "\(match.1)")
            }
        }
    }
}
