public import SignedNotes

/// How far a signer's record of one log goes.
public struct SignerStatus: Hashable, Sendable {
    /// The newest head it recorded: all below it is promised.
    public let recorded: TwinHead
    /// The newest head it signed; nil before the first.
    public let signed: TwinHead?
    /// The newest size it was told is published. Its journal begins here.
    public let publishedSize: UInt64

    /// Joins the three.
    public init(recorded: TwinHead, signed: TwinHead?, publishedSize: UInt64) {
        self.recorded = recorded
        self.signed = signed
        self.publishedSize = publishedSize
    }
}
