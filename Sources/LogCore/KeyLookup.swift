public import SignedNotes

/// What was stored under some retry keys when the log had a certain head: looked up before the lock on
/// the log is taken, which is then held the shorter.
///
/// Under the lock it still holds as far as it goes: what was known is known for ever, and what was
/// free can have been used in the batches since only.
public struct KeyLookup: Sendable {
    /// The committed head at the moment of the lookup.
    public let head: TwinHead
    /// The keys that were looked up.
    public let keys: Set<KeyIdentity>
    /// What is stored under those of them that were known.
    public let stored: [KeyIdentity: StoredAppend]

    /// Joins the parts. `stored` may tell of other keys, too.
    public init(head: TwinHead, keys: [IdempotencyKey], stored: [KeyIdentity: StoredAppend]) {
        self.head = head
        self.keys = Set(keys.lazy.map { KeyIdentity($0) })
        self.stored = stored
    }
}
