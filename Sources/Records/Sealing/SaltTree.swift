public import CryptoSuites

/// The salts of a record: grown from one secret, and each of them erasable for itself.
///
///                      secret                       depth 0
///              0 /            \ 1
///              ...            ...                    child = HMAC(seed, "concordat/salt/v1" ||
///        /   \                                               depth of the child || bit)
///     salt 0  salt 1   ...         salt 127          depth 7
///
/// To erase a salt, the seeds on its way from the secret are replaced by their siblings: every other
/// salt can still be grown, and that one cannot, as HMAC is not to be inverted.
///
/// Seeds are overwritten when the last tree that has them goes away, and what is grown on the way to a
/// salt as soon as the next level stands.
public struct SaltTree: Hashable, Sendable {
    /// SPEC: SALT-1: the levels below the secret.
    static let depth = 7
    /// The length of a secret, a seed and a salt, in bytes.
    public static let byteCount = 32

    /// A seed that is known: the first `depth` bits on the way to each salt below it.
    struct Node: Hashable, Sendable {
        let depth: Int
        let prefix: Int
        let seed: SecretKey

        static func == (first: Node, second: Node) -> Bool {
            first.depth == second.depth && first.prefix == second.prefix
                && first.seed.isEqual(to: second.seed)
        }

        // Nothing that follows from a secret lies in a table.
        func hash(into hasher: inout Hasher) {
            hasher.combine(self.depth)
            hasher.combine(self.prefix)
        }
    }

    /// The hash in HMAC: SHA-256, or SM3 on logs of the Chinese side.
    public let hash: HMACHash
    /// Seeds without a common one above them, from the left.
    let nodes: [Node]

    /// The salts below a new secret.
    ///
    /// SPEC: SALT-3: one secret for one record.
    ///
    /// - Precondition: `secret` is ``byteCount`` random bytes that nothing else is made from. The caller
    ///   wipes them.
    public init(_ hash: HMACHash, secret: [UInt8]) {
        self.init(hash, nodes: [Node(depth: 0, prefix: 0, seed: Self.secret(secret))])
    }

    private static func secret(_ bytes: [UInt8]) -> SecretKey {
        guard let secret = SecretKey(bytes) else {
            preconditionFailure("a secret has 32 bytes")
        }
        return secret
    }

    init(_ hash: HMACHash, nodes: [Node]) {
        self.hash = hash
        self.nodes = nodes
    }

    /// Whether the salt with this number can be grown.
    func covers(_ index: Int) -> Bool { self.nodes.contains { $0.covers(index) } }

    /// The first `count` salts, one after the other; zeros in the place of those that are erased. The
    /// caller wipes them.
    ///
    /// Only seeds with a wanted salt below them are grown.
    func salts(count: Int) -> [UInt8] {
        precondition(1...1 << Self.depth ~= count, "a record has 1 to 128 fields")
        var prefixes: [Int] = []
        var seeds: [UInt8] = []
        for depth in 0...Self.depth {
            // Level by level, so that many codes are computed at a time.
            if depth > 0 {
                let grown = self.children(of: prefixes, seeds, depth, count)
                wipe(&seeds)
                (prefixes, seeds) = grown
            }
            for node in self.nodes where node.depth == depth {
                prefixes.append(node.prefix)
                Self.append(node.seed, to: &seeds)
            }
        }
        if prefixes.count == count, zip(prefixes, 0...).allSatisfy({ $0 == $1 }) { return seeds }
        defer { wipe(&seeds) }
        var salts = [UInt8](repeating: 0, count: count * Self.byteCount)
        for (number, prefix) in prefixes.enumerated() where prefix < count {
            let seed = seeds[number * Self.byteCount..<(number + 1) * Self.byteCount]
            salts.replaceSubrange(
                prefix * Self.byteCount..<(prefix + 1) * Self.byteCount,
                with: seed
            )
        }
        return salts
    }

    /// Puts a seed behind others without leaving these in the place that they had.
    private static func append(_ seed: SecretKey, to seeds: inout [UInt8]) {
        var longer: [UInt8] = []
        longer.reserveCapacity(seeds.count + Self.byteCount)
        longer.append(contentsOf: seeds)
        seed.withBytes { longer.append(contentsOf: $0) }
        wipe(&seeds)
        seeds = longer
    }

    /// The salt with this number; nil if it is erased. The caller wipes it.
    func salt(_ index: Int) -> [UInt8]? {
        guard let node = self.nodes.first(where: { $0.covers(index) }) else { return nil }
        return (node.depth..<Self.depth).reduce(node.seed) { seed, depth in
            let bit = UInt8(index >> (Self.depth - 1 - depth) & 1)
            return self.child(of: seed, depth: depth + 1, bit: bit)
        }.bytes
    }

    /// The salts without one: the seeds beside its way from the known seed above it.
    ///
    /// SPEC: SALT-4.
    func puncturing(_ index: Int) -> SaltTree {
        var nodes: [Node] = []
        for node in self.nodes {
            guard node.covers(index) else {
                nodes.append(node)
                continue
            }
            var (seed, depth) = (node.seed, node.depth)
            var (left, right): ([Node], [Node]) = ([], [])
            while depth < Self.depth {
                depth += 1
                let prefix = index >> (Self.depth - depth)
                let bit = UInt8(prefix & 1)
                let sibling = Node(
                    depth: depth,
                    prefix: prefix ^ 1,
                    seed: self.child(of: seed, depth: depth, bit: bit ^ 1)
                )
                if bit == 1 { left.append(sibling) } else { right.insert(sibling, at: 0) }
                seed = self.child(of: seed, depth: depth, bit: bit)
            }
            nodes += left + right
        }
        return SaltTree(self.hash, nodes: nodes)
    }

    /// The salts without the seeds that none of the first `count` salts lies below.
    func covering(_ count: Int) -> SaltTree {
        SaltTree(self.hash, nodes: self.nodes.filter { $0.firstIndex < count })
    }

    /// SPEC: SALT-2: what is authenticated for a child.
    private static func message(depth: Int, bit: UInt8) -> [UInt8] {
        Self.label + [UInt8(depth), bit]
    }

    private static let label = Array("concordat/salt/v1".utf8)

    private func child(of seed: SecretKey, depth: Int, bit: UInt8) -> SecretKey {
        let message = Self.message(depth: depth, bit: bit)
        var key = seed.bytes
        defer { wipe(&key) }
        var code = BulkHMAC.codes(
            self.hash,
            keys: key,
            messages: message,
            messageByteCount: message.count
        )
        defer { wipe(&code) }
        return Self.secret(code)
    }

    /// The children at `depth` of the seeds above, those only with one of the first `count` salts.
    private func children(
        of prefixes: [Int],
        _ seeds: [UInt8],
        _ depth: Int,
        _ count: Int
    ) -> ([Int], [UInt8]) {
        var children: [Int] = []
        var keys: [UInt8] = []
        // It has its capacity before its first byte, and lies in one place.
        defer { wipe(&keys) }
        var messages: [UInt8] = []
        children.reserveCapacity(2 * prefixes.count)
        keys.reserveCapacity(2 * seeds.count)
        let last = (count - 1) >> (Self.depth - depth)
        let pair = [Self.message(depth: depth, bit: 0), Self.message(depth: depth, bit: 1)]
        messages.reserveCapacity(2 * prefixes.count * pair[0].count)
        for (number, prefix) in prefixes.enumerated() {
            let seed = seeds[number * Self.byteCount..<(number + 1) * Self.byteCount]
            for bit in 0...1 where 2 * prefix + bit <= last {
                children.append(2 * prefix + bit)
                keys.append(contentsOf: seed)
                messages.append(contentsOf: pair[bit])
            }
        }
        let codes = BulkHMAC.codes(
            self.hash,
            keys: keys,
            messages: messages,
            messageByteCount: pair[0].count
        )
        return (children, codes)
    }
}

extension SaltTree.Node {
    func covers(_ index: Int) -> Bool { index >> (SaltTree.depth - self.depth) == self.prefix }

    /// The first salt below the seed.
    var firstIndex: Int { self.prefix << (SaltTree.depth - self.depth) }

    /// Reads a seed from its member in a record's contents: `"<depth>.<prefix>":"<seed>"`.
    init?(_ member: JSONMember) {
        let parts = member.name.split(separator: ".")
        guard parts.count == 2, let depth = Int(parts[0]), let prefix = Int(parts[1]),
            0...SaltTree.depth ~= depth, 0..<(1 << depth) ~= prefix,
            var bytes = member.value.text.flatMap({ Base64URL.decode($0.utf8) })
        else { return nil }
        defer { wipe(&bytes) }
        guard let seed = SecretKey(bytes) else { return nil }
        self.init(depth: depth, prefix: prefix, seed: seed)
    }
}
