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

    /// What is asked for.
    private struct Wish {
        let verb: RetentionVerb
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
                "record_id",
            ]
            let unknown = json.members?.first { !known.contains($0.name) }
            guard json.members != nil, unknown == nil else {
                throw Self.malformed(
                    "The members are action, fields, ground, order_ref, hold_ref, requested_by and "
                        + "record_id.",
                    "body"
                )
            }
            let fields = json["fields"].map { $0.elements?.compactMap(\.text) ?? [] } ?? []
            guard json["fields"] == nil || fields.count == json["fields"]?.elements?.count,
                json["fields"] == nil || !fields.isEmpty
            else { throw Self.malformed("The fields are a list of names.", "fields") }
            guard let name = json["action"]?.text, let verb = RetentionVerb(rawValue: name),
                fields.isEmpty || verb == .erase || verb == .eraseFields,
                verb != .eraseFields || !fields.isEmpty
            else {
                throw Self.malformed(
                    "The action is restrict, block, unblock, hold, release or erase, the last one "
                        + "with or without fields.",
                    "action"
                )
            }
            guard let ground = json["ground"]?.text else {
                throw Self.malformed("The ground is missing: a code of the reason.", "ground")
            }
            self.verb = fields.isEmpty ? verb : .eraseFields
            self.fields = fields
            self.ground = ground
            self.orderReference = json["order_ref"]?.text
            self.requestedBy = json["requested_by"]?.text
            self.holdReference = json["hold_ref"]?.text
            self.recordID = json["record_id"]?.text
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
                verb: wish.verb
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
            verb: wish.verb
        )
        guard let row else { throw Problem(AccessDecision.hidden) }
        let kind = VaultActionKind(name: wish.verb.rawValue) ?? .restrict
        let action = VaultAction(kind, recordIndex: row.index, fields: wish.fields)
        // SPEC: VAULT-13: a retry finds the entry of the first, and what came of it.
        if let known = try await self.known(wish, action, vault) {
            return try await self.carryOut(entry: known, action, vault)
        }
        let state = try self.state(after: wish, row, vault)
        let entry = try await self.desk.appendOwn(
            try self.members(wish, row, id: id, newState: state, by: grant),
            body: body + Array(id.utf8),
            action: action
        )
        return try await self.carryOut(entry: entry, action, vault)
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
        after wish: Wish,
        _ row: VaultRow,
        _ vault: Vault
    ) throws(Problem) -> RecordState {
        let options = self.desk.options
        guard let retention = options.crosswalk.retentionClass(row.header.retention),
            let state = RecordState(rawValue: row.state.name)
        else { throw Problem(VaultError.damaged(index: row.index)) }
        let rule = RetentionRule(
            retention,
            side: RetentionSide(jurisdiction: self.log.descriptor.jurisdiction)
        )
        do throws(RetentionRefusal) {
            return try rule.state(
                after: RetentionRequest(
                    verb: wish.verb,
                    orderReference: wish.orderReference,
                    ground: wish.ground
                ),
                facts: RetentionFacts(
                    recorded: CalendarDate(unixSeconds: row.header.recordedAt),
                    state: state,
                    isHeld: row.isHeld
                ),
                on: CalendarDate(unixSeconds: options.now())
            )
        } catch {
            // SPEC: VAULT-12.
            throw Problem(
                .conflict,
                .retentionRefused,
                "It may not be done now: \(error.description). Nothing was appended.",
                member: "action"
            )
        }
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
        let isErasure = wish.verb == .erase || wish.verb == .eraseFields
        var members = [
            JSONMember(name: "record_class", value: .string("retention-action")),
            JSONMember(name: "record_id", value: .string(recordID)),
            JSONMember(name: "event_time", value: .string(self.desk.timestamp)),
            JSONMember(name: "actor_id", value: .string(grant.name)),
            JSONMember(name: "actor_type", value: .string("user")),
            JSONMember(
                name: "action",
                value: .string(isErasure ? "erase" : wish.verb.rawValue)
            ),
            JSONMember(name: "target_index", value: .integer(Int64(clamping: row.index))),
            JSONMember(name: "target_record_id", value: .string(id)),
            JSONMember(name: "target_class", value: .string(row.header.recordClass)),
            JSONMember(name: "previous_state", value: .string(row.state.name)),
            JSONMember(name: "new_state", value: .string(newState.rawValue)),
            JSONMember(name: "ground", value: .string(wish.ground)),
        ]
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
        let outcome = try await self.vaulting { try await vault.carryOut(entry: entry) }
        guard outcome == .done else {
            throw Problem(
                .conflict,
                .retentionRefused,
                "The request is entry \(entry), and the record's state did not allow it when its "
                    + "turn came.",
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
