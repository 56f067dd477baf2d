/// One message of PostgreSQL's protocol on its way through a ``PostgresProxy``.
public struct ProxyMessage: Sendable {
    /// Where it goes.
    public enum Direction: Sendable, Hashable {
        /// From the client to the server.
        case toServer
        /// From the server to the client.
        case toClient
    }

    /// Which connection it is on, from 0.
    public let connection: Int
    /// Its number on that connection, from 0, both directions counted together.
    public let number: Int
    /// Where it goes.
    public let direction: Direction
    /// The byte that names its type; 0 for the packets with which a connection begins.
    public let type: UInt8
    /// What follows on type and length.
    public let body: [UInt8]
    /// Whether rows were copied in the transaction that is under way.
    public let isInBatch: Bool
    /// The message's number within that transaction, counted from BEGIN, which has 0; nil outside.
    public let numberInTransaction: Int?

    /// The bytes on the wire.
    public var byteCount: Int { (self.type == 0 ? 4 : 5) + self.body.count }

    /// A COMMIT that asks to end a transaction with copied rows.
    public var isBatchCommit: Bool {
        self.direction == .toServer && self.isInBatch && self.isQuery("COMMIT")
    }

    /// The server's word that such a transaction is committed.
    public var isBatchCommitted: Bool {
        self.direction == .toClient && self.isInBatch && self.type == UInt8(ascii: "C")
            && self.body.starts(with: "COMMIT".utf8)
    }

    func isQuery(_ start: String) -> Bool {
        self.type == UInt8(ascii: "Q") && self.body.starts(with: start.utf8)
    }
}

/// What a ``PostgresProxy`` does with a message.
public enum ProxyAction: Sendable, Hashable {
    /// Passes it on.
    case forward
    /// Passes it on after a while.
    case delay(Duration)
    /// Passes this many of its bytes on, and ends both sides of the connection.
    case cut(afterBytes: Int)
    /// Passes it on, and ends the connection in this direction: nothing follows, and the other one
    /// stays open.
    case halfClose
    /// Passes it on to nobody.
    case drop
}
