import CryptoSuites
import MerkleTree
public import SignedNotes

/// The signer's two marks in one log, as its file `record` holds them.
///
///     concordat/signer-record/v1
///     origin <origin>
///     recorded <size>
///     published <size>
///     published-sha256 <edge>
///     published-sm3 <edge>
///     signed <size>
///     signed-at <POSIX seconds>
///     signed-sha256 <edge>
///     signed-sm3 <edge>
///     checkpoint <note, base64>
///     sm3-checkpoint <note, base64>
///     twin <note, base64>
///     tree-head <TreeHeadSignature, base64>         in v2, and in v3 if there is one
///     events <count>                                in v3 only
///     digest <SHA-256 of everything above, hexadecimal>
///
/// An edge is the hashes of a compact range, the largest subtree first, in one base64 string, or `-`
/// if there are none. Before the first signature the line is `signed none`, and `digest` follows.
///
/// The first line says `v2` if and only if the last signed head has the signature of RFC 6962 with
/// it. A log without the key for those keeps to `v1`, as before there was such a key.
///
/// It says `v3` if statements about keys or policy were recorded: `events` counts those that the file
/// of that name has at least.
///
/// `recorded` is where the journal ended when the file was written: it ends there or above.
public struct SignerRecord: Hashable, Sendable {
    /// Which log.
    public let origin: LogOrigin
    /// The size up to which the journal had recorded entries, at least.
    public let recordedSize: UInt64
    let published: TwinRange
    let signed: SignedHead?
    /// How many statements about keys and policy had been recorded, at least.
    public let eventCount: Int

    /// Joins the parts.
    ///
    /// - Precondition: `published <= signed <= recordedSize`.
    init(
        origin: LogOrigin,
        recordedSize: UInt64,
        published: TwinRange,
        signed: SignedHead?,
        eventCount: Int = 0
    ) {
        precondition(
            Self.isOrdered(recordedSize: recordedSize, published: published, signed: signed),
            "what is published was signed, and what is signed was recorded"
        )
        self.origin = origin
        self.recordedSize = recordedSize
        self.published = published
        self.signed = signed
        self.eventCount = eventCount
    }

    /// The newest size that was told to be published.
    public var publishedSize: UInt64 { self.published.size }

    /// The newest head that was signed; nil before the first.
    public var signedHead: TwinHead? { self.signed?.head }

    /// When the newest head was signed, in POSIX seconds; nil before the first.
    public var signedTimestamp: UInt64? { self.signed?.timestamp }

    /// The notes of the newest head that was signed; nil before the first.
    public var signedNotes: HeadNotes? { self.signed?.notes }

    private static func isOrdered(
        recordedSize: UInt64,
        published: TwinRange,
        signed: SignedHead?
    ) -> Bool {
        guard let signed else { return published.size == 0 }
        return published.size <= signed.head.size && signed.head.size <= recordedSize
            && (published.size < signed.head.size || published == signed.range)
    }
}

extension SignerRecord {
    private static let header = "concordat/signer-record/v1"
    private static let headerWithTreeHead = "concordat/signer-record/v2"
    /// More than any log will have.
    private static let maximumEventCount: UInt64 = 1 << 32
    private static let headerWithEvents = "concordat/signer-record/v3"
    private static let unsigned = "none"

    /// Reads a record's file.
    ///
    /// - Throws: ``SignerFilesError/damaged(_:)`` unless the bytes are what a record prints.
    init(parsing bytes: [UInt8]) throws(SignerFilesError) {
        // SPEC: SIGNER-14: one spelling per record.
        guard let record = Self(lines: bytes.split(separator: UInt8(ascii: "\n"))),
            record.bytes == bytes
        else { throw .damaged("the record is not one that a signer wrote") }
        self = record
    }

    /// The file's contents.
    var bytes: [UInt8] {
        let treeHead = self.signed?.notes.treeHead
        var lines = [
            self.eventCount > 0
                ? Self.headerWithEvents : treeHead == nil ? Self.header : Self.headerWithTreeHead,
            "origin \(self.origin.text)",
            "recorded \(self.recordedSize)",
            "published \(self.published.size)",
            "published-sha256 \(self.published.sha256.text)",
            "published-sm3 \(self.published.sm3.text)",
        ]
        if let signed = self.signed {
            lines += [
                "signed \(signed.head.size)",
                "signed-at \(signed.timestamp)",
                "signed-sha256 \(signed.range.sha256.text)",
                "signed-sm3 \(signed.range.sm3.text)",
                "checkpoint \(Base64.encode(signed.notes.checkpoint))",
                "sm3-checkpoint \(Base64.encode(signed.notes.sm3Checkpoint))",
                "twin \(Base64.encode(signed.notes.twin))",
            ]
            if let treeHead { lines.append("tree-head \(Base64.encode(treeHead.bytes))") }
        } else {
            lines.append("signed \(Self.unsigned)")
        }
        if self.eventCount > 0 { lines.append("events \(self.eventCount)") }
        let body = Array(lines.map { $0 + "\n" }.joined().utf8)
        return body + Array("digest \(Hexadecimal.encode(Hashes.sha256(body)))\n".utf8)
    }

    private init?(lines: [ArraySlice<UInt8>]) {
        var lines = lines[...]
        func value(_ name: String) -> ArraySlice<UInt8>? { lines.popValue(name) }
        func range(_ prefix: String, size: UInt64) -> TwinRange? {
            guard let sha256 = value("\(prefix)-sha256"), let sm3 = value("\(prefix)-sm3") else {
                return nil
            }
            return TwinRange(size: size, sha256Text: sha256, sm3Text: sm3)
        }
        func signedHead(hasTreeHead: Bool?) -> SignedHead?? {
            guard let size = value("signed") else { return nil }
            if size.elementsEqual(Self.unsigned.utf8) { return .some(nil) }
            guard let size = CanonicalDecimal.parse(size),
                let timestamp = value("signed-at").flatMap({ CanonicalDecimal.parse($0) }),
                let range = range("signed", size: size),
                let checkpoint = value("checkpoint").flatMap({ Base64.decode($0) }),
                let sm3 = value("sm3-checkpoint").flatMap({ Base64.decode($0) }),
                let twin = value("twin").flatMap({ Base64.decode($0) })
            else { return nil }
            var notes = HeadNotes(checkpoint: checkpoint, sm3Checkpoint: sm3, twin: twin)
            if hasTreeHead ?? (lines.first?.starts(with: "tree-head ".utf8) == true) {
                guard
                    let treeHead = value("tree-head").flatMap({ Base64.decode($0) })
                        .flatMap({ TreeHeadSignature(parsing: $0) })
                else { return nil }
                notes = notes.with(treeHead: treeHead)
            }
            return SignedHead(range: range, timestamp: timestamp, notes: notes)
        }
        guard let header = lines.popFirst() else { return nil }
        let hasEvents = header.elementsEqual(Self.headerWithEvents.utf8)
        let hasTreeHead = header.elementsEqual(Self.headerWithTreeHead.utf8)
        guard hasEvents || hasTreeHead || header.elementsEqual(Self.header.utf8),
            let origin = value("origin").flatMap({ String(validating: $0, as: UTF8.self) }),
            let origin = try? LogOrigin(origin),
            let recordedSize = value("recorded").flatMap({ CanonicalDecimal.parse($0) }),
            let publishedSize = value("published").flatMap({ CanonicalDecimal.parse($0) }),
            let published = range("published", size: publishedSize),
            let signed = signedHead(hasTreeHead: hasEvents ? nil : hasTreeHead),
            Self.isOrdered(recordedSize: recordedSize, published: published, signed: signed)
        else { return nil }
        var eventCount: UInt64 = 0
        if hasEvents {
            guard let count = value("events").flatMap({ CanonicalDecimal.parse($0) }),
                (1...Self.maximumEventCount).contains(count)
            else { return nil }
            eventCount = count
        }
        // Digest and spelling are checked by the caller, who prints what was read and compares.
        self.init(
            origin: origin,
            recordedSize: recordedSize,
            published: published,
            signed: signed,
            eventCount: Int(eventCount)
        )
    }
}
