import LogCore
import SignedNotes

/// A log as the server keeps it: with what all its answers have in common.
struct ServedLog: Sendable {
    /// The log itself.
    let log: any HostedLog
    /// Its place in the server's list.
    let position: Int
    /// What its paths begin with: `/<name>`.
    let prefix: String
    /// The entity tag of everything that never changes. A path stands for the same bytes for ever,
    /// so one tag is enough; it follows from the log's key, so that another log under the same name
    /// has another one.
    let entityTag: String
    /// The entity tag of the same bytes with gzip.
    let gzipEntityTag: String

    /// Prepares a log.
    init(_ log: any HostedLog, position: Int) {
        self.log = log
        self.position = position
        self.prefix = "/\(log.descriptor.name.text)"
        let tag = log.verifierKeys.map(\.keyID.bigEndianHexadecimal).joined(separator: "-")
        self.entityTag = "\"\(tag)\""
        self.gzipEntityTag = "\"\(tag)-gzip\""
    }
}
