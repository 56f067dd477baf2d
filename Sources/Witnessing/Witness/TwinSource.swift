package import MerkleTree

/// Where a full witness reads a log: the address that its configuration names, and no other.
package protocol TwinSource: Sendable {
    /// The three notes of the head that gathers cosignatures, or of the published one; nil if there
    /// is none.
    ///
    /// - Throws: ``TwinSourceError``.
    func notes(pending: Bool) async throws(TwinSourceError) -> TwinNotes?

    /// Where the log says that the statements about its keys stand; none if it does not say.
    ///
    /// - Throws: ``TwinSourceError``.
    func announcements() async throws(TwinSourceError) -> [UInt64]

    /// The entries of a bundle: as many as it is wide.
    ///
    /// - Throws: ``TwinSourceError``.
    func entries(_ bundle: BundleCoordinate) async throws(TwinSourceError) -> EntryBatch
}

/// Why a log could not be read: it is out of reach, or what it serves is not of the right form.
package struct TwinSourceError: Error, Hashable, Sendable {
    /// What is wrong, in words.
    package let reason: String

    /// Says what is wrong.
    package init(reason: String) { self.reason = reason }
}

extension TwinSourceError: CustomStringConvertible {
    package var description: String { self.reason }
}
