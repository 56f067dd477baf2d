public import SignedNotes

/// What a signer's record and journal say together.
public struct RecalledRecord: Hashable, Sendable {
    /// Which log.
    public let origin: LogOrigin
    /// The newest published head: the journal begins here.
    public let published: TwinHead
    /// The newest recorded head: all below it is promised.
    public let recorded: TwinHead
    /// The newest signed head; nil before the first.
    public let signed: TwinHead?
    /// The notes of ``signed``, byte for byte.
    public let signedNotes: HeadNotes?
}
