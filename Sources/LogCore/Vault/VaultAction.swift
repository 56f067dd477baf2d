/// What a retention-action entry does to a record, once that entry is promised.
public struct VaultAction: Hashable, Sendable {
    /// What is done.
    public let kind: VaultActionKind
    /// The index of the record's entry, below that of the action's own.
    public let recordIndex: UInt64
    /// The fields that are erased; none for other actions.
    public let fields: [String]

    /// Joins the three.
    ///
    /// - Precondition: There are fields if, and only if, fields are erased.
    public init(_ kind: VaultActionKind, recordIndex: UInt64, fields: [String] = []) {
        precondition((kind == .eraseFields) != fields.isEmpty, "fields are named to be erased")
        self.kind = kind
        self.recordIndex = recordIndex
        self.fields = fields
    }
}

/// An action that is stored with its entry, carried out or not.
public struct StoredAction: Hashable, Sendable {
    /// The index of the retention-action entry.
    public let entryIndex: UInt64
    /// What it does.
    public let action: VaultAction
    /// What came of it; nil if it is yet to be carried out.
    public let outcome: ActionOutcome?

    /// Joins the three.
    public init(entryIndex: UInt64, action: VaultAction, outcome: ActionOutcome?) {
        self.entryIndex = entryIndex
        self.action = action
        self.outcome = outcome
    }
}

/// What came of an action.
public enum ActionOutcome: Int16, Hashable, Sendable {
    /// The record is as the action says.
    case done = 1
    /// The record's state did not allow it when its turn came. Nothing changed.
    case refused = 2
}
