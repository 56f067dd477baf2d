public import LogProtocol
public import SignedNotes

/// The log's own witness number zero: it holds the keys, keeps its own record of both trees, and
/// trusts the database no more than a stranger does.
///
/// What a call has returned is on the signer's disk. A call that throws
/// ``SignerError/unavailable(_:)`` may have happened; asking for ``status(of:)`` settles it.
public protocol LogSigner: Sendable {
    /// How far the signer's record of a log goes.
    func status(of origin: LogOrigin) async throws(SignerError) -> SignerStatus

    /// Offers entries in index order, with the head that the database has after them.
    ///
    /// The signer folds the entries into its own compact ranges, compares both roots with the
    /// offered ones, and writes bytes and head to its journal before it answers. Entries that it
    /// holds already are compared by their leaf hashes.
    ///
    /// - Throws: ``SignerError/fork(_:)`` if entries or roots differ from the record; nothing was
    ///   confirmed then.
    func offer(_ offer: SignerOffer) async throws(SignerError) -> OfferOutcome

    /// Signs a head that the signer has recorded. The same head gets the same notes again.
    ///
    /// - Throws: ``SignerError/notRecorded`` if the head is not one that was offered since the last
    ///   published one; ``SignerError/belowSigned(_:)`` if a larger one was signed.
    func sign(_ head: TwinHead, of origin: LogOrigin) async throws(SignerError) -> HeadNotes

    /// The statements about the log's keys and its policy that the signer has recorded, in index order,
    /// without the first `count`. Each was signed by whom it has to be.
    func events(
        of origin: LogOrigin,
        after count: Int
    ) async throws(SignerError) -> [HistoryStatement]

    /// Tells that a signed head is published: the journal below it is no longer needed.
    func published(_ size: UInt64, of origin: LogOrigin) async throws(SignerError)
}

extension LogSigner {
    /// None: a signer that keeps no statements.
    public func events(
        of origin: LogOrigin,
        after count: Int
    ) async throws(SignerError) -> [HistoryStatement] { [] }
}
