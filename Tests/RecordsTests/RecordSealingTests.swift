import CryptoSuites
import Foundation
import LogTesting
import MerkleTree
import Testing

@testable import Records

/// Specs/records.md sections 3 to 6: disclosures, trees, statements and what the vault keeps.
@Suite struct RecordSealingTests {
    static let secret = (0..<32).map { UInt8(200 - $0) }
    static let crosswalk = ContentDigest(of: Array("a crosswalk".utf8))
    static let recorded = RecordTime(seconds: 1_795_428_007)

    private let schema: RecordSchema

    init() throws { self.schema = try #require(SchemaRegistry.embedded["data-access"]) }

    private func sealer(_ shape: RecordShape, _ hash: HMACHash = .sha256) -> RecordSealer {
        RecordSealer(
            self.schema,
            shape: shape,
            hash: hash,
            crosswalk: Self.crosswalk,
            interval: 60
        )
    }

    private func seal(_ shape: RecordShape, _ hash: HMACHash = .sha256) throws -> SealedRecord {
        let record = try self.schema.validate(
            SampleRecords.dataAccess(),
            in: SampleRecords.contextEU
        )
        return try self.sealer(shape, hash).seal(
            record,
            retention: "R6M",
            recorded: Self.recorded,
            secret: Self.secret
        )
    }

    /// The names and values of all leaves, as the definition has them.
    private func reference(_ shape: RecordShape, _ hash: HMACHash) -> ReferenceSealer {
        var names = self.schema.fields.map(\.name)
        var values = names.map { name -> JSONValue? in
            switch name {
            case "record_class": .string("data-access")
            case "retention_class": .string("R6M")
            default: SampleRecords.dataAccess()[name]
            }
        }
        if shape == .opaque {
            while names.count < 127 {
                names.append("padding")
                values.append(nil)
            }
            names.append("schema")
            values.append(.string(self.schema.digest.description))
        }
        return ReferenceSealer(names: names, values: values, hash: hash, secret: Self.secret)
    }

    @Test(arguments: RecordShape.allCases, HMACHash.allCases)
    func sealingIsThatOfTheDefinition(_ shape: RecordShape, _ hash: HMACHash) throws {
        let sealed = try self.seal(shape, hash)
        let reference = self.reference(shape, hash)
        let count = shape == .open ? 80 : 128
        #expect(sealed.commitment.fieldCount == count)
        #expect(sealed.disclosures == reference.disclosures())
        #expect(sealed.commitment.sha256 == reference.tree(SHA256Hasher.self).root(0..<count))
        #expect(sealed.commitment.sm3 == reference.tree(SM3Hasher.self).root(0..<count))
    }

    @Test func theStatementSaysWhatItMayAndNoMore() throws {
        let sealed = try self.seal(.open)
        func root(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
        let expected = """
            {"class":"data-access","commitment":{"fields":80,"scheme":"salted-merkle/v1",\
            "sha256":"\(root(sealed.commitment.sha256.bytes))",\
            "sm3":"\(root(sealed.commitment.sm3.bytes))"},\
            "crosswalk":"\(Self.crosswalk)","recorded":"2026-11-23T10:00:00Z","retention":"R6M",\
            "schema":"\(self.schema.digest)","v":1}
            """
        #expect(String(decoding: sealed.statement, as: UTF8.self) == expected)
        #expect(try StrictJSON.parse(sealed.statement).canonicalBytes == sealed.statement)
        let statement = try Statement(parsing: sealed.statement)
        #expect(statement.commitment == sealed.commitment)
        #expect(statement.recordClass == "data-access")
        #expect(statement.retention == "R6M")
        // Rounded down to the interval of 60 seconds.
        #expect(statement.recorded.seconds == 1_795_428_000)
        let text = expected
        for (_, value) in try self.schema.validate(
            SampleRecords.dataAccess(),
            in: SampleRecords.contextEU
        ).values.enumerated() {
            guard let value = value?.text, value.utf8.count > 3 else { continue }
            #expect(!text.contains(value), "\(value) is public")
        }
    }

    @Test func everySecretGivesAnotherCommitment() throws {
        let record = try self.schema.validate(
            SampleRecords.dataAccess(),
            in: SampleRecords.contextEU
        )
        var roots: Set<RecordCommitment> = []
        for number in 0..<50 {
            var secret = Self.secret
            secret[number % 32] ^= UInt8(1 << (number % 8))
            secret[31] &+= UInt8(number)
            let sealed = try self.sealer(.open).seal(
                record,
                retention: "R6M",
                recorded: Self.recorded,
                secret: secret
            )
            roots.insert(sealed.commitment)
        }
        #expect(roots.count == 50)
    }

    @Test func classAndRetentionAreNobodysChoice() throws {
        for (name, value, isAccepted) in [
            ("record_class", "data-access", true), ("retention_class", "R6M", true),
            ("retention_class", "R3Y", false),
        ] {
            let record = try self.schema.validate(
                SampleRecords.dataAccess().replacing(name, with: .string(value)),
                in: SampleRecords.contextEU
            )
            let seal = {
                try self.sealer(.open).seal(
                    record,
                    retention: "R6M",
                    recorded: Self.recorded,
                    secret: Self.secret
                )
            }
            guard !isAccepted else {
                #expect(throws: Never.self) { try seal() }
                continue
            }
            let error = #expect(throws: RecordError.self) { try seal() }
            #expect(error?.code == .classDiffers)
            #expect(error?.member == name)
        }
    }

    // MARK: Disclosures

    @Test(arguments: RecordShape.allCases)
    func everyDisclosureLeadsToBothRoots(_ shape: RecordShape) throws {
        let sealed = try self.seal(shape)
        let content = try RecordContent(parsing: sealed.content)
        let trees = content.trees()
        #expect(trees.commitment == sealed.commitment)
        for index in 0..<content.leafCount {
            let disclosure = try #require(content.disclosure(of: index))
            #expect(disclosure.digits == sealed.disclosures[index])
            let read = try RecordDisclosure(parsing: disclosure.digits)
            #expect(read.name == disclosure.name && read.value == disclosure.value)
            try self.verify(read, index, trees.paths(of: index), sealed.commitment)
        }
        #expect(content.disclosure(of: content.leafCount) == nil)
        #expect(content.disclosure(of: "recipient_ref")?.value == .null)
        #expect(content.disclosure(of: "no_such_field") == nil)
    }

    private func verify(
        _ disclosure: RecordDisclosure,
        _ index: Int,
        _ paths: DisclosurePaths,
        _ commitment: RecordCommitment
    ) throws {
        try disclosure.verify(
            index: index,
            fieldCount: commitment.fieldCount,
            path: paths.sha256,
            root: commitment.sha256
        )
        try disclosure.verify(
            index: index,
            fieldCount: commitment.fieldCount,
            path: paths.sm3,
            root: commitment.sm3
        )
    }

    @Test func oneFlippedBitOfADisclosureIsRefused() throws {
        let sealed = try self.seal(.open)
        let content = try RecordContent(parsing: sealed.content)
        let paths = content.trees().paths(of: 14)
        let digits = sealed.disclosures[14]
        for bit in 0..<8 * digits.count {
            var damaged = digits
            damaged[bit / 8] ^= 1 << (bit % 8)
            guard let read = try? RecordDisclosure(parsing: damaged) else { continue }
            #expect(throws: DisclosureError.self) {
                try self.verify(read, 14, paths, sealed.commitment)
            }
        }
        let good = try RecordDisclosure(parsing: digits)
        for other in [13, 15, 80, -1] {
            #expect(throws: DisclosureError.self) {
                try self.verify(good, other, paths, sealed.commitment)
            }
        }
        for bit in 0..<256 {
            var sm3 = paths.sm3
            sm3[0] = sm3[0].flipping(bit: bit)
            #expect(throws: DisclosureError.path(.rootMismatch)) {
                try good.verify(
                    index: 14,
                    fieldCount: 80,
                    path: sm3,
                    root: sealed.commitment.sm3
                )
            }
        }
    }

    @Test func disclosuresHaveOneSpelling() throws {
        let salt = ReferenceSealer.base64URL([UInt8](repeating: 7, count: 32))
        func digits(_ json: String) -> [UInt8] {
            Array(ReferenceSealer.base64URL(Array(json.utf8)).utf8)
        }
        let good = digits("[\"\(salt)\",\"outcome\",\"success\"]")
        #expect(try RecordDisclosure(parsing: good).value == .string("success"))
        for json in [
            "[\"\(salt)\", \"outcome\",\"success\"]", "[\"\(salt)\",\"outcome\"]",
            "[\"\(salt)\",\"outcome\",\"success\",1]", "[\"\(salt.dropLast())\",\"outcome\",1]",
            "[\"\(salt)A\",\"outcome\",1]", "[\"\(salt)\",1,\"success\"]", "{}", "[]",
            "[\"\(salt)\",\"outc\\u006fme\",\"success\"]", "[\"\(salt)\",\"a\",{\"b\":1,\"a\":1}]",
            "[\"\(salt)\",\"a\",1.0]", "[\"\(salt.dropLast())B\",\"outcome\",1]",
        ] {
            #expect(throws: DisclosureError.malformed, "\(json)") {
                try RecordDisclosure(parsing: digits(json))
            }
        }
        let spellings: [[UInt8]] = [
            good + [0x3d], Array(good.dropLast()) + [0x2b], [], good + [0x0a], [0x41],
        ]
        for damaged in spellings {
            #expect(throws: DisclosureError.malformed) {
                try RecordDisclosure(parsing: damaged)
            }
        }
    }

    // MARK: Erasing

    @Test(arguments: RecordShape.allCases, HMACHash.allCases)
    func erasingLeavesEveryOtherProof(_ shape: RecordShape, _ hash: HMACHash) throws {
        let sealed = try self.seal(shape, hash)
        var content = try RecordContent(parsing: sealed.content)
        var erased: Set<Int> = []
        for names in [["actor_id"], ["data_subject_ref", "recipient_ref"], ["attributes"]] {
            content = try #require(content.erasing(fields: names))
            erased.formUnion(names.compactMap { self.schema.index(of: $0) })
            // What the vault writes is all there is.
            content = try RecordContent(parsing: content.bytes)
            let trees = content.trees()
            #expect(trees.commitment == sealed.commitment)
            for index in 0..<content.leafCount {
                #expect(content.isErased(index) == erased.contains(index))
                guard let disclosure = content.disclosure(of: index) else {
                    #expect(erased.contains(index))
                    continue
                }
                #expect(disclosure.digits == sealed.disclosures[index])
                try self.verify(disclosure, index, trees.paths(of: index), sealed.commitment)
            }
        }
        let text = String(decoding: content.bytes, as: UTF8.self)
        #expect(!text.contains("staff:7f3a90c2") && !text.contains("subject:c41fd2aa"))
        #expect(text.contains("ehr/patients/chart"))
        // Nor is a salt of theirs, or the secret, in what is left.
        for index in erased {
            let salt = self.reference(shape, hash).salt(index)
            #expect(!text.contains(ReferenceSealer.base64URL(salt)))
        }
        #expect(!text.contains(ReferenceSealer.base64URL(Self.secret)))
        #expect(content.erasing(fields: ["actor_id"])?.bytes == content.bytes)
        #expect(content.erasing(fields: ["no_such_field"]) == nil)
    }

    @Test func erasingEverythingLeavesHashesOnly() throws {
        let sealed = try self.seal(.open)
        let content = try RecordContent(parsing: sealed.content)
        let empty = content.erasing(leaves: 0..<80)
        let read = try RecordContent(parsing: empty.bytes)
        #expect(read.trees().commitment == sealed.commitment)
        #expect(read.salts.nodes.isEmpty)
        #expect(read.record.members?.isEmpty == true)
        #expect((0..<80).allSatisfy { read.disclosure(of: $0) == nil })
    }

    @Test func contentsHaveOneSpelling() throws {
        let sealed = try self.seal(.open)
        let content = try #require(
            RecordContent(parsing: sealed.content).erasing(fields: ["purpose"])
        )
        let text = String(decoding: content.bytes, as: UTF8.self)
        #expect(try RecordContent(parsing: content.bytes).bytes == content.bytes)
        let damages = [
            (#""v":1"#, #""v":2"#), (#""v":1"#, #""v": 1"#),
            (#""hmac":"sha256""#, #""hmac":"md5""#),
            (#""shape":"open""#, #""shape":"closed""#), (#""1.1":"#, #""1.0":"#),
            (#""1.1":"#, #""9.0":"#), (#""erased":{"29""#, #""erased":{"30""#),
            (#""actor_id":"#, #""aktor_id":"#), (#""values":{"#, #""values":{"purpose":"x","#),
            (#""operation":"consult""#, #""operation":"consult","x":1"#),
        ]
        for (old, new) in damages {
            let damaged = text.replacing(old, with: new, maxReplacements: 1)
            #expect(damaged != text, "\(old)")
            #expect(throws: RecordContentError.malformed, "\(old)") {
                try RecordContent(parsing: Array(damaged.utf8))
            }
        }
        let digest = ContentDigest(of: [1])
        let unknown = text.replacing(self.schema.digest.description, with: digest.description)
        #expect(throws: RecordContentError.unknownSchema(digest)) {
            try RecordContent(parsing: Array(unknown.utf8))
        }
        #expect(throws: RecordContentError.malformed) { try RecordContent(parsing: []) }
    }

    // MARK: Opaque logs

    @Test func allStatementsOfAnOpaqueLogHaveOneShape() throws {
        var lengths: Set<Int> = []
        var masks: Set<String> = []
        for schema in SchemaRegistry.embedded.schemas
        where !PublicStatement.classes.contains(schema.recordClass) {
            for retention in ["R6M", "RBLOCK"] {
                let values = [JSONValue?](repeating: nil, count: schema.fields.count)
                let sealer = RecordSealer(
                    schema,
                    shape: .opaque,
                    hash: .sha256,
                    crosswalk: Self.crosswalk,
                    interval: 60
                )
                let sealed = try sealer.seal(
                    ValidRecord(schema: schema, values: values),
                    retention: retention,
                    recorded: Self.recorded,
                    secret: Self.secret
                )
                lengths.insert(sealed.statement.count)
                masks.insert(try self.mask(sealed.statement))
                let content = try RecordContent(parsing: sealed.content)
                #expect(content.disclosure(of: 0)?.value == .string(schema.recordClass))
                #expect(content.disclosure(of: 1)?.value == .string(retention))
                let leaf = try #require(content.schemaLeaf)
                #expect(content.disclosure(of: leaf)?.name == "schema")
                #expect(
                    content.disclosure(of: leaf)?.value == .string(schema.digest.description)
                )
            }
        }
        let dummy = RecordSealer.dummy(
            hash: .sha256,
            crosswalk: Self.crosswalk,
            recorded: Self.recorded,
            interval: 60,
            secret: Self.secret
        )
        lengths.insert(dummy.statement.count)
        masks.insert(try self.mask(dummy.statement))
        #expect(lengths.count == 1)
        #expect(masks.count == 1)
        // A dummy can be proven to be one.
        let content = try RecordContent(parsing: dummy.content)
        let disclosure = try #require(content.disclosure(of: 0))
        #expect(disclosure.name == "record_class" && disclosure.value == .string("dummy"))
        try self.verify(disclosure, 0, content.trees().paths(of: 0), dummy.commitment)
    }

    /// The statement with the two roots taken out.
    private func mask(_ statement: [UInt8]) throws -> String {
        let parsed = try Statement(parsing: statement)
        return String(decoding: statement, as: UTF8.self)
            .replacing(Data(parsed.commitment.sha256.bytes).base64EncodedString(), with: "")
            .replacing(Data(parsed.commitment.sm3.bytes).base64EncodedString(), with: "")
    }

    // MARK: Statements

    @Test func statementsHaveOneSpelling() throws {
        let bytes = try self.seal(.open).statement
        let text = String(decoding: bytes, as: UTF8.self)
        let damages = [
            (#""v":1"#, #""v":2"#), (#","v":1"#, ""), (#""v":1"#, #""v":1,"w":1"#),
            (#""fields":80"#, #""fields":0"#), (#""fields":80"#, #""fields":129"#),
            (#""fields":80"#, #""fields":"80""#), ("salted-merkle/v1", "salted-merkle/v2"),
            ("10:00:00Z", "10:00:00.5Z"), ("10:00:00Z", "10:61:00Z"), (#""R6M""#, #""R 6""#),
            (#""data-access""#, #""""#), ("sha256:", "SHA256:"), (#","v":1"#, #", "v":1"#),
            (#""sm3":""#, #""sm3":"A"#), (#"{"class""#, #"{"class":"a","class""#),
            (#""crosswalk":"sha256:"#, #""crosswalk":"sm3:"#),
        ]
        for (old, new) in damages {
            let damaged = text.replacing(old, with: new, maxReplacements: 1)
            #expect(damaged != text, "\(old)")
            #expect(throws: StatementError.self, "\(old) -> \(new)") {
                try Statement(parsing: Array(damaged.utf8))
            }
        }
        for bit in 0..<8 * bytes.count {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << (bit % 8)
            guard let other = try? Statement(parsing: damaged) else { continue }
            #expect(other.bytes == damaged)
        }
        #expect(throws: StatementError.self) { try Statement(parsing: bytes + [0x0a]) }
        #expect(throws: StatementError.self) { try Statement(parsing: []) }
    }
}
