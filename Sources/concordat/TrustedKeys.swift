import SignedNotes

/// The keys that somebody gave on the command line because he trusts them.
struct TrustedKeys: Hashable {
    /// The keys, each once.
    let keys: [VerifierKey]
    /// The texts before the key ID of those whose kind is not known here: they verify nothing.
    let unsupported: [String]

    /// Reads verifier keys.
    ///
    /// - Throws: ``UsageError`` if one is malformed, or two cannot be told apart.
    init(parsing texts: [String]) throws(UsageError) {
        var keys: [VerifierKey] = []
        var unsupported: [String] = []
        for text in texts {
            let name = String(text.prefix { $0 != "+" })
            do throws(VerifierKeyError) {
                let key = try VerifierKey(parsingWithSizes: text)
                guard !keys.contains(key) else { continue }
                keys.append(key)
            } catch {
                guard error == .unknownAlgorithm else {
                    throw UsageError(description: "--vkey \(text.printable): \(error)")
                }
                unsupported.append(name)
            }
        }
        for (position, key) in keys.enumerated() {
            let isAmbiguous = keys[..<position].contains {
                $0.keyID == key.keyID && $0.name.utf8.elementsEqual(key.name.utf8)
            }
            guard !isAmbiguous else {
                throw UsageError(description: "--vkey: two different keys are called \(key.label)")
            }
        }
        self.keys = keys
        self.unsupported = unsupported
    }
}

extension VerifierKey {
    /// Name and key ID, the pair by which signature lines are matched, for people.
    var label: String {
        let digits = String(self.keyID, radix: 16)
        let zeros = String(repeating: "0", count: 8 - digits.count)
        return "\(self.name.printable)+\(zeros)\(digits)"
    }
}
