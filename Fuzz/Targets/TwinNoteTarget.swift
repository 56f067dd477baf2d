import CryptoSuites
import SignedNotes

/// Twin notes, without their signatures.
enum TwinNoteTarget: FuzzTarget {
    static let name = "twin"
    static let maximumByteCount = 500
    static let words = ["concordat/twin/v1\n", "log.example/eu\n", "/sm3\n"]

    static func seeds() throws -> [[UInt8]] {
        try [
            Array(FuzzKeys.twinNote(size: 3).text.utf8),
            Array(TwinNote(origin: LogOrigin(FuzzKeys.origin), head: .empty).text.utf8),
        ]
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        guard let text = input.text, let twin = try? TwinNote(parsing: text) else { return false }
        try demand(twin.text.utf8.elementsEqual(input), "a twin note is printed as it was read")
        try demand((try? TwinNote(parsing: twin.text)) == twin, "it is read again")
        try demand(twin.head.size > 0 || twin.head == .empty, "empty trees have the empty roots")
        try demand(
            (try? Checkpoint<SHA256Hasher>(parsing: text)) == nil
                && (try? Checkpoint<SM3Hasher>(parsing: text)) == nil,
            "a twin note is no checkpoint"
        )
        return true
    }
}
