import Testing

@testable import Postgres

@Suite struct ValueTests {
    @Test func integersComeBackAsTheyWereSent() async throws {
        try await withConnection { connection in
            try await connection.run { session in
                for value in [Int64.min, -1, 0, 1, 1 << 40, .max] {
                    #expect(try session.query("SELECT $1", [.int8(value)]).int8(0, 0) == value)
                }
                for value in [Int32.min, -1, 0, .max] {
                    let rows = try session.query("SELECT $1 AS x", [.int4(value)])
                    #expect(try rows.int4(0, 0) == value)
                    #expect(try rows.int8(0, 0) == Int64(value), "a wider type may read it")
                }
                for value in [Int16.min, -1, .max] {
                    let rows = try session.query("SELECT $1 AS y", [.int2(value)])
                    #expect(try rows.int2(0, 0) == value)
                    #expect(try rows.int4(0, 0) == Int32(value))
                    #expect(try rows.int8(0, 0) == Int64(value))
                }
            }
        }
    }

    @Test func bytesOfEveryValueAndManyLengthsComeBack() async throws {
        try await withConnection { connection in
            try await connection.run { session in
                for count in [0, 1, 255, 256, 4095, 65_535, 65_536, 3_000_000] {
                    let value = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
                    let rows = try session.query("SELECT $1, length($1)", [.bytes(value)])
                    #expect(try rows.bytes(0, 0) == value)
                    #expect(try rows.int8(0, 1) == Int64(count))
                    #expect(try rows.withBytes(0, 0) { $0.elementsEqual(value) })
                }
            }
        }
    }

    @Test func textBooleanTimeAndDoubleComeBack() async throws {
        try await withConnection { connection in
            try await connection.run { session in
                // Equal for Swift, different bytes: the bytes count.
                for text in ["", "a", "\u{E9}", "e\u{301}", "日本語 😀", "' \" \\ $1 --"] {
                    let got = try session.query("SELECT $1", [.text(text)]).text(0, 0)
                    #expect(Array(got.utf8) == Array(text.utf8))
                }
                for value in [true, false] {
                    #expect(try session.query("SELECT $1", [.bool(value)]).bool(0, 0) == value)
                }
                for time in [Int64(-1), 0, 1_700_000_000_123_456] {
                    let rows = try session.query(
                        "SELECT $1, (extract(epoch FROM $1) * 1000000)::bigint",
                        [.timestamp(microseconds: time)]
                    )
                    #expect(try rows.timestamp(0, 0) == time)
                    #expect(try rows.int8(0, 1) == time)
                }
                #expect(try session.query("SELECT 1.5::float8").double(0, 0) == 1.5)
            }
        }
    }

    @Test func arraysComeBack() async throws {
        try await withConnection { connection in
            try await connection.run { session in
                for values in [[], [1], [Int64.min, 0, .max]] as [[Int64]] {
                    let rows = try session.query("SELECT $1", [.int8Array(values)])
                    #expect(try rows.int8Array(0, 0) == values)
                }
                let blobs: [[UInt8]] = [[], [0], Array(repeating: 255, count: 1000)]
                let rows = try session.query("SELECT $1", [.bytesArray(blobs)])
                #expect(try rows.bytesArray(0, 0) == blobs)
                let texts = ["", "NULL", "a,b", "{}"]
                let textRows = try session.query("SELECT $1", [.textArray(texts)])
                #expect(try textRows.textArray(0, 0) == texts)
                let sums = try session.query(
                    "SELECT sum(x) FROM unnest($1) AS x",
                    [.int4Array([1, 2, 3])]
                )
                #expect(try sums.int8(0, 0) == 6)
            }
        }
    }

    @Test func rowsOfANumberAndBytesAreLentInTheirOrder() async throws {
        try await withConnection { connection in
            try await connection.run { session in
                for count in [0, 1, 300] as [Int64] {
                    let rows = try session.query(
                        "SELECT int8send(i), i FROM generate_series(1, $1) AS i ORDER BY i",
                        [.int8(count)]
                    )
                    var read: [Int64] = []
                    try rows.forEachRow(int8: 1, bytes: 0) { number, bytes in
                        #expect(
                            bytes.elementsEqual(withUnsafeBytes(of: number.bigEndian, Array.init))
                        )
                        read.append(number)
                    }
                    #expect(read == Array(1...max(count, 1)).filter { $0 <= count })
                }
                // A NULL behind the first row, other types, columns that are not there.
                let broken = try session.query(
                    "SELECT * FROM (VALUES (1::bigint, ''::bytea, 1), (2, NULL, 2), (NULL, '', 3)) AS t"
                )
                for (number, bytes) in [(0, 1), (2, 1), (1, 0), (0, 0), (0, 3), (-1, 1)] {
                    #expect(throws: PostgresError.self) {
                        try broken.forEachRow(int8: number, bytes: bytes) { _, _ in }
                    }
                }
            }
        }
    }

    @Test func nullIsNullAndNothingElse() async throws {
        try await withConnection { connection in
            try await connection.run { session in
                let rows = try session.query(
                    "SELECT $1::bigint, $2::bytea, ''::bytea",
                    [.null, .null]
                )
                #expect(try rows.isNull(0, 0))
                #expect(try rows.isNull(0, 1))
                #expect(try !rows.isNull(0, 2))
                let error = #expect(throws: PostgresError.self) { try rows.int8(0, 0) }
                #expect(error?.kind == .decoding)
            }
        }
    }

    @Test func readingAnotherTypeOrPlaceIsADecodingError() async throws {
        try await withConnection { connection in
            try await connection.run { session in
                let rows = try session.query(
                    """
                    SELECT 1::bigint, 'a'::text, '\\x00'::bytea, true, ARRAY[1, NULL]::bigint[],
                           ARRAY[[1],[2]]::bigint[], 'infinity'::timestamptz, 1::integer,
                           '-infinity'::timestamptz
                    """
                )
                func refused(_ read: () throws -> Void) -> Bool {
                    do {
                        try read()
                        return false
                    } catch {
                        return (error as? PostgresError)?.kind == .decoding
                    }
                }
                #expect(refused { _ = try rows.text(0, 0) })
                #expect(refused { _ = try rows.bytes(0, 1) })
                #expect(refused { _ = try rows.int8(0, 2) })
                #expect(refused { _ = try rows.int8(0, 3) })
                #expect(refused { _ = try rows.bool(0, 0) })
                #expect(refused { _ = try rows.int8Array(0, 4) }, "a NULL in an array")
                #expect(refused { _ = try rows.int8Array(0, 5) }, "two dimensions")
                #expect(refused { _ = try rows.textArray(0, 4) })
                #expect(refused { _ = try rows.timestamp(0, 6) })
                #expect(refused { _ = try rows.timestamp(0, 8) })
                #expect(refused { _ = try rows.int2(0, 7) }, "a narrower type may not read it")
                #expect(refused { _ = try rows.int4(0, 0) })
                #expect(refused { _ = try rows.withBytes(0, 1) { $0.count } })
                for (row, column) in [(1, 0), (-1, 0), (0, 9), (0, -1)] {
                    #expect(refused { _ = try rows.int8(row, column) })
                    #expect(refused { _ = try rows.isNull(row, column) })
                }
            }
        }
    }

    @Test func damagedArraysAreRefusedAtEveryLengthAndByte() {
        var buffer = WireBuffer(capacity: 16)
        _ = Parameter.int8Array([1, 2]).encode(into: &buffer)
        let whole = Array(buffer.bytes)
        func decode(_ bytes: [UInt8]) -> [Int64]? {
            bytes.withUnsafeBytes { raw in
                ArrayDecoder(raw).elements(of: .int8) {
                    $0.count == 8 ? Int64(bigEndian: $0.loadUnaligned(as: Int64.self)) : nil
                }
            }
        }
        #expect(decode(whole) == [1, 2])
        for count in 0..<whole.count { #expect(decode(Array(whole.prefix(count))) == nil) }
        #expect(decode(whole + [0]) == nil)
        // Dimensions, NULL flag, element type, length of the array, and of its first element.
        for place in Array(0..<16) + Array(20..<24) {
            for bit in 0..<8 {
                var damaged = whole
                damaged[place] ^= 1 << bit
                #expect(decode(damaged) == nil, "byte \(place), bit \(bit)")
            }
        }
    }

    @Test func aStatementKnowsItselfByItsBytes() {
        let composed = Statement(unescaped: "SELECT '\u{E9}'")
        let decomposed = Statement(unescaped: "SELECT 'e\u{301}'")
        #expect(composed.sql == decomposed.sql, "equal for Swift")
        #expect(composed != decomposed)
        #expect(Statement("SELECT 1") == "SELECT 1")
    }
}
