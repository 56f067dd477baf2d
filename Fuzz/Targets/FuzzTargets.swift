/// All targets.
enum FuzzTargets {
    static let all: [any FuzzTarget.Type] = [
        AddCheckpointTarget.self,
        AnswersTarget.self,
        BundleTarget.self,
        CheckpointTarget.self,
        CurveSignatureTarget.self,
        EntryLinesTarget.self,
        JournalTarget.self,
        KeyFileTarget.self,
        MerkleProofTarget.self,
        NoteTarget.self,
        OpaqueEntryTarget.self,
        OriginTarget.self,
        PolicyTarget.self,
        ProofFileTarget.self,
        RouteTarget.self,
        SignatureLinesTarget.self,
        SignerRecordTarget.self,
        SignerRequestTarget.self,
        SignerResponseTarget.self,
        SpellingTarget.self,
        StatementTarget.self,
        StrictJSONTarget.self,
        TilePathTarget.self,
        TwinNoteTarget.self,
        VerifierKeyTarget.self,
    ]

    /// The target of this name.
    static func named(_ name: String) -> (any FuzzTarget.Type)? {
        self.all.first { $0.name == name }
    }
}
