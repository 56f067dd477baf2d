import CryptoSuites
import SignedNotes

@testable import Witnessing

/// The file in which a signer keeps its marks: as it is, and with the digest that fits it.
enum SignerRecordTarget: FuzzTarget {
    static let name = "signer-record"
    static let maximumByteCount = 1_800
    static let words = [
        "concordat/signer-record/v1\n", "origin ", "recorded ", "published ", "published-sha256 ",
        "published-sm3 ", "signed none\n", "signed-at ", "-\n",
    ]

    static func seeds() throws -> [[UInt8]] {
        let origin = try LogOrigin(FuzzKeys.origin)
        let signed = SignedHead(
            range: try SignerSamples.range(2),
            timestamp: 1_800_000_000,
            notes: HeadNotes(checkpoint: [1], sm3Checkpoint: [2, 3], twin: [])
        )
        let records = [
            SignerRecord(origin: origin, recordedSize: 0, published: TwinRange(), signed: nil),
            SignerRecord(
                origin: origin,
                recordedSize: 3,
                published: try SignerSamples.range(1),
                signed: signed
            ),
        ]
        return records.map(\.bytes) + records.map { self.withoutDigest($0.bytes) }
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        let asItIs = try self.isRead(input)
        let body = input + Array("digest ".utf8)
        let digest = Hexadecimal.encode(Hashes.sha256(input))
        let sealed = try self.isRead(body + Array("\(digest)\n".utf8))
        return asItIs || sealed
    }

    private static func isRead(_ bytes: [UInt8]) throws -> Bool {
        guard let record = try? SignerRecord(parsing: bytes) else { return false }
        try demand(record.bytes == bytes, "a record has one spelling")
        try demand(
            record.publishedSize <= (record.signedHead?.size ?? 0)
                && (record.signedHead?.size ?? 0) <= record.recordedSize,
            "what is published was signed, and what is signed was recorded"
        )
        try demand((try? SignerRecord(parsing: bytes.damaged())) == nil, "one bit is noticed")
        return true
    }

    private static func withoutDigest(_ bytes: [UInt8]) -> [UInt8] {
        Array(bytes.dropLast("digest \n".utf8.count + 64))
    }
}
