import LogProtocol
import MerkleTree
public import Records
import SignedNotes

/// What each entry of a log is: a record that can be disclosed, one that was erased, one of the log's or
/// its operator's own, or a dummy that can be proven to be one. Anything else is missing.
///
/// SPEC: COMP-8.
public struct Census: Sendable {
    /// What an entry is.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A record whose contents are there and are what the entry commits to.
        case record
        /// A record whose contents were erased.
        case erased
        /// A record of a class that tells of the log and its keeping, or a public statement.
        case control
        /// An opaque log's statement that stands for no record.
        case dummy
        /// None of these.
        case missing
    }

    /// Why an entry counts as missing.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// The vault has nothing of it.
        case noContents = "no-contents"
        /// The vault has something of it, and it is no statement of a record.
        case noStatement = "no-statement"
        /// Its contents cannot be opened.
        case unreadable = "contents-unreadable"
        /// Its contents are not what it commits to.
        case otherContents = "other-contents"
        /// It says that it changes the log's keys or policy, and does not: it is not signed as it has to
        /// be, or contradicts what holds.
        case notInForce = "not-in-force"
    }

    /// An entry.
    public struct Entry: Sendable {
        /// Its index.
        public let index: UInt64
        /// What it is.
        public let kind: Kind
        /// Why it is missing; nil if it is not.
        public let reason: Reason?
        /// The contents of a dummy, from which it is proven to be one; nil for other entries.
        public let dummy: (id: String, content: RecordContent)?

        init(
            _ index: UInt64,
            _ kind: Kind,
            reason: Reason? = nil,
            dummy: (id: String, content: RecordContent)? = nil
        ) {
            self.index = index
            self.kind = kind
            self.reason = reason
            self.dummy = dummy
        }
    }

    /// The classes of records that tell of the log and its keeping.
    public static let controlClasses: Set<String> = [
        "auditor-disclosure", "capture-state", "clock-change", "correction", "incident",
        "retention-action", "schema-change",
    ]

    private let log: any HostedLog
    private let vault: Vault

    /// Creates a census of a log; nil if it has no vault, and so no contents of anything.
    public init?(of log: any HostedLog) {
        guard let vault = log.vault else { return nil }
        self.log = log
        self.vault = vault
    }

    /// What the entries at some published indexes are, in their order.
    ///
    /// - Throws: ``ReadError`` if entries cannot be read; what cannot be opened is missing.
    public func entries(at indexes: Range<UInt64>) async throws(ReadError) -> [Entry] {
        let batch = try await self.log.entries(at: indexes)
        guard batch.count == indexes.count else { throw .corrupt("entries are missing") }
        var entries: [Entry] = []
        for (position, index) in indexes.enumerated() {
            entries.append(try await self.entry(Array(batch[position]), at: index))
        }
        return entries
    }

    private func entry(_ bytes: [UInt8], at index: UInt64) async throws(ReadError) -> Entry {
        let row = try await self.reading { () throws(VaultError) in
            try await self.vault.row(at: index)
        }
        guard let row else { return self.entryWithoutContents(bytes, at: index) }
        guard let statement = try? Statement(parsing: bytes),
            statement.isOpaque == self.log.descriptor.hasOpaqueRecords
        else { return Entry(index, .missing, reason: .noStatement) }
        let opened: OpenedRecord?
        do throws(VaultError) { opened = try await self.vault.openRefreshing(row) } catch {
            if case .store(let error) = error { throw ReadError(error) }
            return Entry(index, .missing, reason: .unreadable)
        }
        guard let opened else { return Entry(index, .erased) }
        guard let content = try? RecordContent(parsing: opened.content),
            let id = String(validating: opened.id, as: UTF8.self)
        else { return Entry(index, .missing, reason: .unreadable) }
        guard content.trees().commitment == statement.commitment else {
            return Entry(index, .missing, reason: .otherContents)
        }
        // The class is a field of every record, and cannot be erased alone without its being said.
        let recordClass = content.record["record_class"]?.text ?? opened.row.header.recordClass
        if recordClass.utf8.elementsEqual(RecordSealer.dummyClass.utf8) {
            return Entry(index, .dummy, dummy: (id, content))
        }
        return Entry(index, Self.controlClasses.contains(recordClass) ? .control : .record)
    }

    /// An entry that has no contents, because its body is in the statement, or lacks them.
    private func entryWithoutContents(_ bytes: [UInt8], at index: UInt64) -> Entry {
        if (try? PublicStatement(parsing: bytes)) != nil {
            // SPEC: STMT-14: who signed it decides whether it says anything.
            var history = self.log.history
            switch history.take(HistoryStatement(index: index, statement: bytes)) {
            case .taken, .known: return Entry(index, .control)
            case .ignored, nil: return Entry(index, .missing, reason: .notInForce)
            }
        }
        return index == 0 && self.isRefounding(bytes)
            ? Entry(index, .control) : Entry(index, .missing, reason: .noContents)
    }

    /// Whether an entry is the first one of a log that takes the place of another one: RECOVER-9. The
    /// heads in it are signed with keys of that log, which are not known here.
    private func isRefounding(_ bytes: [UInt8]) -> Bool {
        guard
            let json = try? StrictJSON.parse(
                bytes,
                maximumByteCount: PublicStatement.maximumByteCount
            ), let members = json.members, json.canonicalBytes == bytes
        else { return false }
        let names = Set(members.map(\.name))
        let required: Set<String> = ["class", "last", "reason", "recorded", "v"]
        return names.isSuperset(of: required)
            && names.subtracting(required).isSubset(of: ["signed"])
            && json["class"]?.text == "refounded" && json["v"]?.integer == 1
            && json["last"]?["origin"]?.text.map { (try? LogOrigin($0)) != nil } == true
            && json["last"]?["origin"]?.text != self.log.descriptor.origin.text
            && json["recorded"]?.text.map { RecordTime(parsing: $0) != nil } == true
    }

    private func reading<Result>(
        _ body: () async throws(VaultError) -> Result
    ) async throws(ReadError) -> Result {
        do throws(VaultError) { return try await body() } catch {
            guard case .store(let error) = error else { throw .corrupt("\(error)") }
            throw ReadError(error)
        }
    }
}
