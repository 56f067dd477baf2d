package import CryptoSuites
package import SignedNotes

/// The keys that a witness cosigns with.
///
/// SHA-256 heads get an Ed25519 and an ML-DSA-44 line, SM3 heads an SM2 line; while keys are changed,
/// lines of the old keys and of the next ones.
package struct WitnessKeys: Sendable {
    /// The name in the keys of the SHA-256 suite; the SM2 key's has `/sm3` behind it.
    package let name: String
    private let signers: [any NoteSigner]
    private let sm3Signers: [any NoteSigner]

    /// Joins the keys under a name.
    ///
    /// - Throws: ``VerifierKeyError/invalidName``.
    package init(
        name: String,
        ed25519: Ed25519PrivateKey,
        mldsa44: MLDSA44PrivateKey?,
        sm2: SM2PrivateKey?
    ) throws(VerifierKeyError) {
        try self.init(
            name: name,
            ed25519: [ed25519],
            mldsa44: mldsa44.map { [$0] } ?? [],
            sm2: sm2.map { [$0] } ?? []
        )
    }

    /// Joins the keys under a name, several of a kind while one comes into the place of another.
    ///
    /// SPEC: WITNESS-24: every key signs.
    ///
    /// - Throws: ``VerifierKeyError/invalidName``.
    package init(
        name: String,
        ed25519: [Ed25519PrivateKey],
        mldsa44: [MLDSA44PrivateKey],
        sm2: [SM2PrivateKey]
    ) throws(VerifierKeyError) {
        var signers: [any NoteSigner] = []
        for key in ed25519 {
            signers.append(try Ed25519CosignatureSigner(name: name, privateKey: key))
        }
        for key in mldsa44 {
            signers.append(try MLDSA44CosignatureSigner(name: name, privateKey: key))
        }
        var sm3Signers: [any NoteSigner] = []
        for key in sm2 {
            sm3Signers.append(try SM2NoteSigner(name: name + LogOrigin.sm3Suffix, privateKey: key))
        }
        self.init(name: name, signers: signers, sm3Signers: sm3Signers)
    }

    /// Joins signers of any kind.
    init(name: String, signers: [any NoteSigner], sm3Signers: [any NoteSigner] = []) {
        self.name = name
        self.signers = signers
        self.sm3Signers = sm3Signers
    }

    /// The public keys, those of the SHA-256 suite first.
    package var verifierKeys: [VerifierKey] {
        (self.signers + self.sm3Signers).map(\.verifierKey)
    }

    /// Whether heads of this suite can be cosigned.
    package func cosigns(_ suite: Suite) -> Bool { !self.signers(of: suite).isEmpty }

    /// The lines with which the witness cosigns a head, each verified again before it leaves.
    /// `timestamp` is in POSIX seconds and not 0.
    ///
    /// - Throws: ``WitnessFault/signing(_:)`` if a key fails, or if what it made does not verify.
    package func cosign(
        _ text: String,
        of suite: Suite,
        at timestamp: UInt64
    ) throws(WitnessFault) -> [NoteSignature] {
        let signers = self.signers(of: suite)
        guard !signers.isEmpty, timestamp > 0 else {
            throw .signing("there is no key for this suite")
        }
        do {
            let note = try SignedNote.sign(text: text, with: signers, at: timestamp)
            // SPEC: WITNESS-9: a fault in signing stays here.
            let verified = try note.verified(by: signers.map(\.verifierKey))
            guard verified.verified.count == signers.count,
                verified.verified.allSatisfy({ $0.timestamp == timestamp })
            else { throw WitnessFault.signing("a line says something else") }
            return note.signatures
        } catch let error as WitnessFault {
            throw error
        } catch {
            throw .signing("\(error)")
        }
    }

    private func signers(of suite: Suite) -> [any NoteSigner] {
        switch suite {
        case .sha256: self.signers
        case .sm3: self.sm3Signers
        }
    }
}
