/// Witnesses' lines as a store holds them, at one moment.
public protocol CosignatureRows: Sendable {
    /// The lines behind a place, at most `limit`, in the order of heads and numbers; from the first one
    /// on if there is no place.
    func storedCosignatures(
        of log: LogID,
        after place: (size: UInt64, number: Int)?,
        limit: Int
    ) async throws(StoreError) -> [StoredCosignature]
}
