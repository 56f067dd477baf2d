import SignedNotes

/// What is to be done about an offer.
enum OfferDecision: Hashable, Sendable {
    /// Nothing to write. The answer may leave once everything appended before it is durable.
    case answer(OfferOutcome)
    /// The record follows the pending ones: write all of them, then call
    /// ``SignerStateMachine/written(at:)``. Only then the offer is recorded.
    case append(JournalRecord)
    /// The offer reaches into the record: read these places and call
    /// ``SignerStateMachine/offer(_:held:)``.
    case compare(HeldPlaces)
    /// The offer reaches into records that are pending: write those first, then ask again.
    case writePendingFirst
    /// The offer is not confirmed.
    case refuse(SignerError)
}

/// Consecutive records of the journal.
struct HeldPlaces: Hashable, Sendable {
    /// The index of the first entry of the first record.
    let firstIndex: UInt64
    /// Where the records lie.
    let places: [JournalPlace]
}

/// What is to be done about a request to sign.
enum SignDecision: Hashable, Sendable {
    /// The head is the one signed last: these are its notes.
    case stored(HeadNotes)
    /// Sign the head of this range, make the notes durable, then call
    /// ``SignerStateMachine/signed(_:)``.
    case sign(TwinRange)
    /// The range at this head is not in memory: fold it, call ``SignerStateMachine/keep(_:)``, then
    /// ask again.
    case fold(FoldingPlan)
    /// Nothing is signed.
    case refuse(SignerError)
}

/// What is to be done about the news that a head is published.
enum PublishedDecision: Hashable, Sendable {
    /// The mark stands there or above already.
    case nothing
    /// Make the mark at this range durable, then call ``SignerStateMachine/publishedMarkMoved(to:)``.
    case move(TwinRange)
    /// The range at this head is not in memory: fold it, call ``SignerStateMachine/keep(_:)``, then
    /// ask again.
    case fold(FoldingPlan)
    /// The mark stays.
    case refuse(SignerError)
}

/// How to get the range at a recorded head from one below it.
struct FoldingPlan: Hashable, Sendable {
    /// The range to start from.
    let base: TwinRange
    /// The records from there on, in order.
    let places: [JournalPlace]
    /// What comes out.
    let head: TwinHead
}
