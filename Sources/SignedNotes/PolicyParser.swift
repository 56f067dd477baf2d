/// Reads a policy line by line; holds what the lines so far have defined.
struct PolicyParser {
    private typealias Tokens = ArraySlice<String>

    private var logs: [PolicyLog] = []
    private var witnesses: [PolicyWitness] = []
    private var groups: [PolicyGroup] = []
    private var quorum: (name: String?, line: Int)?
    /// The names of witnesses and groups, which are one name space.
    private var names: Set<WireText> = []
    /// The names that are members of a group.
    private var members: Set<WireText> = []
    private var publicKeys: Set<[UInt8]> = []

    /// Reads the whole file.
    mutating func parse(_ bytes: [UInt8]) throws(PolicyError) -> Policy {
        guard bytes.count <= PolicyLimits.byteCount else {
            throw .tooLarge(byteCount: bytes.count)
        }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (position, line) in lines.enumerated() {
            try self.parse(line, number: position + 1)
        }
        guard let quorum else { throw .noQuorum }
        return Policy(
            logs: self.logs,
            witnesses: self.witnesses,
            groups: self.groups,
            quorum: quorum.name
        )
    }

    private mutating func parse(_ line: ArraySlice<UInt8>, number: Int) throws(PolicyError) {
        // SPEC: POLICY-1: octets 09, 0A, 20 to 7E and 80 to FF only.
        guard line.allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7f) }),
            let text = String(validating: line, as: UTF8.self)
        else { throw .forbiddenOctet(line: number) }
        let bytes = text.utf8
        guard bytes.first != UInt8(ascii: "#") else { return }
        var tokens = bytes.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            .map { String(Substring($0)) }[...]
        guard let keyword = tokens.popFirst() else { return }
        switch keyword {
        case "log": try self.parseLog(tokens, line: number)
        case "witness": try self.parseWitness(tokens, line: number)
        case "group": try self.parseGroup(tokens, line: number)
        case "quorum": try self.parseQuorum(tokens, line: number)
        default: throw .malformed(line: number)
        }
        guard self.logs.count + self.names.count <= PolicyLimits.nameCount else {
            throw .tooManyNames
        }
    }

    private mutating func parseLog(_ tokens: Tokens, line: Int) throws(PolicyError) {
        var tokens = tokens
        guard let vkey = tokens.popFirst() else { throw .malformed(line: line) }
        let key = try self.key(vkey, line: line)
        // SPEC: tlog-checkpoint: a log may sign as Ed25519 or as ML-DSA; ours also as SM2.
        guard key.algorithm != .cosignatureEd25519 else { throw .wrongKindOfKey(line: line) }
        self.logs.append(PolicyLog(key: key, url: try self.url(tokens, line: line)))
    }

    private mutating func parseWitness(_ tokens: Tokens, line: Int) throws(PolicyError) {
        var tokens = tokens
        guard let name = tokens.popFirst(), let vkey = tokens.popFirst() else {
            throw .malformed(line: line)
        }
        try self.define(name, line: line)
        let key = try self.key(vkey, line: line)
        guard key.algorithm != .ed25519 else { throw .wrongKindOfKey(line: line) }
        self.witnesses.append(
            PolicyWitness(name: name, key: key, url: try self.url(tokens, line: line))
        )
    }

    private mutating func parseGroup(_ tokens: Tokens, line: Int) throws(PolicyError) {
        var tokens = tokens
        guard let name = tokens.popFirst(), let threshold = tokens.popFirst(), !tokens.isEmpty
        else { throw .malformed(line: line) }
        for member in tokens {
            guard self.names.contains(WireText(member)) else { throw .unknownName(line: line) }
            guard self.members.insert(WireText(member)).inserted else {
                throw .memberTwice(line: line)
            }
        }
        // Defined behind its members, so that it cannot be one of them.
        try self.define(name, line: line)
        guard let count = Self.threshold(threshold, of: tokens.count) else {
            throw .threshold(line: line)
        }
        self.groups.append(PolicyGroup(name: name, threshold: count, members: Array(tokens)))
    }

    private mutating func parseQuorum(_ tokens: Tokens, line: Int) throws(PolicyError) {
        guard self.quorum == nil else { throw .secondQuorum(line: line) }
        guard tokens.count == 1, let name = tokens.first else { throw .malformed(line: line) }
        guard name != "none" else {
            self.quorum = (nil, line)
            return
        }
        guard self.names.contains(WireText(name)) else { throw .unknownName(line: line) }
        self.quorum = (name, line)
    }

    /// SPEC: POLICY-2.
    private mutating func define(_ name: String, line: Int) throws(PolicyError) {
        guard name != "none", self.names.insert(WireText(name)).inserted else {
            throw .nameTaken(line: line)
        }
    }

    /// SPEC: POLICY-3.
    private mutating func key(_ text: String, line: Int) throws(PolicyError) -> VerifierKey {
        let key: VerifierKey
        do { key = try VerifierKey(parsing: text) } catch {
            throw .invalidKey(line: line, error)
        }
        guard self.publicKeys.insert(key.publicKey).inserted else {
            throw .duplicateKey(line: line)
        }
        return key
    }

    private func url(_ tokens: Tokens, line: Int) throws(PolicyError) -> String? {
        guard tokens.count <= 1 else { throw .malformed(line: line) }
        return tokens.first
    }

    private static func threshold(_ text: String, of memberCount: Int) -> Int? {
        switch text {
        case "all": return memberCount
        case "any": return 1
        default:
            guard let count = CanonicalDecimal.parse(text),
                (1...UInt64(memberCount)).contains(count)
            else { return nil }
            return Int(count)
        }
    }
}
