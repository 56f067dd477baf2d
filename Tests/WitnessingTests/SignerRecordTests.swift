import LogTesting
import SignedNotes
import Testing

@testable import Witnessing

@Suite struct SignerRecordTests {
    private func records() throws -> [SignerRecord] {
        let log = try ReferenceLog(size: 9)
        let keys = try SignerKeys.generate(for: log.origin)
        var records = [
            SignerRecord(
                origin: log.origin,
                recordedSize: 0,
                published: TwinRange(),
                signed: nil
            ),
            SignerRecord(
                origin: log.origin,
                recordedSize: 9,
                published: TwinRange(),
                signed: nil
            ),
        ]
        for (published, signed) in [(0, 0), (0, 7), (4, 7), (8, 8), (7, 9)] {
            var notes = try keys.notes(
                of: log.head(signed),
                origin: log.origin,
                at: 1_800_000_000
            )
            // Of either version.
            if signed != 7 {
                notes = notes.with(
                    treeHead: try keys.treeHead(of: log.head(signed), at: 1_800_000_000_123)
                )
            }
            records.append(
                SignerRecord(
                    origin: log.origin,
                    recordedSize: 9,
                    published: try log.range(published),
                    signed: SignedHead(
                        range: try log.range(signed),
                        timestamp: 1_800_000_000,
                        notes: notes
                    )
                )
            )
        }
        return records
    }

    @Test func whatIsPrintedIsReadBack() throws {
        for record in try self.records() {
            let read = try SignerRecord(parsing: record.bytes)
            #expect(read == record)
            #expect(read.signedHead == record.signed?.head)
            #expect(read.signedNotes == record.signed?.notes)
            #expect(read.publishedSize == record.published.size)
        }
    }

    @Test func theFileIsTheOneThatTheSpecificationShows() throws {
        let record = SignerRecord(
            origin: try LogOrigin("log.example/eu"),
            recordedSize: 0,
            published: TwinRange(),
            signed: nil
        )
        let text = """
            concordat/signer-record/v1
            origin log.example/eu
            recorded 0
            published 0
            published-sha256 -
            published-sm3 -
            signed none
            digest 1e57eda5aef8dd71d89a71e3cba7ee2ecee34ee7e7e4cda85d4bab6a8fba8c54

            """
        #expect(String(decoding: record.bytes, as: UTF8.self) == text)
    }

    @Test func everyFlippedBitIsRefused() throws {
        for record in try self.records() {
            let bytes = record.bytes
            for position in bytes.indices {
                var damaged = bytes
                damaged[position] ^= 1 << (position % 8)
                #expect(throws: SignerFilesError.self, "bit of byte \(position)") {
                    try SignerRecord(parsing: damaged)
                }
            }
        }
    }

    @Test func everyShorterOrLongerFileIsRefused() throws {
        for record in try self.records() {
            let bytes = record.bytes
            for count in 0..<bytes.count {
                #expect(throws: SignerFilesError.self, "\(count) bytes") {
                    try SignerRecord(parsing: Array(bytes.prefix(count)))
                }
            }
            for extra in ["\n", " ", "x", "digest 00\n"] {
                #expect(throws: SignerFilesError.self) {
                    try SignerRecord(parsing: bytes + Array(extra.utf8))
                }
            }
        }
    }

    /// A digest protects from accidents; what is under a right digest is still checked.
    @Test(arguments: [
        ("recorded 9", "recorded 09"), ("recorded 9", "recorded 6"), ("recorded 9", "recorded -1"),
        ("recorded 9", "recorded 18446744073709551616"), ("published 4", "published 5"),
        ("published 4", "published 8"), ("published-sm3 ", "published-sm3  "),
        ("origin log.example/test", "origin log.example/sm3"), ("signed 7", "signed none"),
        ("signed 7", "signed 3"), ("signed-at 1800000000", "signed-at x"),
        ("signer-record/v1", "signer-record/v2"), ("twin ", "twin ="),
        ("\nsigned 7", "\n\nsigned 7"),
    ])
    func whatContradictsItselfIsRefused(_ old: String, _ new: String) throws {
        let record = try #require(try self.records().first { $0.published.size == 4 })
        let text = String(decoding: record.bytes, as: UTF8.self)
        let body = text.split(separator: "digest ")[0]
        #expect(body.contains(old))
        let changed = String(body).replacing(old, with: new, maxReplacements: 1)
        #expect(throws: SignerFilesError.self) {
            try SignerRecord(parsing: changed.withDigest())
        }
        // The same way back is read: it is the change that is refused.
        #expect(try SignerRecord(parsing: String(body).withDigest()) == record)
    }

    @Test func theVersionSaysWhetherThereIsATreeHead() throws {
        var versions: [String: Int] = [:]
        for record in try self.records() {
            let text = String(decoding: record.bytes, as: UTF8.self)
            let version = record.signedNotes?.treeHead == nil ? "v1" : "v2"
            versions[version, default: 0] += 1
            #expect(text.hasPrefix("concordat/signer-record/\(version)\n"))
            #expect(text.contains("\ntree-head ") == (version == "v2"))
            let body = String(text.split(separator: "digest ")[0])
            let other = version == "v1" ? "v2" : "v1"
            #expect(throws: SignerFilesError.self, "\(version) said to be \(other)") {
                try SignerRecord(
                    parsing: body.replacing("record/\(version)", with: "record/\(other)")
                        .withDigest()
                )
            }
            guard version == "v2" else { continue }
            let lines = body.split(separator: "\n")
            let without = lines.dropLast().joined(separator: "\n") + "\n"
            #expect(throws: SignerFilesError.self) {
                try SignerRecord(parsing: without.withDigest())
            }
            // Without that line it is the record that older programs write, and is read as one.
            let old = try SignerRecord(
                parsing: without.replacing("record/v2", with: "record/v1").withDigest()
            )
            #expect(old.signedNotes == record.signedNotes?.with(treeHead: nil))
            for damage in ["tree-head AAAA", "tree-head ", "tree-head \(Base64.encode([0, 4, 3]))"]
            {
                #expect(throws: SignerFilesError.self, "\(damage)") {
                    try SignerRecord(parsing: (without + damage + "\n").withDigest())
                }
            }
        }
        #expect(versions == ["v1": 4, "v2": 3])
    }

    @Test func aRecordIsCreatedOnlyWhereNothingIs() throws {
        let origin = try LogOrigin("log.example/test")
        let disk = SimulatedDisk()
        let folder = SignerFolder(path: "data/signer", files: disk)
        try SignerRecord.create(in: folder, origin: origin)
        #expect(throws: SignerFilesError.alreadyExists("data/signer")) {
            try SignerRecord.create(in: folder, origin: origin)
        }
        for path in disk.paths(in: "data/signer") { disk.erase(path) }
        #expect(throws: SignerFilesError.alreadyExists("data/signer")) {
            // Its journal is still there.
            try SignerRecord.create(in: folder, origin: origin)
        }
        let emptyFolder = SignerFolder(path: "data/other", files: disk)
        try disk.createDirectory(emptyFolder.path)
        try SignerRecord.create(in: emptyFolder, origin: origin)
    }
}
