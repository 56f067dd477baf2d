public import Records
public import SignedNotes

extension PublicStatement {
    /// The statement signed anew: by the log's current keys of both suites and, for a new key, by
    /// that one as well; at `timestamp`, in POSIX seconds, where a signature carries a time.
    ///
    /// - Throws: What a signer throws, or ``PublicStatementError``.
    public func signed(
        by signers: [any NoteSigner],
        at timestamp: UInt64
    ) throws -> PublicStatement {
        try self.signed(
            signers.map { signer in
                let line = try signer.signature(over: self.signedText, at: timestamp).line
                return String(line.dropLast())
            }
        )
    }

    /// Checks that the log's current keys signed the statement, and a new key as well.
    ///
    /// SPEC: STMT-14: without every one of these signatures the statement says nothing.
    ///
    /// `origin` is the log that the statement stands in, `keys` are those that hold for it just
    /// before ``effectiveSize``, of both suites.
    ///
    /// - Throws: ``PublicStatementFailure``.
    public func verify(
        origin: LogOrigin,
        keys: [VerifierKey]
    ) throws(PublicStatementFailure) {
        guard self.origin.utf8.elementsEqual(origin.text.utf8) else { throw .otherLog }
        guard !keys.isEmpty else { throw .unknownKey }
        var required = keys
        if let text = self.newVerifierKey {
            guard let key = try? VerifierKey(parsing: text) else { throw .malformedKey }
            // SPEC: STMT-15: a key of the log has the log's name, and its suite's algorithm.
            let isOfSHA256 =
                key.algorithm == .ed25519 && key.name.utf8.elementsEqual(origin.text.utf8)
            let isOfSM3 = key.algorithm == .sm2 && key.name.utf8.elementsEqual(origin.sm3Text.utf8)
            guard self.body["suite"]?.text == (isOfSM3 ? "sm3" : "sha256"), isOfSHA256 || isOfSM3
            else { throw .malformedKey }
            required.append(key)
        }
        if let text = self.oldVerifierKey {
            guard keys.contains(where: { $0.description.utf8.elementsEqual(text.utf8) }) else {
                throw .unknownKey
            }
        }
        let lines = self.signatures.map { $0 + "\n" }.joined()
        let note: VerifiedNote
        do {
            let bytes = Array((self.signedText + "\n" + lines).utf8)
            note = try UnverifiedNote(parsing: bytes).verified(by: required)
        } catch { throw .note(error) }
        let signers = Set(note.verified.map(\.key))
        guard let missing = required.first(where: { !signers.contains($0) }) else { return }
        throw .missingSignature(name: missing.name)
    }

    /// The suite of the key that a key event is about; nil for policy events.
    var suite: Suite? {
        self.body["suite"]?.text.flatMap { text in
            Suite.allCases.first { $0.rawValue.utf8.elementsEqual(text.utf8) }
        }
    }

    /// Whether a key event puts one key in the place of another.
    var isReplacement: Bool { self.action.utf8.elementsEqual("replace".utf8) }
}
