import CryptoSuites
import SignedNotes

/// Signature lines without a text, as a witness answers them.
enum SignatureLinesTarget: FuzzTarget {
    static let name = "signature-lines"
    static let maximumByteCount = 600
    static let words = ["\u{2014} ", "witness.example/w"]

    static func seeds() throws -> [[UInt8]] {
        let note = try FuzzKeys.checkpoint(SHA256Hasher.self, size: 1)
        return [
            Array(note.signatures.map(\.line).joined().utf8),
            Array((note.signatures.last?.line ?? "").utf8),
            Array("\u{2014} k AAAAAQ==\n".utf8),
            [],
        ]
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        guard let signatures = try? NoteSignature.lines(parsing: input) else { return false }
        try demand(
            Array(signatures.map(\.line).joined().utf8) == input,
            "lines are printed as they were read"
        )
        try demand(signatures.count <= UnverifiedNote.maximumSignatureCount, "at most 100 lines")
        try demand(
            signatures.allSatisfy { !$0.bytes.isEmpty && !$0.name.isEmpty },
            "a line has a name and a signature"
        )
        return true
    }
}
