import ArgumentParser

/// Why a log is given up. A word from a list: what stands in a log is public for ever, and free text
/// has no place there.
enum RefoundingReason: String, CaseIterable, ExpressibleByArgument {
    /// Promised entries are nowhere to be had any more.
    case entriesLost = "entries-lost"
    /// The signer's record is lost, and so what was promised.
    case recordLost = "record-lost"
    /// Two histories were signed.
    case forked = "forked"
    /// The keys are lost.
    case keysLost = "keys-lost"
    /// The keys are, or may be, in other hands.
    case keysCompromised = "keys-compromised"
    /// The operator wants to: a new period, a new operator.
    case planned = "planned"
}
