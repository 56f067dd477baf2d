/// What a retention action does to a record.
public enum VaultActionKind: Int16, CaseIterable, Hashable, Sendable {
    case restrict = 1
    case block = 2
    /// Lifts a restriction or a block.
    case unblock = 3
    /// Keeps the record from being erased: a legal hold.
    case hold = 4
    /// Ends a hold.
    case release = 5
    /// Takes the content away for good.
    case erase = 6
    /// Takes some fields of the content away for good.
    case eraseFields = 7

    /// The word for it.
    public var name: String {
        switch self {
        case .restrict: "restrict"
        case .block: "block"
        case .unblock: "unblock"
        case .hold: "hold"
        case .release: "release"
        case .erase: "erase"
        case .eraseFields: "erase-fields"
        }
    }

    /// The kind of a word; nil if there is none.
    public init?(name: String) {
        // Bytes, because Swift holds texts equal that are written differently.
        let kind = Self.allCases.first { $0.name.utf8.elementsEqual(name.utf8) }
        guard let kind else { return nil }
        self = kind
    }

    // SPEC: VAULT-12: a hold wins over an erasure, and nothing follows an erasure.
    /// What becomes of a record in a state; nil if the state does not allow it.
    public func result(
        on state: VaultState,
        isHeld: Bool
    ) -> (state: VaultState, isHeld: Bool)? {
        switch (self, state) {
        case (_, .erased): nil
        case (.restrict, .active): (.restricted, isHeld)
        case (.block, .active), (.block, .restricted): (.blocked, isHeld)
        case (.unblock, .restricted), (.unblock, .blocked): (.active, isHeld)
        case (.hold, _): isHeld ? nil : (state, true)
        case (.release, _): isHeld ? (state, false) : nil
        case (.erase, _): isHeld ? nil : (.erased, false)
        case (.eraseFields, _): isHeld ? nil : (state, false)
        case (.restrict, _), (.block, _), (.unblock, _): nil
        }
    }
}
