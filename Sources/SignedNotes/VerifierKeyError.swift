/// Why a text or its parts are not a verifier key.
public enum VerifierKeyError: Error, Hashable, Sendable {
    /// The text is not `<name>+<8 hexadecimal digits>+<base64>` in its one spelling.
    case malformed
    /// The name is empty, longer than 255 bytes, or has a space, a `+` or a control character.
    case invalidName
    /// The type in front of the public key is none that this module knows.
    case unknownAlgorithm
    /// The public key has the wrong length or is no point of its curve.
    case invalidPublicKey
    /// The text's key ID is not that of its name and key.
    case keyIDMismatch(expected: UInt32, actual: UInt32)
    /// What stands behind the `@` is not `<first>..<last>` in its one spelling.
    case malformedSizes
}

extension VerifierKeyError: CustomStringConvertible {
    /// What is wrong, in words for whoever configured the key.
    public var description: String {
        switch self {
        case .malformed: "not of the form <name>+<key ID>+<base64>"
        case .invalidName: "the name has a space, a '+' or a control character, or is too long"
        case .unknownAlgorithm: "a type of key that is not known here"
        case .invalidPublicKey: "not a public key of its type"
        case .keyIDMismatch(let expected, let actual):
            "key ID \(actual.bigEndianHexadecimal) is not that of the key, "
                + expected.bigEndianHexadecimal
        case .malformedSizes:
            "the sizes behind the @ are not <first>..<last>, of which either may be missing"
        }
    }
}
