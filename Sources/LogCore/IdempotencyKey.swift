/// What makes a retry recognisable: who sent it, under which key, with which content.
///
/// Key and body are stored as HMACs under a secret of the log's, so that a dump of the database
/// tells neither.
public struct IdempotencyKey: Hashable, Sendable {
    /// The writer's name; empty on a log without configured writers.
    public let writer: String
    /// HMAC-SHA-256 of the key that the writer chose. 32 bytes.
    public let keyMAC: [UInt8]
    /// HMAC-SHA-256 of the request's body as it was received. 32 bytes.
    public let bodyMAC: [UInt8]

    /// Joins the three.
    public init(writer: String, keyMAC: [UInt8], bodyMAC: [UInt8]) {
        self.writer = writer
        self.keyMAC = keyMAC
        self.bodyMAC = bodyMAC
    }
}

/// What an earlier request under a key had appended.
public struct StoredAppend: Hashable, Sendable {
    /// HMAC-SHA-256 of that request's body.
    public let bodyMAC: [UInt8]
    /// The indexes of its entries.
    public let indexes: Range<UInt64>

    /// Joins the two.
    public init(bodyMAC: [UInt8], indexes: Range<UInt64>) {
        self.bodyMAC = bodyMAC
        self.indexes = indexes
    }
}
