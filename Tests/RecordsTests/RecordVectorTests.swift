import CryptoSuites
import Foundation
import LogTesting
import MerkleTree
import Testing

@testable import Records

/// `Specs/vectors/records.json`, which another implementation wrote.
@Suite struct RecordVectorTests {
    struct Vector: Decodable, CustomTestStringConvertible {
        struct Disclosed: Decodable {
            let disclosure: String
            let index: Int
            let sha256: [String]
            let sm3: [String]
        }

        let name: String
        let schema: String
        let hmac: String?
        let secret: String?
        let kind: String?
        let retention: String?
        let recorded: String?
        let crosswalk: String?
        let statement: String
        let disclosures: [Disclosed]
        let allDisclosures: String?
        let verdict: ExpectedVerdict

        var testDescription: String { self.name }
    }

    /// The records themselves, read by the strict parser: Foundation would lose what they are.
    private static func records() throws -> [String: JSONValue] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Specs/vectors/records.json").standardized
        let json = try StrictJSON.parse([UInt8](Data(contentsOf: file)))
        var records: [String: JSONValue] = [:]
        for vector in json["vectors"]?.elements ?? [] {
            if let name = vector["name"]?.text { records[name] = vector["record"] }
        }
        return records
    }

    @Test(arguments: try VectorFile<Vector>.load("records"))
    func vectorGetsItsVerdict(_ vector: Vector) throws {
        #expect(throws: Never.self) {
            do {
                try self.check(vector)
                #expect(vector.verdict == .valid)
            } catch {
                #expect(vector.verdict == .mustFail, "\(error)")
            }
        }
    }

    private func check(_ vector: Vector) throws {
        let statement = try Statement(parsing: Array(vector.statement.utf8))
        let schema = try #require(SchemaRegistry.embedded[vector.schema])
        let form = RecordForm(schema, isOpaque: statement.isOpaque)
        guard form.leafCount == statement.commitment.fieldCount,
            statement.isOpaque || statement.schema == schema.digest,
            statement.isOpaque || statement.recordClass == schema.recordClass
        else { throw DisclosureError.value }
        for disclosed in vector.disclosures {
            let disclosure = try RecordDisclosure(parsing: Array(disclosed.disclosure.utf8))
            try form.check(disclosure, at: disclosed.index)
            try disclosure.verify(
                index: disclosed.index,
                fieldCount: statement.commitment.fieldCount,
                path: self.hashes(disclosed.sha256),
                root: statement.commitment.sha256
            )
            try disclosure.verify(
                index: disclosed.index,
                fieldCount: statement.commitment.fieldCount,
                path: self.hashes(disclosed.sm3),
                root: statement.commitment.sm3
            )
        }
    }

    private func hashes<Hasher: TreeHasher>(_ texts: [String]) throws -> [TreeHash<Hasher>] {
        try texts.map { try #require(TreeHash(statementText: $0)) }
    }

    /// With the secret and the record, the sealer makes the same bytes.
    @Test func sealingMakesTheSameBytes() throws {
        let records = try Self.records()
        var count = 0
        for vector in try VectorFile<Vector>.load("records") {
            guard let hmac = vector.hmac.flatMap(HMACHash.init), let secret = vector.secret,
                let bytes = [UInt8](hexadecimal: secret), let retention = vector.retention,
                let recorded = vector.recorded.flatMap({ RecordTime(parsing: $0) }),
                let crosswalk = vector.crosswalk.flatMap({ ContentDigest(parsing: $0) }),
                let record = records[vector.name]
            else { continue }
            count += 1
            let schema = try #require(SchemaRegistry.embedded[vector.schema])
            let sealed: SealedRecord
            if vector.kind == "dummy" {
                sealed = RecordSealer.dummy(
                    hash: hmac,
                    crosswalk: crosswalk,
                    recorded: recorded,
                    interval: 1,
                    secret: bytes
                )
            } else {
                // Not all of them have the fields that their schema requires.
                var values = [JSONValue?](repeating: nil, count: schema.fields.count)
                for member in record.members ?? [] {
                    values[try #require(schema.index(of: member.name))] = member.value
                }
                sealed = try RecordSealer(
                    schema,
                    shape: vector.kind == "opaque" ? .opaque : .open,
                    hash: hmac,
                    crosswalk: crosswalk,
                    interval: 1
                ).seal(
                    ValidRecord(schema: schema, values: values),
                    retention: retention,
                    recorded: recorded,
                    secret: bytes
                )
            }
            #expect(String(decoding: sealed.statement, as: UTF8.self) == vector.statement)
            let all = sealed.disclosures.map { String(decoding: $0, as: UTF8.self) }
            #expect(
                ContentDigest(of: all.joined(separator: "\n").utf8).description
                    == "sha256:" + (vector.allDisclosures ?? "")
            )
            let trees = try RecordContent(parsing: sealed.content).trees()
            for disclosed in vector.disclosures {
                #expect(all[disclosed.index] == disclosed.disclosure)
                let paths = trees.paths(of: disclosed.index)
                #expect(paths.sha256 == (try self.hashes(disclosed.sha256)))
                #expect(paths.sm3 == (try self.hashes(disclosed.sm3)))
            }
        }
        #expect(count == 6)
    }
}
