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

    private static func secret(_ bytes: some Collection<UInt8>) -> SecretKey {
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
        if self.nodes.count == 1, self.nodes[0].depth == 0 {
            return self.salts(below: self.nodes[0].seed, count: count)
        }
        var prefixes: [Int] = []
        var seeds: [UInt8] = []
        for depth in 0...Self.depth {
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

    /// The first salts below a secret of which nothing is erased: that of nearly every record.
    private func salts(below secret: SecretKey, count: Int) -> [UInt8] {
        var seeds = secret.bytes
        // Level by level, so that many codes are computed at a time.
        for depth in 1...Self.depth {
            let children = self.children(
                of: seeds,
                depth,
                count: (count - 1) >> (Self.depth - depth) + 1
            )
            wipe(&seeds)
            seeds = children
        }
        return seeds
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
            let (left, right) = self.children(of: seed, depth: depth + 1)
            return index >> (Self.depth - 1 - depth) & 1 == 0 ? left : right
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
                let isRight = prefix & 1 == 1
                let children = self.children(of: seed, depth: depth)
                let sibling = Node(
                    depth: depth,
                    prefix: prefix ^ 1,
                    seed: isRight ? children.0 : children.1
                )
                if isRight { left.append(sibling) } else { right.insert(sibling, at: 0) }
                seed = isRight ? children.1 : children.0
            }
            nodes += left + right
        }
        return SaltTree(self.hash, nodes: nodes)
    }

    /// The salts without the seeds that none of the first `count` salts lies below.
    func covering(_ count: Int) -> SaltTree {
        SaltTree(self.hash, nodes: self.nodes.filter { $0.firstIndex < count })
    }

    /// SPEC: SALT-2: what is authenticated for the two children at each depth, the left one first.
    private static let messages: [[UInt8]] = (0...Self.depth).map { depth in
        let label = Array("concordat/salt/v1".utf8)
        return [0, 1].flatMap { bit in label + [UInt8(depth), bit] }
    }

    /// The children of some seeds at the depth below, the left one of each first: `count` of them.
    private func children(of seeds: [UInt8], _ depth: Int, count: Int) -> [UInt8] {
        let messages = Self.messages[depth]
        return BulkHMAC.codes(
            self.hash,
            keys: seeds,
            messages: messages,
            messageByteCount: messages.count / 2,
            count: count
        )
    }

    /// The two children of a seed at the depth below.
    private func children(of seed: SecretKey, depth: Int) -> (SecretKey, SecretKey) {
        var key = seed.bytes
        defer { wipe(&key) }
        var codes = self.children(of: key, depth, count: 2)
        defer { wipe(&codes) }
        return (
            Self.secret(codes[..<Self.byteCount]), Self.secret(codes[Self.byteCount...])
        )
    }

    /// The children at `depth` of the seeds above, those only with one of the first `count` salts.
    private func children(
        of prefixes: [Int],
        _ seeds: [UInt8],
        _ depth: Int,
        _ count: Int
    ) -> ([Int], [UInt8]) {
        var codes = self.children(of: seeds, depth, count: 2 * prefixes.count)
        defer { wipe(&codes) }
        var children: [Int] = []
        var kept: [UInt8] = []
        // It has its capacity before its first byte, and lies in one place.
        kept.reserveCapacity(codes.count)
        let last = (count - 1) >> (Self.depth - depth)
        for (number, prefix) in prefixes.enumerated() {
            for bit in 0...1 where 2 * prefix + bit <= last {
                children.append(2 * prefix + bit)
                let start = (2 * number + bit) * Self.byteCount
                kept.append(contentsOf: codes[start..<start + Self.byteCount])
            }
        }
        return (children, kept)
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
