import Glibc

/// All that an attacker has in his hands, made searchable for hashes, codes and texts.
///
/// What is written in hexadecimal, base64 or decimal is read from that, too, wherever it begins: an
/// attacker need not know the format of what he has.
public struct Haystack: Sendable {
    /// Something that he has.
    public struct Piece: Sendable {
        /// What it is.
        public let name: String
        /// Its bytes, as he got them.
        public let bytes: [UInt8]

        /// Joins the two.
        public init(_ name: String, _ bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// How many bytes of a hash are looked up. What has them and is no hash of the value is one in
    /// 10^11 for a million hashes in a haystack of megabytes.
    public static let prefixByteCount = 8

    /// What he has.
    public let pieces: [Piece]
    /// How many bytes there are, in all readings.
    public let byteCount: Int
    /// The readings of each piece: its bytes, and all that is written in them, one behind the other.
    private let readings: [[[UInt8]]]
    /// Every eight bytes that follow each other in a reading: a table with open addresses, its length
    /// a power of two, zero where nothing is.
    private let table: [UInt64]

    /// Reads everything.
    public init(_ pieces: [Piece]) {
        self.pieces = pieces
        let readings = pieces.map { [$0.bytes, Self.decoded($0.bytes)] }
        self.readings = readings
        self.byteCount = readings.joined().reduce(0) { $0 + $1.count }
        var capacity = 1 << 10
        while capacity < 2 * self.byteCount { capacity *= 2 }
        var table = [UInt64](repeating: 0, count: capacity)
        let mask = capacity - 1
        table.withUnsafeMutableBufferPointer { table in
            for reading in readings.joined() {
                reading.withUnsafeBytes { bytes in
                    guard bytes.count >= Self.prefixByteCount else { return }
                    for start in 0...bytes.count - Self.prefixByteCount {
                        let word = bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self)
                        var slot = Self.slot(word) & mask
                        while table[slot] != 0, table[slot] != word { slot = (slot + 1) & mask }
                        table[slot] = word
                    }
                }
            }
        }
        self.table = table
    }

    private static func slot(_ word: UInt64) -> Int {
        Int(truncatingIfNeeded: (word &* 0x9e37_79b9_7f4a_7c15) >> 20)
    }

    /// Which of these hashes, of 32 bytes each, begin as something in the haystack does.
    public func hits(among hashes: [UInt8]) -> [Int] {
        let mask = self.table.count - 1
        var hits: [Int] = []
        hashes.withUnsafeBytes { hashes in
            self.table.withUnsafeBufferPointer { table in
                for number in 0..<hashes.count / 32 {
                    let word = hashes.loadUnaligned(fromByteOffset: 32 * number, as: UInt64.self)
                    var slot = Self.slot(word) & mask
                    while table[slot] != 0 {
                        if table[slot] == word {
                            hits.append(number)
                            break
                        }
                        slot = (slot + 1) & mask
                    }
                }
            }
        }
        return hits
    }

    /// Which of these texts stand somewhere as a word, by their positions; those with less than eight
    /// bytes are not looked for, as they stand in any text.
    public func words(among texts: [UInt8], _ ranges: ArraySlice<Range<Int>>) -> [Int] {
        let mask = self.table.count - 1
        return ranges.indices.filter { position in
            let range = ranges[position]
            guard range.count >= Self.prefixByteCount else { return false }
            let word = texts.withUnsafeBytes {
                $0.loadUnaligned(fromByteOffset: range.lowerBound, as: UInt64.self)
            }
            var slot = Self.slot(word) & mask
            while self.table[slot] != 0, self.table[slot] != word { slot = (slot + 1) & mask }
            return self.table[slot] == word && !self.places(ofWord: Array(texts[range])).isEmpty
        }
    }

    /// The names of the pieces in which these bytes stand, in some reading.
    public func places(of bytes: [UInt8]) -> [String] {
        self.places { Self.firstPlace(of: bytes, in: $0) { _, _ in true } }
    }

    /// The names of the pieces in which these bytes stand with no letter or digit on either side.
    private func places(ofWord bytes: [UInt8]) -> [String] {
        func isWordByte(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
            default: false
            }
        }
        return self.places { reading in
            Self.firstPlace(of: bytes, in: reading) { start, end in
                // Behind a point stand the digits of a fraction.
                (start == 0 || !isWordByte(reading[start - 1]) && reading[start - 1] != 0x2e)
                    && (end == reading.count || !isWordByte(reading[end]))
            }
        }
    }

    private func places(_ isIn: ([UInt8]) -> Bool) -> [String] {
        zip(self.pieces, self.readings).compactMap { piece, readings in
            readings.contains { isIn($0) } ? piece.name : nil
        }
    }

    private static func firstPlace(
        of bytes: [UInt8],
        in reading: [UInt8],
        _ isRight: (_ start: Int, _ end: Int) -> Bool
    ) -> Bool {
        reading.withUnsafeBytes { reading in
            bytes.withUnsafeBytes { bytes in
                guard let base = reading.baseAddress, let wanted = bytes.baseAddress,
                    let first = bytes.first, reading.count >= bytes.count
                else { return false }
                var start = 0
                // Where a place can begin.
                let count = reading.count - bytes.count + 1
                while start < count,
                    let found = memchr(base + start, Int32(first), count - start)
                {
                    let place = UnsafeRawPointer(found) - base
                    if memcmp(base + place, wanted, bytes.count) == 0,
                        isRight(place, place + bytes.count)
                    {
                        return true
                    }
                    start = place + 1
                }
                return false
            }
        }
    }

    // MARK: Readings

    private static let hexDigit: UInt8 = 1
    private static let base64Digit: UInt8 = 2
    private static let decimalDigit: UInt8 = 4

    /// Which alphabets each byte is a digit of.
    private static let alphabets: [UInt8] = (0..<256).map { byte in
        var alphabets: UInt8 = 0
        switch UInt8(byte) {
        case 0x30...0x39: alphabets = Self.hexDigit | Self.base64Digit | Self.decimalDigit
        case 0x41...0x46, 0x61...0x66: alphabets = Self.hexDigit | Self.base64Digit
        case 0x47...0x5a, 0x67...0x7a, 0x2b, 0x2d, 0x2f, 0x5f: alphabets = Self.base64Digit
        default: break
        }
        return alphabets
    }

    /// The six bits of each digit of base64, in both of its alphabets.
    private static let sextets: [UInt8] = (0..<256).map { byte in
        switch UInt8(byte) {
        case 0x41...0x5a: UInt8(byte) - 0x41
        case 0x61...0x7a: UInt8(byte) - 0x61 + 26
        case 0x30...0x39: UInt8(byte) - 0x30 + 52
        case 0x2b, 0x2d: 62
        case 0x2f, 0x5f: 63
        default: 0
        }
    }

    /// What is written in the runs of digits of these bytes.
    private static func decoded(_ bytes: [UInt8]) -> [UInt8] {
        var decoded: [UInt8] = []
        for run in Self.runs(of: Self.hexDigit, in: bytes) where run.count >= 16 {
            for start in [run.lowerBound, run.lowerBound + 1] {
                decoded += Self.hexadecimal(bytes, start..<run.upperBound)
            }
        }
        for run in Self.runs(of: Self.base64Digit, in: bytes) where run.count >= 11 {
            let hexCount = bytes[run].reduce(0) {
                $0 + Int(Self.alphabets[Int($1)] & Self.hexDigit)
            }
            // Read as what it is, above.
            if run.count >= 16, hexCount * 10 >= run.count * 9 { continue }
            for start in run.prefix(4) {
                decoded += Self.base64(bytes, start..<run.upperBound)
            }
        }
        for run in Self.runs(of: Self.decimalDigit, in: bytes) where 7...19 ~= run.count {
            let digits = String(decoding: bytes[run], as: UTF8.self)
            for text in [digits, "-" + digits] {
                guard let number = Int64(text) else { continue }
                withUnsafeBytes(of: number.bigEndian) { decoded += $0 }
                withUnsafeBytes(of: number.littleEndian) { decoded += $0 }
            }
        }
        return decoded
    }

    private static func runs(of alphabet: UInt8, in bytes: [UInt8]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        bytes.withUnsafeBufferPointer { bytes in
            Self.alphabets.withUnsafeBufferPointer { alphabets in
                var start = -1
                for position in 0..<bytes.count {
                    if alphabets[Int(bytes[position])] & alphabet != 0 {
                        if start < 0 { start = position }
                    } else if start >= 0 {
                        runs.append(start..<position)
                        start = -1
                    }
                }
                if start >= 0 { runs.append(start..<bytes.count) }
            }
        }
        return runs
    }

    private static func hexadecimal(_ bytes: [UInt8], _ run: Range<Int>) -> [UInt8] {
        func nibble(_ byte: UInt8) -> UInt8 { byte & 0x0f + (byte > 0x39 ? 9 : 0) }
        return [UInt8](unsafeUninitializedCapacity: run.count / 2) { decoded, count in
            bytes.withUnsafeBufferPointer { bytes in
                for number in 0..<run.count / 2 {
                    let position = run.lowerBound + 2 * number
                    decoded[number] = nibble(bytes[position]) << 4 | nibble(bytes[position + 1])
                }
            }
            count = run.count / 2
        }
    }

    private static func base64(_ bytes: [UInt8], _ run: Range<Int>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: run.count * 3 / 4 + 1) { decoded, count in
            bytes.withUnsafeBufferPointer { bytes in
                Self.sextets.withUnsafeBufferPointer { sextets in
                    var (bits, bitCount, written) = (UInt32(0), 0, 0)
                    for position in run {
                        bits = bits << 6 | UInt32(sextets[Int(bytes[position])])
                        bitCount += 6
                        if bitCount >= 8 {
                            bitCount -= 8
                            decoded[written] = UInt8(truncatingIfNeeded: bits >> UInt32(bitCount))
                            written += 1
                        }
                    }
                    count = written
                }
            }
        }
    }
}
