import LogCore
import NIOCore
import NIOHTTP1
import Records
import SignedNotes

/// Answers `POST records/<id>/retention`: what is done to a record's contents, each an entry of the
/// log that is promised first.
struct RecordRetentionAnswers: Sendable {
    let desk: RecordDesk
    /// Who may act; nil if nobody is known.
    let access: AccessGate?
    /// What other records say about the keeping of one; nil if the log has no vault.
    let book: RetentionBook?

    private var log: any HostedLog { self.desk.served.log }

    /// The longest request, in bytes.
    private static let maximumByteCount = 1 << 16

    /// What a request needs.
    func plan(id: String, _ fields: RequestFields) -> RequestPlan {
        let limit = BodyLimit(byteCount: Self.maximumByteCount, member: "body")
        return .body(limit) { body in
            do throws(Problem) {
                return try await self.act(id, Array(body.readableBytesView), fields)
            } catch {
                return error.answer
            }
        }
    }

    /// What is done.
    private enum Deed {
        /// Something that changes what may become of the contents.
        case action(RetentionVerb)
        /// The need to keep them was reviewed.
        case review
        /// The day of an event that limits depend on.
        case event(RetentionEvent, CalendarDate)

        /// The word for it, in the record of the action.
        var name: String {
            switch self {
            case .action(.eraseFields): RetentionVerb.erase.rawValue
            case .action(let verb): verb.rawValue
            case .review: "review"
            case .event: "event"
            }
        }

        /// What it does to the contents; nil if it is noted and does nothing to them.
        var verb: RetentionVerb? {
            if case .action(let verb) = self { verb } else { nil }
        }
    }

    /// What is asked for.
    private struct Wish {
        let deed: Deed
        let fields: [String]
        let ground: String
        let orderReference: String?
        let requestedBy: String?
        let holdReference: String?
        /// The id of the retention-action record: the same in a retry.
        let recordID: String?

        init(_ body: [UInt8]) throws(Problem) {
            let json = try RecordDesk.parse(body)
            let known: Set<String> = [
                "action", "fields", "ground", "order_ref", "hold_ref", "requested_by",
                "record_id", "event", "day",
            ]
            let unknown = json.members?.first { !known.contains($0.name) }
            guard json.members != nil, unknown == nil else {
                throw Self.malformed(
                    "The members are action, fields, ground, order_ref, hold_ref, requested_by, event, "
                        + "day and record_id.",
                    "body"
                )
            }
            let fields = json["fields"].map { $0.elements?.compactMap(\.text) ?? [] } ?? []
            guard json["fields"] == nil || fields.count == json["fields"]?.elements?.count,
                json["fields"] == nil || !fields.isEmpty
            else { throw Self.malformed("The fields are a list of names.", "fields") }
            let deed = try Self.deed(json, fields)
            if case .event(let event, _) = deed {
                // What it is about is the reason why it is noted.
                guard json["ground"] == nil else {
                    throw Self.malformed("The ground of an event is the event.", "ground")
                }
                self.ground = event.rawValue
            } else {
                guard let ground = json["ground"]?.text else {
                    throw Self.malformed("The ground is missing: a code of the reason.", "ground")
                }
                self.ground = ground
            }
            self.deed = deed
            self.fields = fields
            self.orderReference = json["order_ref"]?.text
            self.requestedBy = json["requested_by"]?.text
            self.holdReference = json["hold_ref"]?.text
            self.recordID = json["record_id"]?.text
        }

        private static func deed(
            _ json: JSONValue,
            _ fields: [String]
        ) throws(Problem) -> Deed {
            let name = json["action"]?.text
            guard name == "event" || (json["event"] == nil && json["day"] == nil) else {
                throw Self.malformed("Only an event has a name and a day.", "event")
            }
            switch name {
            case "review"? where fields.isEmpty: return .review
            case "event"? where fields.isEmpty:
                guard let event = json["event"]?.text.flatMap(RetentionEvent.init(rawValue:)) else {
                    throw Self.malformed(
                        "The event is policy, final-decision, order or limitation.",
                        "event"
                    )
                }
                guard let day = json["day"]?.text.flatMap({ CalendarDate(parsing: $0) }) else {
                    throw Self.malformed("The day of an event is written as 2026-11-23.", "day")
                }
                return .event(event, day)
            default: break
            }
            guard let verb = name.flatMap(RetentionVerb.init(rawValue:)),
                fields.isEmpty || verb == .erase || verb == .eraseFields,
                verb != .eraseFields || !fields.isEmpty
            else {
                throw Self.malformed(
                    "The action is restrict, block, unblock, hold, release, review, event or erase, the "
                        + "last one with or without fields.",
                    "action"
                )
            }
            return .action(fields.isEmpty ? verb : .eraseFields)
        }

        private static func malformed(_ detail: String, _ member: String) -> Problem {
            Problem(.badRequest, .malformed, detail, member: member)
        }
    }

    private func act(
        _ id: String,
        _ body: [UInt8],
        _ fields: RequestFields
    ) async throws(Problem) -> Answer {
        guard let vault = self.log.vault else { throw Problem(AccessDecision.hidden) }
        guard let gate = self.access else {
            throw Problem(
                .forbidden,
                .forbidden,
                "Nobody is configured who may act on the keeping of records.",
                member: "Authorization"
            )
        }
        let principal = try await gate.principal(fields)
        let wish = try Wish(body)
        if principal == nil {
            _ = try gate.retention(
                by: nil,
                of: nil,
                in: self.log.descriptor,
                verb: wish.deed.verb
            )
        }
        let row = try await self.vaulting { try await vault.row(id: Array(id.utf8)) }
        let published = (try? self.log.publishedHead().head.size) ?? 0
        let grant = try gate.retention(
            by: principal,
            of: row.flatMap { row in
                RecordState(rawValue: row.state.name).map { state in
                    AccessedRecord(
                        recordClass: row.header.recordClass,
                        state: state,
                        isPublished: row.index < published
                    )
                }
            },
            in: self.log.descriptor,
            verb: wish.deed.verb
        )
        guard let row, !row.header.isDummy else { throw Problem(AccessDecision.hidden) }
        guard let verb = wish.deed.verb, let kind = VaultActionKind(name: verb.rawValue) else {
            return try await self.note(wish, row, id: id, body: body, by: grant)
        }
        let action = VaultAction(kind, recordIndex: row.index, fields: wish.fields)
        // SPEC: VAULT-13: a retry finds the entry of the first, and what came of it.
        if let known = try await self.known(wish, action, vault) {
            return try await self.carryOut(entry: known, action, vault)
        }
        let state = try await self.state(after: verb, wish, row)
        let entry = try await self.desk.appendOwn(
            try self.members(wish, row, id: id, newState: state, by: grant),
            body: body + Array(id.utf8),
            action: action
        )
        return try await self.carryOut(entry: entry, action, vault)
    }

    /// Puts into the log what changes no contents: a review, or the day of an event.
    ///
    /// SPEC: RET-8.
    private func note(
        _ wish: Wish,
        _ row: VaultRow,
        id: String,
        body: [UInt8],
        by grant: OperatorGrant
    ) async throws(Problem) -> Answer {
        guard let state = RecordState(rawValue: row.state.name) else {
            throw Problem(VaultError.damaged(index: row.index))
        }
        guard state != .erased else { throw Self.refused(RetentionRefusal.alreadyErased) }
        if case .event(let event, _) = wish.deed {
            let retention = try self.rule(of: row).retentionClass
            let limits = [retention.floor?.end, retention.ceiling].compactMap { $0 }
            guard limits.contains(.event(event)) else {
                throw Problem(
                    .conflict,
                    .retentionRefused,
                    "No limit of the record's retention class depends on the event. Nothing was "
                        + "appended.",
                    member: "event"
                )
            }
        }
        let entry = try await self.desk.appendOwn(
            try self.members(wish, row, id: id, newState: state, by: grant),
            body: body + Array(id.utf8)
        )
        var text = JSONText()
        text.object { text in
            text.member("index", entry)
            text.member("action", wish.deed.name)
            text.member("target_index", row.index)
            text.member("state", row.state.name)
            text.member("held", row.isHeld)
        }
        return Answer(type: .json, caching: .none, body: text.buffer)
    }

    /// The entry of an earlier request under the same id; nil if there is none.
    private func known(
        _ wish: Wish,
        _ action: VaultAction,
        _ vault: Vault
    ) async throws(Problem) -> UInt64? {
        guard let id = wish.recordID else { return nil }
        let earlier = try await self.vaulting { try await vault.row(id: Array(id.utf8)) }
        guard let earlier else { return nil }
        let stored: StoredAction?
        do throws(StoreError) {
            stored = try await vault.store.action(
                of: self.log.descriptor.id,
                entry: earlier.index
            )
        } catch { throw Problem(VaultError.store(error)) }
        guard stored?.action == action else { throw Problem(AppendError.keyConflict) }
        return earlier.index
    }

    /// The state afterwards, if the record's retention class allows it today.
    private func state(
        after verb: RetentionVerb,
        _ wish: Wish,
        _ row: VaultRow
    ) async throws(Problem) -> RecordState {
        let rule = try self.rule(of: row)
        // SPEC: RET-4: what incidents, reviews and events say up to now, by whichever daemon.
        let ledger = try await self.vaulting { try await self.book?.current() }
        guard let facts = (ledger ?? RetentionLedger()).facts(of: row) else {
            throw Problem(VaultError.damaged(index: row.index))
        }
        do throws(RetentionRefusal) {
            return try rule.state(
                after: RetentionRequest(
                    verb: verb,
                    orderReference: wish.orderReference,
                    ground: wish.ground
                ),
                facts: facts,
                on: CalendarDate(unixSeconds: self.desk.options.now())
            )
        } catch {
            throw Self.refused(error)
        }
    }

    private func rule(of row: VaultRow) throws(Problem) -> RetentionRule {
        let crosswalk = self.desk.options.crosswalk
        guard let retention = crosswalk.retentionClass(row.header.retention) else {
            throw Problem(VaultError.damaged(index: row.index))
        }
        return RetentionRule(
            retention,
            side: RetentionSide(jurisdiction: self.log.descriptor.jurisdiction)
        )
    }

    // SPEC: VAULT-12.
    private static func refused(_ refusal: RetentionRefusal) -> Problem {
        Problem(
            .conflict,
            .retentionRefused,
            "It may not be done now: \(refusal.description). Nothing was appended.",
            member: "action"
        )
    }

    private func members(
        _ wish: Wish,
        _ row: VaultRow,
        id: String,
        newState: RecordState,
        by grant: OperatorGrant
    ) throws(Problem) -> [JSONMember] {
        let recordID: String
        if let given = wish.recordID { recordID = given } else { recordID = try RecordDesk.newID() }
        var members = [
            JSONMember(name: "record_class", value: .string("retention-action")),
            JSONMember(name: "record_id", value: .string(recordID)),
            JSONMember(name: "event_time", value: .string(self.desk.timestamp)),
            JSONMember(name: "actor_id", value: .string(grant.name)),
            JSONMember(name: "actor_type", value: .string("user")),
            JSONMember(name: "action", value: .string(wish.deed.name)),
            JSONMember(name: "target_index", value: .integer(Int64(clamping: row.index))),
            JSONMember(name: "target_record_id", value: .string(id)),
            JSONMember(name: "target_class", value: .string(row.header.recordClass)),
            JSONMember(name: "previous_state", value: .string(row.state.name)),
            JSONMember(name: "new_state", value: .string(newState.rawValue)),
            JSONMember(name: "ground", value: .string(wish.ground)),
        ]
        if case .event(_, let day) = wish.deed {
            members.append(
                JSONMember(name: "effective_time", value: .string("\(day)T00:00:00Z"))
            )
        }
        if let hold = wish.holdReference {
            members.append(JSONMember(name: "hold_ref", value: .string(hold)))
        }
        if !wish.fields.isEmpty {
            members.append(
                JSONMember(
                    name: "target_fields",
                    value: .array(wish.fields.map { .string($0) })
                )
            )
        }
        if let order = wish.orderReference {
            members.append(JSONMember(name: "order_ref", value: .string(order)))
        }
        if let requester = wish.requestedBy {
            members.append(JSONMember(name: "requested_by", value: .string(requester)))
        }
        return members
    }

    /// Carries out what a promised entry says, and tells what came of it.
    private func carryOut(
        entry: UInt64,
        _ action: VaultAction,
        _ vault: Vault
    ) async throws(Problem) -> Answer {
        let book = self.book ?? RetentionBook(vault: vault)
        let outcome = try await self.vaulting {
            try await vault.carryOut(entry: entry) { row throws(VaultError) in
                try await book.check(row)
            }
        }
        guard outcome == .done else {
            throw Problem(
                .conflict,
                .retentionRefused,
                "The request is entry \(entry), and the record's state or an incident did not allow "
                    + "it when its turn came.",
                member: "action",
                limit: entry
            )
        }
        let row = try await self.vaulting { try await vault.row(at: action.recordIndex) }
        let now = self.desk.options.now()
        let isErasure = action.kind == .erase || action.kind == .eraseFields
        let backups: UInt64?
        do throws(VaultError) {
            backups = isErasure ? try vault.backupsErasedBy(now: now) : nil
        } catch { throw Problem(error) }
        var text = JSONText()
        text.object { text in
            text.member("index", entry)
            text.member("action", action.kind.name)
            text.member("target_index", action.recordIndex)
            if let row {
                text.member("state", row.state.name)
                text.member("held", row.isHeld)
            }
            // SPEC: VAULT-15: what is gone now, and by when the rest is.
            if let backups {
                text.member("live", "now")
                text.member("backups", "by \(RecordTime(seconds: Int64(clamping: backups)))")
            }
        }
        return Answer(type: .json, caching: .none, body: text.buffer)
    }

    private func vaulting<Result>(
        _ body: () async throws -> Result
    ) async throws(Problem) -> Result {
        do { return try await body() } catch let error as VaultError {
            throw Problem(error)
        } catch {
            throw Problem(VaultError.store(.unavailable("\(error)")))
        }
    }
}
