/// Who can sign a note: a private key under a name.
public protocol NoteSigner: Sendable {
    /// The key that verifies what this signer signs.
    var verifierKey: VerifierKey { get }

    /// Signs `text`, which ends in a line feed.
    ///
    /// `timestamp` is in POSIX seconds; kinds of signature that carry none leave it out.
    func signature(over text: String, at timestamp: UInt64) throws -> NoteSignature
}

extension NoteSigner {
    /// The line with this signer's name and key ID in front of `bytes`.
    func line(_ bytes: [UInt8]) throws(NoteError) -> NoteSignature {
        try NoteSignature(
            name: self.verifierKey.name,
            keyID: self.verifierKey.keyID,
            bytes: bytes
        )
    }

    /// A line whose bytes are a timestamp and the signature that `sign` makes with it.
    func timestampedLine(
        over text: String,
        at timestamp: UInt64,
        sign: ([UInt8]) throws -> [UInt8]
    ) throws -> NoteSignature {
        precondition(
            timestamp <= TimestampedSignature.maximumTimestamp,
            "a timestamp is below 2^63"
        )
        guard
            let message = TimestampedSignature.message(
                text: text,
                timestamp: timestamp,
                by: self.verifierKey
            )
        else { throw NoteSignerError.notACheckpoint }
        let blob = TimestampedSignature(timestamp: timestamp, signature: try sign(message))
        return try self.line(blob.bytes)
    }
}
