import LogCore
import NIOCore
import NIOHTTP1
import Records
import SignedNotes

/// Answers `GET retention/due`: of which records something is due.
struct DueListAnswers: Sendable {
    let desk: RecordDesk
    /// Who may ask; nil if nobody is known.
    let access: AccessGate?
    /// What other records say about the keeping of one; nil if the log has no vault.
    let book: RetentionBook?

    private var log: any HostedLog { self.desk.served.log }

    /// The most records of a page.
    static let maximumCount = 1_000
    private static let defaultCount = 100

    /// What a request needs.
    func plan(_ query: Substring.UTF8View?, _ fields: RequestFields) -> RequestPlan {
        let values: QueryValues
        do { values = try QueryValues(query, names: ["before", "first", "limit"]) } catch {
            return .ready(Problem(error).answer)
        }
        return .later {
            do throws(Problem) { return try await self.answer(values, fields) } catch {
                return error.answer
            }
        }
    }

    private func answer(
        _ values: QueryValues,
        _ fields: RequestFields
    ) async throws(Problem) -> Answer {
        guard let gate = self.access else {
            throw Problem(
                .forbidden,
                .forbidden,
                "Nobody is configured who may act on the keeping of records.",
                member: "Authorization"
            )
        }
        try gate.dueList(by: try await gate.principal(fields), in: self.log.descriptor)
        guard let vault = self.log.vault, let book = self.book else {
            throw Problem(AccessDecision.hidden)
        }
        let date = try self.date(values)
        let first = try values.number("first", 0...UInt64(Int64.max)) ?? 0
        let limit = try values.number("limit", 1...UInt64(Self.maximumCount))
        let page: DueList.Page
        do throws(VaultError) {
            page = try await DueList(
                vault: vault,
                crosswalk: self.desk.options.crosswalk,
                book: book
            ).page(
                before: date,
                from: first,
                below: (try? self.log.publishedHead().head.size) ?? 0,
                limit: limit.map(Int.init) ?? Self.defaultCount
            )
        } catch { throw Problem(error) }
        var text = JSONText()
        text.object { text in
            text.member("before", "\(date)")
            text.array("due", page.items) { text, item in
                text.object {
                    $0.member("index", item.index)
                    $0.member("record_id", item.recordID)
                    $0.member("class", item.recordClass)
                    $0.member("retention", item.retention)
                    $0.member("state", item.state.rawValue)
                    $0.member("due", item.kind.rawValue)
                    $0.member("date", "\(item.date)")
                    $0.member("frozen", item.isFrozen)
                }
            }
            if let next = page.next { text.member("next", next) }
        }
        return Answer(type: .json, caching: .none, body: text.buffer)
    }

    /// The day before which something is due: tomorrow, unless another one is given.
    private func date(_ values: QueryValues) throws(Problem) -> CalendarDate {
        guard let text = values["before"] else {
            return CalendarDate(unixSeconds: self.desk.options.now()).next
        }
        guard let date = CalendarDate(parsing: text) else {
            throw Problem(
                .badRequest,
                .malformed,
                "A day is written as 2026-11-23.",
                member: "before"
            )
        }
        return date
    }
}
