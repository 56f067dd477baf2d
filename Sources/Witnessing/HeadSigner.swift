package import SignedNotes

/// Who makes and checks the notes of heads. Outside of tests these are the log's keys.
package protocol HeadSigner: Sendable {
    /// The log's first keys, of both suites, from which statements in its entries lead to others;
    /// none for makers of notes without keys.
    var firstKeys: [VerifierKey] { get }

    /// Who signs, and verifies, with these keys of the log, which stand in the place of the first.
    ///
    /// - Throws: ``HeadNotesError`` if the private part of one is not there.
    func signer(with keys: [VerifierKey]) throws(HeadNotesError) -> any HeadSigner

    /// Whether the keys are named as those of this log.
    func belongs(to origin: LogOrigin) -> Bool

    /// Signs a head, and verifies what came out. `timestamp` is in POSIX seconds.
    ///
    /// - Throws: ``HeadNotesError`` if a key fails, or if what it made does not verify.
    func notes(
        of head: TwinHead,
        origin: LogOrigin,
        at timestamp: UInt64
    ) throws(HeadNotesError) -> HeadNotes

    /// Signs a head as RFC 6962 does, and verifies what came out; nil without a key for that.
    /// `timestamp` is in milliseconds since 1970.
    ///
    /// - Throws: ``HeadNotesError`` if the key fails, or if what it made does not verify.
    func treeHead(
        of head: TwinHead,
        at timestamp: UInt64
    ) throws(HeadNotesError) -> TreeHeadSignature?

    /// Checks that these are the notes of this head, with nothing more in them.
    ///
    /// - Throws: ``HeadNotesError`` that names the note.
    func verify(
        _ notes: HeadNotes,
        of head: TwinHead,
        origin: LogOrigin,
        at timestamp: UInt64
    ) throws(HeadNotesError)
}

extension HeadSigner {
    /// None.
    package var firstKeys: [VerifierKey] { [] }

    /// The same.
    package func signer(with keys: [VerifierKey]) throws(HeadNotesError) -> any HeadSigner { self }
}

/// Why the notes of a head are not what they have to be.
package struct HeadNotesError: Error, Hashable {
    /// What is wrong, in words.
    package let text: String

    /// Says what is wrong.
    package init(text: String) { self.text = text }
}
