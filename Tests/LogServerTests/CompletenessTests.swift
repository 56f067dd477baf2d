import LogCore
import LogProtocol
import Testing

@testable import LogServer

/// `completeness/<writer>`: who may ask, and what he gets.
@Suite struct CompletenessTests {
    private let smith: TokenSmith

    init() throws { self.smith = try TokenSmith() }

    private func bearer(_ subject: String) throws -> [String] {
        ["Authorization: Bearer \(try self.smith.edToken(TokenSmith.claims(subject: subject)))"]
    }

    private func board(_ log: MemoryLog) throws -> CompletenessBoard {
        let board = CompletenessBoard(
            log: log.descriptor.name,
            heartbeats: try AccessFixture.configuration().heartbeats(ofLog: "eu"),
            patienceSeconds: 60,
            now: { TokenSmith.now }
        )
        for (index, number) in ([1, 2, 5] as [UInt64]).enumerated() {
            board.take(
                HeardRecord(
                    index: UInt64(index),
                    writer: "clinic",
                    number: number,
                    recordedAt: TokenSmith.now - 100
                )
            )
        }
        return board
    }

    @Test func theWriterAndTheOperatorGetTheCount() async throws {
        let log = try MemoryLog()
        try await withServer(
            [log],
            access: AccessFixture.gate(MemoryKeySets(self.smith.keySet())),
            completeness: [log.descriptor.name: self.board(log)]
        ) { server in
            for subject in ["clinic", "keeper"] {
                let answer = try await server.request(
                    "GET",
                    "/eu/completeness/clinic",
                    self.bearer(subject)
                )
                #expect(answer.status == 200, "\(answer.text)")
                #expect(answer["Cache-Control"] == "no-store")
                let completeness = try #require(
                    WireJSON.decode(CompletenessAnswer.self, from: answer.body)
                )
                #expect(
                    completeness
                        == CompletenessAnswer(
                            writer: "clinic",
                            highest: 5,
                            received: 3,
                            missing: 2,
                            repeats: 0,
                            gaps: [.init(first: 3, last: 4, noticed: TokenSmith.now - 100)]
                        )
                )
            }
            let unknown = try await server.request(
                "GET",
                "/eu/completeness/stranger",
                self.bearer("keeper")
            )
            expectProblem(unknown, status: 404, member: "writer")
        }
    }

    @Test func nobodyElseDoes() async throws {
        let log = try MemoryLog()
        try await withServer(
            [log],
            access: AccessFixture.gate(MemoryKeySets(self.smith.keySet())),
            completeness: [log.descriptor.name: self.board(log)]
        ) { server in
            for (fields, status) in try [
                ([], 401), (self.bearer("aepd"), 403), (["Authorization: Bearer x.y.z"], 401),
            ] {
                let answer = try await server.request("GET", "/eu/completeness/clinic", fields)
                expectProblem(answer, status: status)
            }
            // A writer learns nothing about the names of others.
            for name in ["model", "stranger"] {
                let answer = try await server.request(
                    "GET",
                    "/eu/completeness/\(name)",
                    self.bearer("clinic")
                )
                expectProblem(answer, status: 403)
            }
            for path in ["", "a%20b", String(repeating: "a", count: 65)] {
                let answer = try await server.request(
                    "GET",
                    "/eu/completeness/\(path)",
                    self.bearer("keeper")
                )
                expectProblem(answer, status: 400, member: "writer")
            }
        }
    }

    @Test func withoutWritersThereIsNothingToAsk() async throws {
        try await withServer([MemoryLog()]) { server in
            let answer = try await server.request("GET", "/eu/completeness/clinic")
            expectProblem(answer, status: 403)
        }
    }
}
