import CryptoSuites
import LogProtocol
import MerkleTree
import SignedNotes

/// What a witness holds of one log, as its file has it.
///
///     concordat/witness-record/v1
///     origin <origin>
///     sha256-at <POSIX seconds, or 0>
///     sha256 <cosigned checkpoint, base64, or ->
///     sm3-at <POSIX seconds, or 0>
///     sm3 <cosigned checkpoint, base64, or ->
///     verified <size>
///     verified-sha256 <edge>
///     verified-sm3 <edge>
///     read <size>
///     read-sha256 <edge>
///     read-sm3 <edge>
///     event <index> <statement, base64>             for each, in index order
///     digest <SHA-256 of everything above, hexadecimal>
///
/// `verified` is how far both trees were recomputed and compared with a signed twin note, `read` how
/// far entries were hashed towards the next one. Both are 0 in light mode. An edge is the hashes of
/// a compact range, the largest subtree first, in one base64 string, or `-` if there are none. The
/// events are the statements among the entries read that change the log's keys.
struct WitnessRecord: Hashable, Sendable {
    let origin: String
    var sha256: CosignedHead<SHA256Hasher>?
    var sm3: CosignedHead<SM3Hasher>?
    var verified = TwinRange()
    var read = TwinRange()
    var events: [HistoryStatement] = []

    init(origin: String) { self.origin = origin }

    /// The newest time at which something was cosigned; 0 before the first.
    var timestamp: UInt64 { max(self.sha256?.timestamp ?? 0, self.sm3?.timestamp ?? 0) }
}

extension WitnessRecord {
    private static let header = "concordat/witness-record/v1"
    private static let nothing = "-"

    /// The file's contents.
    var bytes: [UInt8] {
        let lines =
            [
                Self.header, "origin \(self.origin)",
                "sha256-at \(self.sha256?.timestamp ?? 0)",
                "sha256 \(self.sha256.map { Base64.encode($0.note.bytes) } ?? Self.nothing)",
                "sm3-at \(self.sm3?.timestamp ?? 0)",
                "sm3 \(self.sm3.map { Base64.encode($0.note.bytes) } ?? Self.nothing)",
                "verified \(self.verified.size)",
                "verified-sha256 \(self.verified.sha256.text)",
                "verified-sm3 \(self.verified.sm3.text)",
                "read \(self.read.size)",
                "read-sha256 \(self.read.sha256.text)",
                "read-sm3 \(self.read.sm3.text)",
            ] + self.events.recordLines
        let body = Array(lines.map { $0 + "\n" }.joined().utf8)
        return body + Array("digest \(Hexadecimal.encode(Hashes.sha256(body)))\n".utf8)
    }

    /// Reads a record's file.
    ///
    /// - Throws: ``SignerFilesError/damaged(_:)`` unless the bytes are what a record prints.
    init(parsing bytes: [UInt8]) throws(SignerFilesError) {
        // SPEC: WITNESS-12: one spelling per record, its digest included.
        guard let record = Self(lines: bytes.split(separator: UInt8(ascii: "\n"))),
            record.bytes == bytes
        else { throw .damaged("the record is not one that a witness wrote") }
        self = record
    }

    private init?(lines: [ArraySlice<UInt8>]) {
        var lines = lines[...]
        guard lines.popFirst()?.elementsEqual(Self.header.utf8) == true,
            let origin = lines.popValue("origin").flatMap({ String(validating: $0, as: UTF8.self) })
        else { return nil }
        self.init(origin: origin)
        guard let sha256 = Self.head("sha256", of: SHA256Hasher.self, origin: origin, in: &lines),
            let sm3 = Self.head(
                "sm3",
                of: SM3Hasher.self,
                origin: origin + LogOrigin.sm3Suffix,
                in: &lines
            ),
            let verified = Self.range("verified", in: &lines),
            let read = Self.range("read", in: &lines), verified.size <= read.size,
            let events = [HistoryStatement](popping: &lines),
            events.last.map({ $0.index < read.size }) ?? true,
            // What was cosigned in full was verified: whether it had to be is not known here, but
            // two heads of one size have to be the same.
            verified.size != sha256?.checkpoint.size || verified.size == 0
                || verified.head.sha256 == sha256?.checkpoint.root,
            verified.size != sm3?.checkpoint.size || verified.size == 0
                || verified.head.sm3 == sm3?.checkpoint.root
        else { return nil }
        self.sha256 = sha256
        self.sm3 = sm3
        self.verified = verified
        self.read = read
        self.events = events
        // Digest and spelling are checked by the caller, who prints what was read and compares.
    }

    private static func head<Hasher: SuiteHasher>(
        _ name: String,
        of _: Hasher.Type,
        origin: String,
        in lines: inout ArraySlice<ArraySlice<UInt8>>
    ) -> CosignedHead<Hasher>?? {
        guard let timestamp = lines.popValue("\(name)-at").flatMap({ CanonicalDecimal.parse($0) }),
            let text = lines.popValue(name)
        else { return nil }
        if text.elementsEqual(self.nothing.utf8) { return timestamp == 0 ? .some(nil) : nil }
        guard timestamp > 0, let bytes = Base64.decode(text),
            let note = try? UnverifiedNote(parsing: bytes),
            let checkpoint = try? Checkpoint<Hasher>(parsing: note.text),
            checkpoint.origin.utf8.elementsEqual(origin.utf8)
        else { return nil }
        return CosignedHead(checkpoint: checkpoint, timestamp: timestamp, note: note)
    }

    private static func range(
        _ name: String,
        in lines: inout ArraySlice<ArraySlice<UInt8>>
    ) -> TwinRange? {
        guard let size = lines.popValue(name).flatMap({ CanonicalDecimal.parse($0) }),
            let sha256 = lines.popValue("\(name)-sha256"),
            let sm3 = lines.popValue("\(name)-sm3")
        else { return nil }
        return TwinRange(size: size, sha256Text: sha256, sm3Text: sm3)
    }
}
