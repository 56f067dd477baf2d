import LogCore
import LogProtocol
import NIOCore
import NIOHTTP1

/// Answers a writer, or an operator, who asks what the log has of a writer's count.
struct CompletenessAnswers: Sendable {
    let served: ServedLog
    /// What is known about the log's writers; nil if nobody watches them.
    let board: CompletenessBoard?
    let access: AccessGate?

    /// The most gaps of an answer. The count says how many are missing in all of them.
    static let maximumGapCount = 100

    /// What a request about a writer gets.
    func answer(about writer: String, _ fields: RequestFields) async -> Answer {
        do throws(Problem) {
            guard let access = self.access, let board = self.board else {
                throw Problem(
                    .forbidden,
                    .forbidden,
                    "No writers are configured.",
                    member: "Authorization"
                )
            }
            try self.check(try await access.principal(fields), asksAbout: writer)
            let findings = board.report().filter { $0.writer == writer }
            guard let count = board.count(of: writer) else {
                throw Problem(
                    .notFound,
                    .unspecified,
                    "The log has no such writer.",
                    member: "writer"
                )
            }
            let answer = CompletenessAnswer(
                writer: writer,
                highest: count.highest,
                received: count.received,
                missing: count.missing,
                repeats: count.repeats,
                gaps: findings.compactMap(Self.gap).prefix(Self.maximumGapCount).map { $0 },
                silentSince: findings.lazy.compactMap(Self.silentSince).first,
                captureStoppedSince: findings.lazy.compactMap(Self.captureStoppedSince).first
            )
            guard let text = try? WireJSON.encode(answer) else {
                throw Problem(.serviceUnavailable, .unavailable, "There is no answer now.")
            }
            return Answer(type: .json, caching: .none, body: ByteBuffer(string: text))
        } catch {
            return error.answer
        }
    }

    /// SPEC: COMP-5: the writer himself, or an operator of the log.
    private func check(
        _ principal: Principal?,
        asksAbout writer: String
    ) throws(Problem) {
        let log = self.served.log.descriptor.name.text
        switch principal {
        case nil:
            let refusal = AccessDecision.refused(.unauthenticated)
            throw self.access?.problem(refusal) ?? Problem(refusal)
        case .writer(let grant)? where grant.name == writer && grant.classes[log] != nil:
            return
        case .operator(let grant)? where grant.logs.contains(log):
            return
        case .writer?, .operator?, .auditor?:
            throw Problem(AccessDecision.refused(.role))
        }
    }

    private static func gap(_ finding: CompletenessFinding) -> CompletenessAnswer.Gap? {
        guard case .gap(_, let gap) = finding else { return nil }
        return CompletenessAnswer.Gap(
            first: gap.numbers.lowerBound,
            last: gap.numbers.upperBound,
            noticed: gap.noticedAt
        )
    }

    private static func silentSince(_ finding: CompletenessFinding) -> UInt64? {
        guard case .silent(_, let since) = finding else { return nil }
        return since
    }

    private static func captureStoppedSince(_ finding: CompletenessFinding) -> UInt64? {
        guard case .captureStopped(_, let since) = finding else { return nil }
        return since
    }
}
