import CryptoSuites
import Foundation
import LogTesting
import Testing

@testable import Records

/// The files in Specs/schemas.
@Suite struct RecordSchemaTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Specs/schemas").standardized

    private static var files: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: self.folder.path())
                .filter { $0.hasSuffix(".json") }.sorted()
        }
    }

    @Test func whatIsEmbeddedIsWhatTheFilesHold() throws {
        #expect(EmbeddedSchemas.files.map(\.name) == (try Self.files), "run Specs/schemas/embed.sh")
        for (name, text) in EmbeddedSchemas.files {
            let bytes = try [UInt8](Data(contentsOf: Self.folder.appending(path: name)))
            #expect(bytes == Array(text.utf8), "run Specs/schemas/embed.sh")
            let schema = try RecordSchema(parsing: bytes)
            #expect(name == "\(schema.recordClass).v\(schema.version).json")
            #expect(schema.digest.bytes == Hashes.sha256(bytes))
        }
    }

    @Test func everyClassHasASchema() {
        let classes = [
            "ai-decision", "auditor-disclosure", "capture-state", "clock-change", "correction",
            "data-access", "incident", "key-event", "opaque", "policy-event", "retention-action",
            "schema-change",
        ]
        let schemas = SchemaRegistry.embedded.schemas
        #expect(Set(schemas.map(\.recordClass)).sorted() == classes)
        #expect(Set(schemas.map(\.digest)).count == schemas.count)
        #expect(SchemaRegistry.embedded["retention-action"]?.version == 2)
        #expect(SchemaRegistry.embedded["data-access"]?.fields.count == 80)
        #expect(SchemaRegistry.embedded["nothing"] == nil)
    }

    @Test(arguments: RecordSchema.embedded.map(\.recordClass))
    func fieldsAreFoundByNameAndEndInAttributes(_ name: String) throws {
        let schema = try #require(SchemaRegistry.embedded[name])
        for (index, field) in schema.fields.enumerated() {
            #expect(field.index == index)
            #expect(schema.index(of: field.name) == index)
            #expect(schema.index(of: field.name + "x") == nil)
            #expect(!field.summary.isEmpty && !field.sourceTerm.isEmpty)
            #expect(field.line > 1)
            for provision in field.provisionsEU + field.provisionsCN {
                #expect(
                    ["[V]", "[V2]", "[U]"].contains { provision.hasSuffix(" \($0)") },
                    "\(field.name): \(provision) has no mark"
                )
            }
        }
        if !["key-event", "policy-event", "opaque"].contains(name) {
            #expect(schema.fields.last?.name == "attributes")
            #expect(schema.fields.first?.name == "record_class")
            #expect(schema.fields.dropFirst().first?.name == "retention_class")
        }
    }

    /// Each form of text agrees with the pattern that other readers of JSON Schema go by, on good
    /// samples and on every one-character change of them.
    @Test func formsAgreeWithTheirPatterns() throws {
        var patterns: [TextFormat: Set<String>] = [:]
        for (_, text) in EmbeddedSchemas.files {
            let json = try StrictJSON.parse(Array(text.utf8))
            for property in json["properties"]?.members ?? [] {
                for value in [property.value, property.value["items"] ?? .null] {
                    guard let format = value["x-format"]?.text.flatMap(TextFormat.init) else {
                        continue
                    }
                    patterns[format, default: []].insert(value["pattern"]?.text ?? "")
                }
            }
        }
        let samples: [TextFormat: [String]] = [
            .code: ["a", "eu-gdpr:A6-1-a", "R6M", "pd:MedicalHealth", "x_y.z"],
            .ref: ["a", "order/7#sha256:00", "!~"],
            .timestamp: ["2026-11-23T10:00:00Z", "2024-02-29T23:59:59.123456789Z"],
            .uuid: ["6f1c1a52-8d0f-4b61-9d5e-0a4c6f8e2b17"],
            .country: ["ES", "CN"],
            .location: ["ES", "ES-MD", "CN-BJ/north-1", "DE/eu-central-1"],
            .digest: ["sm3:" + String(repeating: "0a", count: 32)],
            .decimal: ["0", "-1.50", "0.73", "123456789012345678.1"],
        ]
        for (format, texts) in samples {
            let pattern = try #require(patterns[format], "\(format) is used")
            #expect(pattern.count == 1, "\(format) has one pattern")
            let regex = try Regex(try #require(pattern.first))
            for text in texts {
                #expect(format.matches(text), "\(format): \(text)")
                for change in Self.changes(of: text) {
                    let isMatch = try regex.wholeMatch(in: change) != nil
                    // Moments that the pattern lets through and the calendar does not have.
                    if format == .timestamp, isMatch { continue }
                    #expect(format.matches(change) == isMatch, "\(format): \(change)")
                }
            }
        }
    }

    private static func changes(of text: String) -> [String] {
        let characters = Array(text)
        let others: [Character] = ["0", "a", "Z", "-", ".", "/", " ", "_", "é", "\n"]
        return [text + text, "", " " + text, text + "\n"]
            + characters.indices.flatMap { position in
                others.map { other in
                    var copy = characters
                    copy[position] = other
                    return String(copy)
                }
                    + [String(characters[..<position] + characters[(position + 1)...])]
            }
    }

    @Test func whatTheReaderDoesNotUnderstandIsRefused() throws {
        let schema = try #require(EmbeddedSchemas.files.first { $0.name == "clock-change.v1.json" })
        let good = schema.text
        let damages: [(String, String)] = [
            (#""x-index": 3"#, #""x-index": 4"#),
            (#""x-fields": 25"#, #""x-fields": 26"#),
            (#""type": "object","#, #""type": "object", "anyOf": [],"#),
            (#""minimum": 0,"#, #""multipleOf": 2,"#),
            (#""x-format": "code""#, #""x-format": "kode""#),
            (#""x-sensitivity": "COM""#, #""x-sensitivity": "SECRET""#),
            (#""x-class": "clock-change","#, ""),
            (#""required": ["record_id""#, #""required": ["record_idx""#),
            (#"{"refused": {"secrecy""#, #"{"refused": {"secrecyx""#),
            (#"{"id": "secrets", "refused""#, #"{"id": "secrets", "refuses""#),
            ("{", "["),
        ]
        for (old, new) in damages {
            let damaged =
                old.contains("secrecy\"") && !good.contains(old)
                ? good.replacing(#""refused": {"secrecy""#, with: #""refused": {"secrecyx""#)
                : good.replacing(old, with: new, maxReplacements: 1)
            #expect(damaged != good, "\(old) is in the schema")
            #expect(throws: SchemaError.self, "\(old)") {
                try RecordSchema(parsing: Array(damaged.utf8))
            }
        }
        let error = #expect(throws: SchemaError.self) {
            try RecordSchema(
                parsing: Array(good.replacing(#""x-index": 0"#, with: #""x-index": 9"#).utf8)
            )
        }
        let line = good.split(separator: "\n", omittingEmptySubsequences: false)
            .firstIndex { $0.contains(#""record_class": {"#) }
        #expect(error?.line == line.map { $0 + 1 })
    }
}
