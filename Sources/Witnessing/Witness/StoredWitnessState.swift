package import LogProtocol
import SignedNotes

/// What a witness's folder holds of one log.
package struct StoredWitnessState: Hashable, Sendable {
    /// The log's origin.
    package let origin: String
    /// The size of the SHA-256 head that was cosigned last; nil before the first.
    package let size: UInt64?
    /// The size of the SM3 head that was cosigned last; nil before the first.
    package let sm3Size: UInt64?
    /// When something was cosigned last, in POSIX seconds; nil before the first time.
    package let timestamp: UInt64?
    /// How far both trees were verified. 0 in light mode.
    package let verifiedSize: UInt64
    /// The statements among the entries read that change the log's keys, in index order.
    package let events: [HistoryStatement]
    /// Why the record cannot be used; nil if it can.
    package let problem: String?

    /// Reads the record of a log.
    init(of origin: String, in folder: WitnessFolder) {
        self.origin = origin
        do throws(SignerFilesError) {
            let record = try folder.record(of: origin)
            self.size = record.sha256?.checkpoint.size
            self.sm3Size = record.sm3?.checkpoint.size
            self.timestamp = record.timestamp == 0 ? nil : record.timestamp
            self.verifiedSize = record.verified.size
            self.events = record.events
            self.problem = nil
        } catch {
            self.size = nil
            self.sm3Size = nil
            self.timestamp = nil
            self.verifiedSize = 0
            self.events = []
            self.problem = "\(error)"
        }
    }
}
