internal import CLibPQ

/// The answer to one statement, in binary format. Owns its memory.
///
/// Rows and columns count from 0. A column of another type than the one asked for, a NULL, or an
/// index out of range is a ``PostgresError/Kind/decoding`` error, never a trap.
public struct Rows: ~Copyable {
    private let raw: OpaquePointer

    init(_ raw: OpaquePointer) { self.raw = raw }

    deinit { PQclear(self.raw) }

    /// The number of rows.
    public var count: Int { Int(PQntuples(self.raw)) }

    /// The number of columns.
    public var columnCount: Int { Int(PQnfields(self.raw)) }

    /// The number of rows that INSERT, UPDATE, DELETE, COPY or SELECT reports; 0 for other commands.
    public var affectedCount: Int { Int(String(cString: PQcmdTuples(self.raw))) ?? 0 }

    /// The command that was carried out, such as `COMMIT` or `INSERT 0 1`.
    var commandTag: String { String(cString: PQcmdStatus(self.raw)) }

    /// Whether the field is NULL.
    public func isNull(_ row: Int, _ column: Int) throws(PostgresError) -> Bool {
        try self.checkBounds(row, column)
        return PQgetisnull(self.raw, Int32(row), Int32(column)) == 1
    }

    /// A `bigint`, `integer` or `smallint`.
    public func int8(_ row: Int, _ column: Int) throws(PostgresError) -> Int64 {
        let field = try self.field(row, column)
        switch (field.type, field.bytes.count) {
        case (.int8, 8): return Self.integer(field.bytes)
        case (.int4, 4): return Int64(Self.integer(field.bytes) as Int32)
        case (.int2, 2): return Int64(Self.integer(field.bytes) as Int16)
        default: throw self.mismatch(field, row, column, wanted: "an integer")
        }
    }

    /// An `integer` or `smallint`.
    public func int4(_ row: Int, _ column: Int) throws(PostgresError) -> Int32 {
        let field = try self.field(row, column)
        switch (field.type, field.bytes.count) {
        case (.int4, 4): return Self.integer(field.bytes)
        case (.int2, 2): return Int32(Self.integer(field.bytes) as Int16)
        default: throw self.mismatch(field, row, column, wanted: "an integer of 32 bits")
        }
    }

    /// A `smallint`.
    public func int2(_ row: Int, _ column: Int) throws(PostgresError) -> Int16 {
        Self.integer(try self.field(row, column, type: .int2, byteCount: 2, wanted: "a smallint"))
    }

    /// A `double precision`.
    public func double(_ row: Int, _ column: Int) throws(PostgresError) -> Double {
        let bytes = try self.field(row, column, type: .float8, byteCount: 8, wanted: "a double")
        return Double(bitPattern: UInt64(bitPattern: Self.integer(bytes)))
    }

    /// A `boolean`.
    public func bool(_ row: Int, _ column: Int) throws(PostgresError) -> Bool {
        let bytes = try self.field(row, column, type: .bool, byteCount: 1, wanted: "a boolean")
        return bytes[0] != 0
    }

    /// A `timestamptz`, in microseconds since 1970-01-01T00:00:00Z.
    public func timestamp(_ row: Int, _ column: Int) throws(PostgresError) -> Int64 {
        let bytes = try self.field(
            row,
            column,
            type: .timestamptz,
            byteCount: 8,
            wanted: "a timestamptz"
        )
        let value: Int64 = Self.integer(bytes)
        let (sum, hasOverflowed) = value.addingReportingOverflow(
            PostgresEpoch.microsecondsSince1970
        )
        // The server's "infinity" and "-infinity" are the two ends of the range.
        if hasOverflowed || value == .min {
            throw PostgresError(.decoding, "row \(row), column \(column): the time is infinite")
        }
        return sum
    }

    /// A `bytea`, copied.
    public func bytes(_ row: Int, _ column: Int) throws(PostgresError) -> [UInt8] {
        Array(try self.byteField(row, column))
    }

    /// Lends a `bytea`; the pointer is valid inside `body` only.
    public func withBytes<Result>(
        _ row: Int,
        _ column: Int,
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result {
        try body(try self.byteField(row, column))
    }

    /// Lends a `bigint` and a `bytea` of each row in turn; the pointers are valid inside `body` only.
    ///
    /// For answers of many rows: what all of them share is checked once.
    public func forEachRow(
        int8 number: Int,
        bytes: Int,
        _ body: (Int64, UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let count = self.count
        if count == 0 { return }
        _ = try self.field(0, number, type: .int8, byteCount: 8, wanted: "a bigint")
        _ = try self.byteField(0, bytes)
        let (number, bytes) = (Int32(number), Int32(bytes))
        for row in 0..<Int32(count) {
            guard PQgetisnull(self.raw, row, number) == 0, PQgetisnull(self.raw, row, bytes) == 0,
                PQgetlength(self.raw, row, number) == 8
            else { throw PostgresError(.decoding, "row \(row) has a NULL") }
            try body(
                Self.integer(
                    UnsafeRawBufferPointer(start: PQgetvalue(self.raw, row, number), count: 8)
                ),
                UnsafeRawBufferPointer(
                    start: PQgetvalue(self.raw, row, bytes),
                    count: Int(PQgetlength(self.raw, row, bytes))
                )
            )
        }
    }

    /// A `text`, `varchar`, `char(n)`, `name` or `json`.
    public func text(_ row: Int, _ column: Int) throws(PostgresError) -> String {
        let field = try self.field(row, column)
        switch field.type {
        case .text, .varchar, .bpchar, .name, .json, .unknown: break
        default: throw self.mismatch(field, row, column, wanted: "a text")
        }
        guard let text = String(validating: field.bytes, as: UTF8.self) else {
            throw PostgresError(.decoding, "row \(row), column \(column): the text is not UTF-8")
        }
        return text
    }

    /// A `bigint[]` of one dimension without NULLs.
    public func int8Array(_ row: Int, _ column: Int) throws(PostgresError) -> [Int64] {
        try self.array(row, column, of: .int8, in: .int8Array) { bytes in
            bytes.count == 8 ? Self.integer(bytes) : nil
        }
    }

    /// A `bytea[]` of one dimension without NULLs.
    public func bytesArray(_ row: Int, _ column: Int) throws(PostgresError) -> [[UInt8]] {
        try self.array(row, column, of: .bytea, in: .byteaArray) { Array($0) }
    }

    /// A `text[]` of one dimension without NULLs.
    public func textArray(_ row: Int, _ column: Int) throws(PostgresError) -> [String] {
        try self.array(row, column, of: .text, in: .textArray) {
            String(validating: $0, as: UTF8.self)
        }
    }

    private struct Field {
        let type: TypeID
        let bytes: UnsafeRawBufferPointer
    }

    private func checkBounds(_ row: Int, _ column: Int) throws(PostgresError) {
        guard (0..<self.count).contains(row), (0..<self.columnCount).contains(column) else {
            throw PostgresError(
                .decoding,
                "row \(row), column \(column) of \(self.count) rows, \(self.columnCount) columns"
            )
        }
    }

    private func field(_ row: Int, _ column: Int) throws(PostgresError) -> Field {
        if try self.isNull(row, column) {
            throw PostgresError(.decoding, "row \(row), column \(column) is NULL")
        }
        guard PQfformat(self.raw, Int32(column)) == 1 else {
            throw PostgresError(.decoding, "column \(column) is in text format")
        }
        let count = Int(PQgetlength(self.raw, Int32(row), Int32(column)))
        let start = PQgetvalue(self.raw, Int32(row), Int32(column))
        return Field(
            type: TypeID(rawValue: PQftype(self.raw, Int32(column))),
            bytes: UnsafeRawBufferPointer(start: start, count: count)
        )
    }

    private func field(
        _ row: Int,
        _ column: Int,
        type: TypeID,
        byteCount: Int,
        wanted: String
    ) throws(PostgresError) -> UnsafeRawBufferPointer {
        let field = try self.field(row, column)
        guard field.type == type, field.bytes.count == byteCount else {
            throw self.mismatch(field, row, column, wanted: wanted)
        }
        return field.bytes
    }

    private func byteField(
        _ row: Int,
        _ column: Int
    ) throws(PostgresError) -> UnsafeRawBufferPointer {
        let field = try self.field(row, column)
        guard field.type == .bytea else {
            throw self.mismatch(field, row, column, wanted: "a bytea")
        }
        return field.bytes
    }

    private func array<Element>(
        _ row: Int,
        _ column: Int,
        of element: TypeID,
        in type: TypeID,
        _ decode: (UnsafeRawBufferPointer) -> Element?
    ) throws(PostgresError) -> [Element] {
        let field = try self.field(row, column)
        guard field.type == type else {
            throw self.mismatch(field, row, column, wanted: "an array of type \(type.rawValue)")
        }
        guard let values = ArrayDecoder(field.bytes).elements(of: element, decode) else {
            throw PostgresError(
                .decoding,
                "row \(row), column \(column): not a plain array without NULLs"
            )
        }
        return values
    }

    private func mismatch(
        _ field: Field,
        _ row: Int,
        _ column: Int,
        wanted: String
    ) -> PostgresError {
        PostgresError(
            .decoding,
            "row \(row), column \(column): type \(field.type.rawValue) of \(field.bytes.count) bytes"
                + " where \(wanted) was wanted"
        )
    }

    private static func integer<Integer: FixedWidthInteger>(
        _ bytes: UnsafeRawBufferPointer
    ) -> Integer {
        Integer(bigEndian: bytes.loadUnaligned(as: Integer.self))
    }
}
