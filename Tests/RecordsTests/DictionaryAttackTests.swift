import CryptoSuites
import LogTesting
import MerkleTree
import Testing

@testable import Records

/// The attack itself: what it tries is plausible, and it finds what is there to be found. That nothing
/// is found in what a log tells and stores is claimed where there is one.
@Suite struct DictionaryAttackTests {
    @Test func identityNumbersHaveTheirCheckDigits() throws {
        let values = PlausibleValues(count: 20_000, seed: 7)
        #expect(values.ranges.count == 20_000)
        #expect(Set((0..<20_000).map { values.text($0) }).count == 20_000, "each once")
        let letters = Array("TRWAGMYFPDXBNJZSQVHLCKE")
        for position in try #require(values.positions[.dni]) {
            let text = values.text(position)
            let number = try #require(Int(text.dropLast()))
            #expect(text.count == 9 && text.last == letters[number % 23], "\(text)")
        }
        for position in try #require(values.positions[.nie]) {
            let text = values.text(position)
            let initial = try #require(text.first)
            let first = try #require(Array("XYZ").firstIndex(of: initial))
            let number = try #require(Int("\(first)" + text.dropFirst().dropLast()))
            #expect(text.count == 9 && text.last == letters[number % 23], "\(text)")
        }
        // ISO 7064: with its check digit, the sum is 1 modulo 11.
        for position in try #require(values.positions[.chineseID]) {
            let text = values.text(position)
            let sum = try text.enumerated().reduce(0) { sum, digit in
                let value = digit.element == "X" ? 10 : try #require(digit.element.wholeNumberValue)
                return (sum + value * (1 << (17 - digit.offset))) % 11
            }
            #expect(text.count == 18 && sum == 1, "\(text)")
        }
        #expect(values.positions.count == PlausibleValues.Kind.allCases.count)
        #expect(PlausibleValues(count: 20_000, seed: 7).bytes == values.bytes)
        #expect(PlausibleValues(count: 20_000, seed: 8).bytes != values.bytes)
    }

    /// Everything is found by its first eight bytes, however it is written down.
    @Test func theHaystackReadsHexadecimalBase64AndDecimal() throws {
        let hash = Hashes.sha256(Array("a".utf8))
        let number = hash.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        let base64 = ReferenceSealer.base64URL(hash)
        let hex = hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let pieces: [(String, [UInt8])] = [
            ("raw", [1, 2, 3] + hash), ("hexadecimal", Array("\\\\x0\(hex.uppercased())".utf8)),
            ("base64", Array("key+\(base64)".utf8)), ("later", Array("zz\(base64)".utf8)),
            ("decimal", Array("{12,\(number),-4}".utf8)),
        ]
        for (name, bytes) in pieces {
            let haystack = Haystack([
                .init("other", Array("nothing at all is here".utf8)), .init(name, bytes),
            ])
            #expect(haystack.hits(among: hash + Hashes.sm3([1])) == [0], "\(name)")
            #expect(haystack.places(of: Array(hash.prefix(8))) == [name])
        }
    }

    @Test func wordsAreFoundAsWords() {
        let text = Array("12345678Z,x87654321X 612345678 6123456789 a@612345679".utf8)
        let haystack = Haystack([.init("text", text)])
        let values = ["12345678Z", "87654321X", "612345678", "612345679", "refer"]
        var (bytes, ranges) = ([UInt8](), [Range<Int>]())
        for value in values {
            ranges.append(bytes.count..<bytes.count + value.utf8.count)
            bytes += value.utf8
        }
        bytes += [UInt8](repeating: 0, count: 8)
        #expect(haystack.words(among: bytes, ranges[...]) == [0, 2, 3])
    }

    // MARK: Leaks

    private static let count = 3_000
    private static let subject = GuessedField(
        "data_subject_ref",
        index: 65,
        .list,
        kinds: [.dni, .nie, .chineseID]
    )
    private static let recipient = GuessedField("recipient_ref", index: 68, kinds: [.phone])

    /// One leak of each kind, each of another value in a piece of its own among random bytes: all are
    /// found, each where it is and as what it is, and nothing else.
    @Test func everyPlantedLeakIsFound() async throws {
        let values = PlausibleValues(count: Self.count, seed: 11)
        var random = SeededGenerator.random("planted leaks")
        let schema = try #require(SchemaRegistry.embedded["data-access"])
        var planted: [(value: String, way: String, bytes: [UInt8])] = []
        func plant(
            _ kind: PlausibleValues.Kind,
            _ way: String,
            _ leak: (String) throws -> [UInt8]
        ) rethrows {
            var value: String
            repeat {
                value = values.draw(kind, &random)
            } while planted.contains { $0.value == value }
            planted.append((value, way, try leak(value)))
        }
        let salt = random.bytes(32)
        let origin = Array("log.example/eu".utf8)

        plant(.dni, "as it is") { Array("the subject is \($0).".utf8) }
        plant(.phone, "hash of the value (sha256)") { Hashes.sha256(Array($0.utf8)) }
        plant(.name, "hash of the value (sm3)") { Hashes.sm3(Array($0.utf8)) }
        plant(.decision, "hash of the value, hashed again (sha256)") {
            Hashes.sha256(Hashes.sha256(Array($0.utf8)))
        }
        plant(.nie, "leaf hash of the value (sm3)") { SM3Hasher.leafHash(Array($0.utf8)).bytes }
        plant(.dni, "hash of the value as JSON (sha256)") { Hashes.sha256(Array("\"\($0)\"".utf8)) }
        plant(.chineseID, "hash of log.example/eu and the value (sm3)") {
            Hashes.sm3(origin + Array($0.utf8))
        }
        plant(.phone, "hash of recipient_ref\":\" and the value (sha256)") {
            Hashes.sha256(Array("recipient_ref:\($0)".utf8))
        }
        func disclosure(_ value: String, _ salt: [UInt8]) -> RecordDisclosure {
            RecordDisclosure(salt: salt, name: "data_subject_ref", value: .array([.string(value)]))
        }
        let zeros = [UInt8](repeating: 0, count: 32)
        plant(.dni, "leaf of data_subject_ref with a salt of zeros (sm3)") {
            SM3Hasher.leafHash(PackedDisclosures.leaf(65, disclosure($0, zeros).digits)).bytes
        }
        plant(.chineseID, "leaf of data_subject_ref with the salt of another field (sha256)") {
            SHA256Hasher.leafHash(PackedDisclosures.leaf(65, disclosure($0, salt).digits)).bytes
        }
        plant(.nie, "digest of data_subject_ref with a salt of zeros (sha256)") {
            Hashes.sha256(disclosure($0, zeros).digits)
        }
        plant(.phone, "leaf of recipient_ref with no salt (sha256)") {
            let digits = ReferenceSealer.base64URL(Array("[\"recipient_ref\",\"\($0)\"]".utf8))
            return SHA256Hasher.leafHash(PackedDisclosures.leaf(68, Array(digits.utf8))).bytes
        }
        plant(.phone, "digest of recipient_ref with an empty salt (sm3)") {
            let digits = ReferenceSealer.base64URL(Array("[\"\",\"recipient_ref\",\"\($0)\"]".utf8))
            return Hashes.sm3(Array(digits.utf8))
        }
        plant(.dni, "token under the origin (sha256)") {
            Array(HMAC(.sha256, key: origin).code(for: [1] + Array($0.utf8)).prefix(8))
        }
        plant(.decision, "token under nothing as an epoch's key (sm3)") {
            let key = HMAC(.sm3, key: []).code(for: Array("concordat/vault/tokens/v1".utf8))
            return Array(HMAC(.sm3, key: key).code(for: [6] + Array($0.utf8)).prefix(8))
        }
        // What the product itself makes of a secret that is none.
        func sealed(_ value: String) throws -> SealedRecord {
            let record = try schema.validate(
                SampleRecords.dataAccess()
                    .replacing("data_subject_ref", with: .array([.string(value)])),
                in: SampleRecords.contextEU
            )
            return try RecordSealer(
                schema,
                shape: .open,
                hash: .sha256,
                crosswalk: ContentDigest(of: []),
                interval: 1
            ).seal(record, retention: "R6M", recorded: RecordTime(seconds: 0), secret: zeros)
        }
        try plant(.dni, "root of a known record by data_subject_ref, a secret of zeros (sha256)") {
            try sealed($0).statement
        }
        func request(_ value: String) -> JSONValue {
            SampleRecords.dataAccess().replacing("data_subject_ref", with: .string(value))
        }
        plant(.chineseID, "hash of a known request (sm3)") {
            Hashes.sm3(request($0).canonicalBytes)
        }
        plant(.nie, "mark of a known request under nothing (sha256)") {
            HMAC(.sha256, key: []).code(for: [4] + request($0).canonicalBytes)
        }

        let content = try RecordContent(parsing: sealed("nobody").content)
        let keys: [(name: String, bytes: [UInt8])] = [
            ("the origin", origin), ("nothing", []),
        ]
        let salts: [(name: String, text: String?)] = [
            ("a salt of zeros", ReferenceSealer.base64URL(zeros)), ("an empty salt", ""),
            ("no salt", nil), ("the salt of another field", ReferenceSealer.base64URL(salt)),
        ]
        var ways = AttackWay.hashes(
            fields: [Self.subject, Self.recipient],
            names: ["log.example/eu"]
        )
        ways += AttackWay.disclosures(of: Self.subject, salts: salts)
        ways += AttackWay.disclosures(of: Self.recipient, salts: salts)
        ways += AttackWay.codes(
            keys: keys,
            terms: [(1, [.dni, .nie, .chineseID]), (6, [.decision])]
        )
        ways += AttackWay.record(
            "a secret of zeros",
            disclosures: (0..<content.leafCount).compactMap { content.disclosure(of: $0)?.digits },
            field: Self.subject,
            salt: ReferenceSealer.base64URL(try #require(content.salts.salt(65)))
        )
        ways += AttackWay.request(
            request("@@"),
            placeholder: "@@",
            keys: keys,
            kinds: Self.subject.kinds
        )
        let haystack = Haystack(
            planted.enumerated().map { number, leak in
                Haystack.Piece(
                    "piece \(number)",
                    random.bytes(200) + leak.bytes + random.bytes(200)
                )
            } + [.init("noise", random.bytes(100_000))]
        )
        let outcome = try await DictionaryAttack(values: values, ways: ways, haystack: haystack)
            .run()
        #expect(outcome.valueCount == Self.count)
        let expected = planted.enumerated().map { number, leak in
            DictionaryAttack.Finding(
                way: leak.way,
                value: leak.value,
                places: ["piece \(number)"]
            )
        }
        // A record's statement has both of its roots.
        let others = expected.filter { $0.way.hasPrefix("root") }.map {
            DictionaryAttack.Finding(
                way: $0.way.replacing("(sha256)", with: "(sm3)"),
                value: $0.value,
                places: $0.places
            )
        }
        #expect(Set(outcome.findings) == Set(expected + others))
        #expect(outcome.findings.count == expected.count + others.count)
    }
}
