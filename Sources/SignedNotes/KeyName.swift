/// The rule for the name of a key, which is also that for an origin: C2SP signed-note.
enum KeyName {
    /// The longest name, in bytes: later cosignature formats write its length in 8 bits.
    static let maximumByteCount = 255

    /// SPEC: NOTE-6: whether `text` may name a key: 1 to 255 bytes, no Unicode space, no `+`, no
    /// control character.
    static func isValid(_ text: String) -> Bool {
        guard !text.isEmpty, text.utf8.count <= self.maximumByteCount else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            !scalar.properties.isWhitespace && scalar != "+"
                && scalar.properties.generalCategory != .control
        }
    }
}
