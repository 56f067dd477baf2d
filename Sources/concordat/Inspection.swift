import CryptoSuites
import LogProtocol
import MerkleTree
import SignedNotes

/// What a file says, by its form. Nothing is verified.
struct Inspection: Equatable {
    /// What the file is.
    let kind: String
    /// Its parts, in their order.
    let parts: [Part]

    /// A part of a file.
    struct Part: Equatable {
        let name: String
        let value: Value
    }

    /// What a part holds.
    enum Value: Equatable {
        case text(String)
        case number(UInt64)
        case list([String])
        case parts([Part])
    }

    /// The longest file that is looked at, in bytes: a full bundle of the longest entries is
    /// longer than every other form.
    static let byteLimit = 256 * (EntryBatch.maximumEntryByteCount + 2)

    /// Looks at a file; nil if it is of no known form.
    init?(of bytes: [UInt8]) {
        let found =
            Self.proofFile(bytes) ?? Self.note(bytes) ?? Self.verifierKey(bytes)
            ?? Self.bundle(bytes) ?? Self.tile(bytes)
        guard let found else { return nil }
        self = found
    }

    private init(_ kind: String, _ parts: [Part]) {
        self.kind = kind
        self.parts = parts
    }

    private static func proofFile(_ bytes: [UInt8]) -> Inspection? {
        switch try? AnyProofFile(parsing: bytes) {
        case .sha256(let file): self.inspection(of: file)
        case .sm3(let file): self.inspection(of: file)
        case nil: nil
        }
    }

    private static func inspection<Hasher>(of file: ProofFile<Hasher>) -> Inspection {
        var parts = [
            Part(name: "suite", value: .text(Hasher.suite.rawValue)),
            Part(name: "index", value: .number(file.index)),
            Part(name: "path", value: .list(file.path.map(\.description))),
        ]
        if let extra = file.extra {
            parts.append(Part(name: "extra", value: .text(Hexadecimal.encode(extra))))
        }
        if let checkpoint = try? file.claimedCheckpoint() {
            parts.append(Part(name: "checkpoint", value: .parts(Self.parts(of: checkpoint))))
        }
        parts.append(Self.signatures(of: file.note))
        return Inspection("proof file", parts)
    }

    private static func note(_ bytes: [UInt8]) -> Inspection? {
        guard let note = try? UnverifiedNote(parsing: bytes) else { return nil }
        let signatures = self.signatures(of: note)
        if let twin = try? TwinNote(parsing: note.text) {
            return Inspection("twin note", self.parts(of: twin) + [signatures])
        }
        // A text does not say which hash its root is of, and both have 32 bytes.
        if let checkpoint = try? Checkpoint<SHA256Hasher>(parsing: note.text) {
            return Inspection("checkpoint", self.parts(of: checkpoint) + [signatures])
        }
        if let checkpoint = try? Checkpoint<SM3Hasher>(parsing: note.text) {
            return Inspection("checkpoint", self.parts(of: checkpoint) + [signatures])
        }
        return Inspection("note", [Part(name: "text", value: .text(note.text)), signatures])
    }

    private static func parts<Hasher>(of checkpoint: Checkpoint<Hasher>) -> [Part] {
        [
            Part(name: "origin", value: .text(checkpoint.origin)),
            Part(name: "size", value: .number(checkpoint.size)),
            Part(name: "root", value: .text(checkpoint.root.description)),
        ]
    }

    private static func parts(of twin: TwinNote) -> [Part] {
        [
            Part(name: "origin", value: .text(twin.origin.text)),
            Part(name: "size", value: .number(twin.head.size)),
            Part(name: "sha256_root", value: .text(twin.head.sha256.description)),
            Part(name: "sm3_root", value: .text(twin.head.sm3.description)),
        ]
    }

    private static func signatures(of note: UnverifiedNote) -> Part {
        let lines = note.signatures.map { signature in
            let keyID = Hexadecimal.encode(
                (0..<4).map { UInt8(signature.keyID >> (24 - 8 * $0) & 255) }
            )
            return "\(signature.name)+\(keyID), \(signature.bytes.count) bytes"
        }
        return Part(name: "signatures", value: .list(lines))
    }

    private static func verifierKey(_ bytes: [UInt8]) -> Inspection? {
        let line = bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...]
        guard let text = String(validating: line, as: UTF8.self),
            let key = try? VerifierKey(parsing: text)
        else { return nil }
        return Inspection(
            "verifier key",
            [
                Part(name: "name", value: .text(key.name)),
                Part(name: "key_id", value: .text(String(key.label.suffix(8)))),
                Part(name: "kind", value: .text(key.algorithm.description)),
                Part(name: "suite", value: .text(key.algorithm.suite.rawValue)),
                Part(name: "public_key", value: .text(Hexadecimal.encode(key.publicKey))),
            ]
        )
    }

    private static func bundle(_ bytes: [UInt8]) -> Inspection? {
        guard let batch = try? EntryBatch(parsing: bytes), (1...256).contains(batch.count) else {
            return nil
        }
        let entries = (0..<batch.count).map { position in
            let entry = Array(batch[position])
            return "\(entry.count) bytes, SHA-256 leaf \(SHA256Hasher.leafHash(entry))"
                + ", SM3 leaf \(SM3Hasher.leafHash(entry))"
        }
        return Inspection("entry bundle", [Part(name: "entries", value: .list(entries))])
    }

    private static func tile(_ bytes: [UInt8]) -> Inspection? {
        guard (1...256).contains(bytes.count / 32), bytes.count.isMultiple(of: 32) else {
            return nil
        }
        let hashes = stride(from: 0, to: bytes.count, by: 32).map {
            Hexadecimal.encode(bytes[$0..<$0 + 32])
        }
        return Inspection("tile", [Part(name: "hashes", value: .list(hashes))])
    }
}

extension Inspection {
    /// The parts for people, a line each.
    var text: String {
        "UNVERIFIED \(self.kind): nothing below has been checked against a key\n"
            + Self.lines(self.parts, indentation: "  ")
    }

    private static func lines(_ parts: [Part], indentation: String) -> String {
        parts.map { part in
            let head = "\(indentation)\(part.name):"
            let deeper = indentation + "  "
            return switch part.value {
            case .text(let text): "\(head) \(text.printable)\n"
            case .number(let number): "\(head) \(number)\n"
            case .list(let items):
                "\(head) \(items.count)\n" + items.map { "\(deeper)\($0.printable)\n" }.joined()
            case .parts(let parts): "\(head)\n" + self.lines(parts, indentation: deeper)
            }
        }.joined()
    }

    /// The parts as a JSON object on a line.
    func json() throws -> String { try WireJSON.encode(Report(inspection: self)) }

    private struct Report: Encodable {
        let inspection: Inspection

        func encode(to encoder: any Encoder) throws {
            var members = encoder.container(keyedBy: Name.self)
            try members.encode(self.inspection.kind, forKey: Name("kind"))
            try members.encode(false, forKey: Name("verified"))
            try Report.encode(self.inspection.parts, to: &members)
        }

        private static func encode(
            _ parts: [Part],
            to members: inout KeyedEncodingContainer<Name>
        ) throws {
            for part in parts {
                let name = Name(part.name)
                switch part.value {
                case .text(let text): try members.encode(text, forKey: name)
                case .number(let number): try members.encode(number, forKey: name)
                case .list(let items): try members.encode(items, forKey: name)
                case .parts(let parts):
                    var nested = members.nestedContainer(keyedBy: Name.self, forKey: name)
                    try self.encode(parts, to: &nested)
                }
            }
        }
    }

    /// The name of a member.
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { self.stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }
}
