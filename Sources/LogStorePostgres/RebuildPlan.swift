public import LogCore
public import SignedNotes

/// What a rebuilt log has to agree with.
public struct RebuildPlan: Sendable {
    /// The newest head that the signer recorded.
    public let recorded: TwinHead
    /// The newest head that the signer signed; nil before the first.
    public let signed: TwinHead?
    /// Published heads to put back if they are missing. Their signatures are checked here.
    public let heads: [PublishedHead]
    /// Checks signatures of heads.
    public let verifier: HeadVerifier

    /// Decides about stored heads.
    var judge: HeadJudge { HeadJudge(signed: self.signed, verifier: self.verifier) }

    /// Joins the parts.
    public init(
        recorded: TwinHead,
        signed: TwinHead?,
        heads: [PublishedHead],
        verifier: HeadVerifier
    ) {
        self.recorded = recorded
        self.signed = signed
        self.heads = heads
        self.verifier = verifier
    }
}
