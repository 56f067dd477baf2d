/// A value bound to `$1`, `$2`, ... in PostgreSQL's binary format.
public enum Parameter: Hashable, Sendable {
    /// A `bigint`.
    case int8(Int64)
    /// An `integer`.
    case int4(Int32)
    /// A `smallint`.
    case int2(Int16)
    /// A `boolean`.
    case bool(Bool)
    /// A `bytea`.
    case bytes([UInt8])
    /// A `text`. The server refuses U+0000.
    case text(String)
    /// A `timestamptz`, in microseconds since 1970-01-01T00:00:00Z.
    case timestamp(microseconds: Int64)
    /// A `bigint[]`.
    case int8Array([Int64])
    /// An `integer[]`.
    case int4Array([Int32])
    /// A `bytea[]`.
    case bytesArray([[UInt8]])
    /// A `text[]`.
    case textArray([String])
    /// NULL of whatever type the statement wants.
    case null

    /// The type's number in the catalogue; 0 leaves it to the server.
    var type: TypeID {
        switch self {
        case .int8: .int8
        case .int4: .int4
        case .int2: .int2
        case .bool: .bool
        case .bytes: .bytea
        case .text: .text
        case .timestamp: .timestamptz
        case .int8Array: .int8Array
        case .int4Array: .int4Array
        case .bytesArray: .byteaArray
        case .textArray: .textArray
        case .null: .unspecified
        }
    }

    /// Appends the value without a length before it. False for NULL, which has no bytes.
    func encode(into buffer: inout WireBuffer) -> Bool {
        switch self {
        case .int8(let value): buffer.append(value)
        case .int4(let value): buffer.append(value)
        case .int2(let value): buffer.append(value)
        case .bool(let value): buffer.append(value ? UInt8(1) : 0)
        case .bytes(let value): buffer.append(value)
        case .text(let value): buffer.append(utf8Of: value)
        case .timestamp(let microseconds):
            buffer.append(microseconds &- PostgresEpoch.microsecondsSince1970)
        case .int8Array(let values):
            Self.encode(values, of: .int8, into: &buffer) { $0.append($1) }
        case .int4Array(let values):
            Self.encode(values, of: .int4, into: &buffer) { $0.append($1) }
        case .bytesArray(let values):
            Self.encode(values, of: .bytea, into: &buffer) { $0.append($1) }
        case .textArray(let values):
            Self.encode(values, of: .text, into: &buffer) { $0.append(utf8Of: $1) }
        case .null: return false
        }
        return true
    }

    /// The binary array format: number of dimensions, whether NULLs occur, element type, then for
    /// the one dimension its length and lower bound, then each element after its length.
    private static func encode<Element>(
        _ values: [Element],
        of type: TypeID,
        into buffer: inout WireBuffer,
        _ encode: (inout WireBuffer, Element) -> Void
    ) {
        buffer.append(Int32(values.isEmpty ? 0 : 1))
        buffer.append(Int32(0))
        buffer.append(type.rawValue)
        if values.isEmpty { return }
        buffer.append(Int32(values.count))
        buffer.append(Int32(1))
        for value in values {
            buffer.appendWithLength { encode(&$0, value) }
        }
    }
}

/// PostgreSQL counts time from 2000-01-01T00:00:00Z.
enum PostgresEpoch {
    /// Microseconds between the epochs of Unix and of PostgreSQL.
    static let microsecondsSince1970: Int64 = 946_684_800_000_000
}
