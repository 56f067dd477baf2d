/// A record that is checked and not sealed yet: in an opaque log it is sealed when its batch leaves, so
/// that the time in its statement is that of all statements of the batch.
public struct PacedRecord: Sendable {
    /// Seals it as received at a time, in seconds since 1970.
    public typealias Seal = @Sendable (_ now: UInt64) throws(RecordAppendError) -> RecordAppend

    let seal: Seal

    /// Wraps the sealing.
    public init(seal: @escaping Seal) { self.seal = seal }
}

/// A record that is promised, as it was sealed.
public struct SealedReceipt: Sendable {
    /// What was sealed. What stands in the log is that of the first request if this one was a repeat.
    public let append: RecordAppend
    /// The promise.
    public let receipt: Receipt

    /// Joins the two.
    public init(append: RecordAppend, receipt: Receipt) {
        self.append = append
        self.receipt = receipt
    }
}
