import CryptoSuites
import SignedNotes

/// Signed notes, as they come from logs, witnesses and files.
enum NoteTarget: FuzzTarget {
    static let name = "note"
    static let maximumByteCount = 1_500
    static let words = ["\u{2014} ", "log.example/eu", "log.example/eu/sm3", "\n\n", "\u{2014}"]

    static func seeds() throws -> [[UInt8]] {
        try [
            FuzzKeys.checkpoint(SHA256Hasher.self, size: 3).bytes,
            FuzzKeys.checkpoint(SM3Hasher.self, size: 5).bytes,
            FuzzKeys.twinNote(size: 4).bytes,
            Array("a\n\nb\n\n\u{2014} k AAAAAQ==\n".utf8),
            Array("a\n\n\u{2014} k AAAAAAE=\n\u{2014} k AAAAAQE=\n".utf8),
            // The same key twice.
            Array("a\n\n\u{2014} k AAAAAAE=\n\u{2014} k AAAAAAI=\n".utf8),
        ]
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        guard let note = try? UnverifiedNote(parsing: input) else { return false }
        try demand(note.bytes == input, "a note is printed as it was read")
        try demand(
            note.text.utf8.last == UInt8(ascii: "\n")
                && note.text.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0a },
            "a text has no control characters and ends its last line"
        )
        try demand(
            (1...UnverifiedNote.maximumSignatureCount).contains(note.signatures.count),
            "a note has 1 to 100 signature lines"
        )
        let keys = note.signatures.map { Array($0.name.utf8) + Array("\n\($0.keyID)".utf8) }
        try demand(Set(keys).count == keys.count, "no key has two lines")
        let lines = Array(note.signatures.map(\.line).joined().utf8)
        try demand(
            Array(note.text.utf8) + Array("\n".utf8) + lines == input,
            "a note is its text, an empty line and its lines"
        )
        try demand(
            (try? NoteSignature.lines(parsing: lines)) == note.signatures,
            "the lines are read alone as with the text"
        )
        try demand(note.keeping { _ in true } == note, "a note with all its lines is the note")
        for signature in note.signatures {
            try demand((try? note.adding([signature])) == nil, "no key gets a second line")
            let alone = try demand(present: note.keeping { $0 == signature }, "a line is kept")
            try demand(
                (try? UnverifiedNote(parsing: alone.bytes)) == alone,
                "a note with one of the lines is a note"
            )
        }
        try self.checkSignatures(of: note)
        return true
    }

    private static func checkSignatures(of note: UnverifiedNote) throws {
        let keys = try FuzzKeys.verifierKeys
        guard let verified = try? note.verified(by: keys) else { return }
        try demand(verified.text == note.text, "what verifies is the text")
        try demand(
            !verified.verified.isEmpty
                && verified.verified.count + verified.unknown.count == note.signatures.count,
            "each line verified or is of an unknown key"
        )
        let text = "x" + note.text
        let lines = Array(note.signatures.map(\.line).joined().utf8)
        let other = try UnverifiedNote(
            parsing: Array(text.utf8) + Array("\n".utf8) + lines
        )
        try demand((try? other.verified(by: keys)) == nil, "no signature fits another text")
        for (position, line) in note.signatures.enumerated()
        where verified.verified.contains(where: { $0.key.name.utf8.elementsEqual(line.name.utf8) })
            && !verified.unknown.contains(line)
        {
            var damaged = note.signatures
            damaged[position] = try NoteSignature(
                name: line.name,
                keyID: line.keyID,
                bytes: line.bytes.damaged()
            )
            let printed = note.text + "\n" + damaged.map(\.line).joined()
            let copy = try UnverifiedNote(parsing: Array(printed.utf8))
            try demand(
                (try? copy.verified(by: keys)) == nil,
                "one damaged signature of a known key refuses all"
            )
        }
    }
}
