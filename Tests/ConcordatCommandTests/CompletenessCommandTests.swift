import Foundation
import LogProtocol
import LogTesting
import SignedNotes
import Testing

@testable import concordat

/// `concordat completeness`: two counts, and a log that answers.
@Suite(.timeLimit(.minutes(2))) struct CompletenessCommandTests {
    private static func answer(
        highest: UInt64,
        missing: UInt64 = 0,
        gaps: [CompletenessAnswer.Gap] = []
    ) -> CompletenessAnswer {
        CompletenessAnswer(
            writer: "clinic",
            highest: highest,
            received: highest - missing,
            missing: missing,
            repeats: 0,
            gaps: gaps
        )
    }

    /// The writer's count, the log's highest number, how many are missing, and the exit status.
    private static let cases: [[UInt64]] = [
        [5, 5, 0, 0], [0, 0, 0, 0], [5, 4, 0, 1], [4, 5, 0, 1], [5, 5, 1, 1], [5, 3, 2, 1],
    ]

    @Test(arguments: Self.cases) func onlyEqualityIsComplete(_ numbers: [UInt64]) {
        let answer = Self.answer(highest: numbers[1], missing: numbers[2])
        let outcome = CompletenessRun.outcome(of: answer, against: numbers[0])
        #expect(outcome.status.rawValue == Int32(numbers[3]))
    }

    @Test func gapsAreTold() throws {
        let answer = Self.answer(
            highest: 9,
            missing: 4,
            gaps: [.init(first: 2, last: 2, noticed: 1), .init(first: 4, last: 6, noticed: 1)]
        )
        let text = try CompletenessRun.outcome(of: answer, against: 12).text(asJSON: false)
        #expect(
            text == "refuted at count: the log lacks 4 below its highest number 9 and 3 above it: "
                + "among them 2, 4 to 6"
        )
    }

    @Test func theCommandComparesWithTheLogsAnswer() async throws {
        let home = try TemporaryFolder()
        let token = home.path(of: "token")
        try Data("abc.def.ghi\n".utf8).write(to: URL(fileURLWithPath: token))
        let count = home.path(of: "count")
        try Data("3\n".utf8).write(to: URL(fileURLWithPath: count))
        for (file, status) in [("3\n", 0), ("4\n", 1)] as [(String, Int32)] {
            try Data(file.utf8).write(to: URL(fileURLWithPath: count))
            let body = try WireJSON.encode(Self.answer(highest: 3))
            let server = try CannedServer(
                answer: "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                    + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
            )
            let run = try await CommandProcess.run([
                "completeness", "--log", "http://127.0.0.1:\(server.port)/eu", "--writer",
                "clinic", "--token-file", token, "--count-file", count,
            ])
            #expect(run.status == status, "\(run.output)\(run.errors)")
            let request = String(decoding: try #require(await server.received()), as: UTF8.self)
            #expect(request.hasPrefix("GET /eu/completeness/clinic "))
            #expect(request.lowercased().contains("authorization: bearer abc.def.ghi"))
        }
    }

    @Test func wrongUsageIsSixtyFour() async throws {
        let base = ["completeness", "--log", "http://127.0.0.1:9/eu", "--token-file", "-"]
        for arguments in [
            ["--writer", "clinic"], ["--writer", "a b", "--count", "1"],
            ["--writer", "clinic", "--count", "1", "--count-file", "x"],
            ["--writer", "clinic", "--count", "-1"], ["--writer", "clinic", "--count-file", "-"],
        ] {
            let run = try await CommandProcess.run(base + arguments)
            #expect(run.status == 64, "\(arguments): \(run.errors)")
        }
    }
}
