/// Making notes.
public enum SignedNote {
    /// Signs `text`, which ends in a line feed, with each of `signers` in turn.
    ///
    /// `timestamp` is in POSIX seconds, below 2^63.
    ///
    /// - Throws: ``NoteError`` if the text cannot stand in a note, if there is no signer or two
    ///   are of one key, and what the signers throw.
    public static func sign(
        text: String,
        with signers: [any NoteSigner],
        at timestamp: UInt64
    ) throws -> UnverifiedNote {
        try UnverifiedNote(
            text: text,
            signatures: signers.map { try $0.signature(over: text, at: timestamp) }
        )
    }
}
