/// Writes the rows of a `COPY ... FROM STDIN (FORMAT binary)` into one reused buffer.
///
/// Announce each row by ``row(columns:)``, then write exactly that many fields, in the order and of
/// the types of the statement's column list.
public struct CopyWriter: ~Copyable {
    /// More than this many bytes are given back to the system after a COPY.
    static let retainedCapacity = 4 << 20
    private static let signature: [UInt8] =
        Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00]

    private var buffer = WireBuffer(capacity: 1 << 16)
    private var missingFields = 0
    /// The number of rows announced so far.
    public private(set) var rowCount = 0

    init() {}

    /// Starts a row of `columns` fields.
    public mutating func row(columns: Int) {
        precondition(self.missingFields == 0, "the row before lacks \(self.missingFields) fields")
        self.missingFields = columns
        self.rowCount &+= 1
        self.buffer.append(Int16(columns))
    }

    /// Writes a `bigint`.
    public mutating func int8(_ value: Int64) {
        self.field(byteCount: 8)
        self.buffer.append(value)
    }

    /// Writes an `integer`.
    public mutating func int4(_ value: Int32) {
        self.field(byteCount: 4)
        self.buffer.append(value)
    }

    /// Writes a `smallint`.
    public mutating func int2(_ value: Int16) {
        self.field(byteCount: 2)
        self.buffer.append(value)
    }

    /// Writes a `boolean`.
    public mutating func bool(_ value: Bool) {
        self.field(byteCount: 1)
        self.buffer.append(value ? UInt8(1) : 0)
    }

    /// Writes a `timestamptz`, in microseconds since 1970-01-01T00:00:00Z.
    public mutating func timestamp(microseconds: Int64) {
        self.field(byteCount: 8)
        self.buffer.append(microseconds &- PostgresEpoch.microsecondsSince1970)
    }

    /// Writes a `bytea`.
    public mutating func bytes(_ value: UnsafeRawBufferPointer) {
        self.field(byteCount: value.count)
        self.buffer.append(value)
    }

    /// Writes a `bytea`.
    public mutating func bytes(_ value: RawSpan) {
        value.withUnsafeBytes { self.bytes($0) }
    }

    /// Writes a `bytea`.
    public mutating func bytes(_ value: [UInt8]) {
        value.withUnsafeBytes { self.bytes($0) }
    }

    /// Writes a `bytea`.
    public mutating func bytes(_ value: some Collection<UInt8>) {
        let isContiguous: Void? = value.withContiguousStorageIfAvailable {
            self.bytes(UnsafeRawBufferPointer($0))
        }
        if isContiguous == nil { self.bytes(Array(value)) }
    }

    /// Writes a `text`. The server refuses U+0000.
    public mutating func text(_ value: String) {
        var value = value
        value.withUTF8 { self.bytes(UnsafeRawBufferPointer($0)) }
    }

    /// Writes a `bigint[]` of one dimension.
    public mutating func int8Array(_ values: [Int64]) {
        // Number of dimensions, whether NULLs occur, element type; length and lower bound of the one
        // dimension; each element after its length.
        self.field(byteCount: values.isEmpty ? 12 : 20 + 12 * values.count)
        self.buffer.append(Int32(values.isEmpty ? 0 : 1))
        self.buffer.append(Int32(0))
        self.buffer.append(TypeID.int8.rawValue)
        if values.isEmpty { return }
        self.buffer.append(Int32(values.count))
        self.buffer.append(Int32(1))
        for value in values {
            self.buffer.append(Int32(8))
            self.buffer.append(value)
        }
    }

    /// Writes NULL.
    public mutating func null() {
        self.takeField()
        self.buffer.append(Int32(-1))
    }

    private mutating func field(byteCount: Int) {
        precondition(byteCount <= Int32.max, "a value is longer than PostgreSQL can take")
        self.takeField()
        self.buffer.append(Int32(byteCount))
    }

    private mutating func takeField() {
        precondition(self.missingFields > 0, "a field too many for the row's announced columns")
        self.missingFields &-= 1
    }

    /// Forgets all rows and writes the stream's header.
    mutating func begin() {
        self.buffer.removeAll(retaining: Self.retainedCapacity)
        self.missingFields = 0
        self.rowCount = 0
        self.buffer.append(Self.signature)
        self.buffer.append(Int32(0))
        self.buffer.append(Int32(0))
    }

    /// Writes the stream's end and lends its bytes.
    mutating func finish() -> UnsafeRawBufferPointer {
        precondition(self.missingFields == 0, "the last row lacks \(self.missingFields) fields")
        self.buffer.append(Int16(-1))
        return self.buffer.bytes
    }
}
