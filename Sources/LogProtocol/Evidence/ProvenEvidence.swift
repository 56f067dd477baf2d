public import CryptoSuites
public import Records
public import SignedNotes

/// What evidence proved.
public struct ProvenEvidence: Sendable {
    /// A field of the record.
    public struct Field: Sendable {
        /// The leaf in the record's trees.
        public let index: Int
        /// The name.
        public let name: String
        /// The value; `null` says that the record has none.
        public let value: JSONValue
    }

    /// The statement that the log holds.
    public let statement: Statement
    /// The log.
    public let origin: LogOrigin
    /// The entry's position, counted from 0.
    public let index: UInt64
    /// The number of entries under the head.
    public let treeSize: UInt64
    /// What the SHA-256 tree proved; nil if none of the verifier's keys is the log's for it.
    public let sha256: ProvenInclusion<SHA256Hasher>?
    /// What the SM3 tree proved; nil if none of the verifier's keys is the log's for it.
    public let sm3: ProvenInclusion<SM3Hasher>?
    /// The fields that were disclosed, by index.
    public let fields: [Field]

    /// The suites whose trees were verified under the verifier's keys.
    public var suites: [Suite] {
        (self.sha256 == nil ? [] : [.sha256]) + (self.sm3 == nil ? [] : [.sm3])
    }

    /// SPEC: EVID-9: whether both suites were verified, so that each vouches for the other.
    public var isAgreementChecked: Bool { self.suites.count == 2 }
}
