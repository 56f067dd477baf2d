import MerkleTree

extension TreeHash {
    /// SPEC: STMT-4: the 44 characters of RFC 4648 §4, as heads and proofs write hashes.
    var statementText: [UInt8] {
        // The alphabets of §4 and §5 differ in two digits.
        Base64URL.encode(self.bytes).map { digit in
            digit == UInt8(ascii: "-")
                ? UInt8(ascii: "+") : digit == UInt8(ascii: "_") ? UInt8(ascii: "/") : digit
        } + [UInt8(ascii: "=")]
    }

    /// Reads a hash in its one spelling.
    init?(statementText text: String) {
        let characters = Array(text.utf8)
        guard characters.count == 44, characters.last == UInt8(ascii: "=") else { return nil }
        let digits = characters.dropLast().map { digit in
            digit == UInt8(ascii: "+")
                ? UInt8(ascii: "-") : digit == UInt8(ascii: "/") ? UInt8(ascii: "_") : digit
        }
        guard let bytes = Base64URL.decode(digits) else { return nil }
        self.init(bytes)
        guard self.statementText == characters else { return nil }
    }
}
