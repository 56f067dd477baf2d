package import SignedNotes

/// What a witness tells whoever runs it.
package enum WitnessEvent: Hashable, Sendable {
    /// A head was cosigned.
    case cosigned(origin: String, size: UInt64)
    /// The log signed what contradicts itself, or what its entries do not lead to. Somebody has to
    /// look.
    case alarm(origin: String, reason: String)
    /// Entries that were verified change the log's keys, which are these from here on.
    case keyChange(origin: String, keys: [VerifierKey])
    /// Nothing is wrong with the log, and its heads cannot be cosigned.
    case fault(origin: String, WitnessFault)
    /// The log could not be read.
    case outOfReach(origin: String, reason: String)
    /// Entries were read towards a head of this size, and it takes long.
    case reading(origin: String, size: UInt64, of: UInt64)
}
