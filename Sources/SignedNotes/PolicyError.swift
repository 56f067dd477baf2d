/// Why bytes are not a policy. Lines are counted from 1.
public enum PolicyError: Error, Hashable, Sendable {
    /// The file has `byteCount` bytes, more than ``PolicyLimits/byteCount``.
    case tooLarge(byteCount: Int)
    /// More logs, witnesses and groups than ``PolicyLimits/nameCount``.
    case tooManyNames
    /// The line has an octet other than a tab, a line feed or text, or is not UTF-8.
    case forbiddenOctet(line: Int)
    /// The line is none of the four, or has too few or too many tokens.
    case malformed(line: Int)
    /// The line's verifier key is none.
    case invalidKey(line: Int, VerifierKeyError)
    /// The line's verifier key is not of a kind that a log or a witness has.
    case wrongKindOfKey(line: Int)
    /// The line's public key stands on an earlier line, whatever its name or kind there.
    case duplicateKey(line: Int)
    /// The name is reserved or defined on an earlier line.
    case nameTaken(line: Int)
    /// A name is not defined on an earlier line.
    case unknownName(line: Int)
    /// A member of the group is a member already, of this or another group.
    case memberTwice(line: Int)
    /// The threshold is not `all`, `any` or 1 to the number of members.
    case threshold(line: Int)
    /// There is more than one quorum line.
    case secondQuorum(line: Int)
    /// There is no quorum line.
    case noQuorum
}

extension PolicyError: CustomStringConvertible {
    /// What is wrong, in words for whoever wrote the policy.
    public var description: String {
        switch self {
        case .tooLarge(let byteCount):
            "the policy has \(byteCount) bytes, more than \(PolicyLimits.byteCount)"
        case .tooManyNames: "the policy has more than \(PolicyLimits.nameCount) names"
        case .forbiddenOctet(let line): "line \(line): a control character, or not UTF-8"
        case .malformed(let line): "line \(line): not a log, witness, group or quorum line"
        case .invalidKey(let line, let error): "line \(line): the verifier key is \(error)"
        case .wrongKindOfKey(let line): "line \(line): the key is of the wrong kind for its role"
        case .duplicateKey(let line): "line \(line): the public key stands on an earlier line"
        case .nameTaken(let line): "line \(line): the name is reserved or taken"
        case .unknownName(let line): "line \(line): a name is not defined on an earlier line"
        case .memberTwice(let line): "line \(line): a member belongs to a group already"
        case .threshold(let line): "line \(line): not all, any or 1 to the number of members"
        case .secondQuorum(let line): "line \(line): a second quorum line"
        case .noQuorum: "the policy has no quorum line"
        }
    }
}
