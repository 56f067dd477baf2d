import MerkleTree
import Records

/// What is to be said of one record.
struct VaultVerdict: Sendable {
    var faults: [VaultFault] = []
    var isErased = false
    var isOpened = false
    var unopenedEpoch: UInt32?
}

/// Compares one record of the vault with its entry and with what was done to it.
struct VaultRecordCheck: Sendable {
    /// What opens contents; nil if there are no keys at hand.
    let vault: Vault?
    /// The epochs that rows may have; nil if nothing says so.
    let epochs: VaultEpochs?

    /// What is wrong with a record. `entry` is nil where the entry itself is missing, `actions` are those
    /// on the record in the order of their entries, `own` is what the record does itself.
    func verdict(
        on row: StoredVaultRow,
        entry: [UInt8]?,
        actions: [StoredVaultAction],
        own: StoredVaultAction?
    ) async throws(VaultError) -> VaultVerdict {
        var verdict = VaultVerdict()
        let statement = entry.flatMap { try? Statement(parsing: $0) }
        if entry != nil, statement == nil { verdict.faults.append(.entryIsNoStatement) }
        if let statement, !statement.isOpaque, !Self.agrees(row.header, with: statement) {
            verdict.faults.append(.headerChanged)
        }
        if !row.hasItsPrefix { verdict.faults.append(.unfindable) }
        if let fault = Self.fault(ofState: row, actions) { verdict.faults.append(fault) }
        let isAction = row.header.recordClass.utf8.elementsEqual("retention-action".utf8)
        if isAction, own == nil { verdict.faults.append(.actionMissing) }
        if !isAction, own != nil { verdict.faults.append(.actionUnsaid) }
        // SPEC: FSCK-11: erased is gone.
        guard VaultState(rawValue: row.state) != .erased else {
            verdict.isErased = true
            let isGone =
                row.epoch == nil && row.wrappedKey == nil && row.tokens == nil
                && row.bodyMAC == nil && row.ciphertext == nil
            if !isGone { verdict.faults.append(.contentsLeft) }
            return verdict
        }
        guard let living = row.living else {
            let isWhole =
                row.epoch.map { $0 > 0 } ?? false && row.wrappedKey != nil && row.tokens != nil
                && VaultState(rawValue: row.state) != nil
            verdict.faults.append(isWhole ? .contentsGone : .malformed)
            return verdict
        }
        guard let epochs, let epoch = living.sealed?.epoch, epochs.takes(epoch) else {
            verdict.faults.append(.epochChanged)
            return verdict
        }
        guard let vault else {
            verdict.unopenedEpoch = epoch
            return verdict
        }
        let opened: Vault.Examined
        do throws(VaultError) {
            opened = try await vault.examine(living, bodyMAC: row.bodyMAC)
        } catch {
            switch error {
            case .damaged: verdict.faults.append(.doesNotOpen)
            case .keyMissing: verdict.unopenedEpoch = epoch
            case .store, .keysUnreadable, .cryptography: throw error
            }
            return verdict
        }
        verdict.isOpened = true
        verdict.faults += opened.faults
        guard let content = try? RecordContent(parsing: opened.content) else {
            verdict.faults.append(.contentsChanged)
            return verdict
        }
        // SPEC: FSCK-10: sealed again, and compared with what the public holds.
        if let statement, content.trees().commitment != statement.commitment {
            verdict.faults.append(.contentsChanged)
        }
        // What an opaque statement does not tell, a committed field does: also that a record is none.
        if statement?.isOpaque == true, let said = content.record["record_class"]?.text,
            !row.header.recordClass.utf8.elementsEqual(said.utf8)
        {
            verdict.faults.append(.headerChanged)
        }
        if isAction, let own, !Self.agrees(own, with: content.record) {
            verdict.faults.append(.actionChanged)
        }
        return verdict
    }

    private static func agrees(_ header: VaultHeader, with statement: Statement) -> Bool {
        header.recordClass.utf8.elementsEqual(statement.recordClass.utf8)
            && header.retention.utf8.elementsEqual(statement.retention.utf8)
    }

    /// Whether an action does what its record says. Fields of that may be erased, and then nothing
    /// contradicts it.
    private static func agrees(_ action: StoredVaultAction, with record: JSONValue) -> Bool {
        guard let kind = VaultActionKind(rawValue: action.kind) else { return false }
        let isErasure = kind == .erase || kind == .eraseFields
        let word = isErasure ? VaultActionKind.erase.name : kind.name
        if let said = record["action"]?.text, !said.utf8.elementsEqual(word.utf8) { return false }
        if let index = record["target_index"]?.integer,
            UInt64(exactly: index) != action.recordIndex
        {
            return false
        }
        let fields = record["target_fields"]?.elements?.map { Array(($0.text ?? "").utf8) }
        return record["action"] == nil || fields ?? [] == action.fields.map { Array($0.utf8) }
    }

    /// What is wrong with a record's state, by what was done to it.
    private static func fault(
        ofState row: StoredVaultRow,
        _ actions: [StoredVaultAction]
    ) -> VaultFault? {
        var (state, isHeld) = (VaultState.active, false)
        var changers: Set<UInt64> = []
        var isChanged = false
        for action in actions where action.outcome == ActionOutcome.done.rawValue {
            guard let kind = VaultActionKind(rawValue: action.kind),
                let next = kind.result(on: state, isHeld: isHeld)
            else { return .stateChanged }
            (state, isHeld) = next
            changers.insert(action.entryIndex)
            // Fields that were erased before leave the row as it is.
            if kind != .eraseFields { isChanged = true }
        }
        let isErased = row.state == VaultState.erased.rawValue
        if isErased, state != .erased { return .erasedUnsaid }
        let isSaid =
            row.changedBy.map { changers.contains($0) } ?? !isChanged
        return row.state == state.rawValue && row.isHeld == isHeld && isSaid ? nil : .stateChanged
    }
}
