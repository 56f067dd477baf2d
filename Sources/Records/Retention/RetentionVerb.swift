/// What is done to a record's contents. Each is an entry of the log.
public enum RetentionVerb: String, CaseIterable, Sendable {
    /// Keep, and use for little else.
    case restrict
    /// Keep for liability only.
    case block
    /// End a restriction or a block.
    case unblock
    /// Keep, whatever else would allow or ask for erasure.
    case hold
    /// End a hold.
    case release
    /// Destroy values and salts.
    case erase
    /// Destroy value and salt of some fields.
    case eraseFields = "erase-fields"

    /// The state afterwards; nil if the action is none for that state.
    ///
    /// SPEC: RET-3: the whole table of states; nothing leads out of `erased`.
    public func state(after state: RecordState) -> RecordState? {
        switch (self, state) {
        case (_, .erased): nil
        case (.restrict, .active): .restricted
        case (.restrict, _): nil
        case (.block, .active), (.block, .restricted): .blocked
        case (.block, _): nil
        case (.unblock, .restricted), (.unblock, .blocked): .active
        case (.unblock, _): nil
        case (.hold, _), (.release, _), (.eraseFields, _): state
        case (.erase, _): .erased
        }
    }
}
