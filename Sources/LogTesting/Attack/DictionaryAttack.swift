import CryptoSuites
import Foundation
import Glibc

/// Tries every plausible value in every way against all that an attacker has.
public struct DictionaryAttack: Sendable {
    /// A guess that was right, or looks so.
    public struct Finding: Hashable, Sendable, CustomStringConvertible {
        /// How it was found.
        public let way: String
        /// What was found.
        public let value: String
        /// In which pieces of the haystack.
        public let places: [String]

        /// Joins the three.
        public init(way: String, value: String, places: [String]) {
            self.way = way
            self.value = value
            self.places = places
        }

        /// All of it in a line.
        public var description: String {
            "\(self.value), by \(self.way), in \(self.places.joined(separator: ", "))"
        }
    }

    /// What came of it.
    public struct Outcome: Sendable {
        /// The values that were found.
        public internal(set) var findings: [Finding] = []
        /// How many values were tried, each in every way that is one for its kind.
        public internal(set) var valueCount = 0
        /// How many hashes were computed and looked up.
        public internal(set) var candidateCount = 0

        mutating func add(_ other: Outcome) {
            self.findings += other.findings
            self.valueCount += other.valueCount
            self.candidateCount += other.candidateCount
        }
    }

    /// This machine has no kernel for a hash.
    public struct NoKernel: Error {}

    /// What is tried.
    public let values: PlausibleValues
    /// In which ways.
    public let ways: [AttackWay]
    /// Against what.
    public let haystack: Haystack

    /// How many values are worked on at a time.
    private static let chunk = 2_048

    /// Joins the three.
    public init(values: PlausibleValues, ways: [AttackWay], haystack: Haystack) {
        self.values = values
        self.ways = ways
        self.haystack = haystack
    }

    /// Tries everything, on up to two processors. `progress` is told how many values are done,
    /// at every other hundred thousand of them.
    public func run(
        _ progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> Outcome {
        var chunks: [(PlausibleValues.Kind, Range<Int>)] = []
        for (kind, positions) in self.values.positions {
            for start in stride(
                from: positions.lowerBound,
                to: positions.upperBound,
                by: Self.chunk
            ) {
                chunks.append((kind, start..<min(start + Self.chunk, positions.upperBound)))
            }
        }
        let width = min(2, ProcessInfo.processInfo.activeProcessorCount)
        return try await withThrowingTaskGroup(of: Outcome.self) { group in
            var outcome = Outcome()
            for (number, (kind, positions)) in chunks.enumerated() {
                if number >= width, let part = try await group.next() {
                    let before = outcome.valueCount
                    outcome.add(part)
                    if before / 100_000 < outcome.valueCount / 100_000 {
                        progress(outcome.valueCount)
                    }
                }
                group.addTask { try self.attack(with: positions, of: kind) }
            }
            for try await part in group { outcome.add(part) }
            return outcome
        }
    }

    private func attack(
        with positions: Range<Int>,
        of kind: PlausibleValues.Kind
    ) throws -> Outcome {
        var outcome = Outcome()
        outcome.valueCount = positions.count
        for position in self.haystack.words(
            among: self.values.bytes,
            self.values.ranges[positions]
        ) {
            outcome.findings.append(
                self.finding("as it is", position, Array(self.values.text(position).utf8))
            )
        }
        var bodies: [AttackWay.Body: Bodies] = [:]
        for way in self.ways where way.kinds.contains(kind) {
            let made = bodies[way.body] ?? self.bodies(way.body, of: positions)
            bodies[way.body] = made
            let hashes = try Self.candidates(way, made)
            outcome.candidateCount += positions.count
            for number in self.haystack.hits(among: hashes) {
                let prefix = hashes[32 * number..<32 * number + Haystack.prefixByteCount]
                outcome.findings.append(
                    self.finding(way.name, positions.lowerBound + number, Array(prefix))
                )
            }
        }
        return outcome
    }

    private func finding(_ way: String, _ position: Int, _ bytes: [UInt8]) -> Finding {
        Finding(
            way: way,
            value: self.values.text(position),
            places: self.haystack.places(of: bytes)
        )
    }

    // MARK: Candidates

    /// The ends of what is hashed for some values, one behind the other.
    private struct Bodies {
        var bytes: [UInt8] = []
        /// Where each begins; the last number is where the last one ends.
        var bounds: [Int] = [0]

        mutating func append(_ body: [UInt8]) {
            self.bytes += body
            self.bounds.append(self.bytes.count)
        }
    }

    private func bodies(_ body: AttackWay.Body, of positions: Range<Int>) -> Bodies {
        var bodies = Bodies()
        for position in positions {
            let value = Array(self.values.bytes[self.values.ranges[position]])
            switch body {
            case .plain(let suffix): bodies.append(value + suffix)
            case .digits(let before, let after):
                bodies.append(Self.base64URL(before + value + after))
            }
        }
        return bodies
    }

    private static let digits = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8
    )

    /// Base64url without padding: RFC 4648 §5.
    static func base64URL(_ bytes: [UInt8]) -> [UInt8] {
        var digits: [UInt8] = []
        digits.reserveCapacity(bytes.count * 4 / 3 + 2)
        var (bits, bitCount) = (UInt32(0), 0)
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            bitCount += 8
            while bitCount >= 6 {
                bitCount -= 6
                digits.append(self.digits[Int(bits >> UInt32(bitCount) & 63)])
            }
        }
        if bitCount > 0 { digits.append(self.digits[Int(bits << UInt32(6 - bitCount) & 63)]) }
        return digits
    }

    private static func candidates(_ way: AttackWay, _ bodies: Bodies) throws -> [UInt8] {
        let first = try self.hashes(way.hash, head: way.head, bodies)
        switch way.then {
        case .lookUp: return first
        case .hash(let head):
            let bounds = Array(stride(from: 0, through: first.count, by: 32))
            return try self.hashes(way.hash, head: head, Bodies(bytes: first, bounds: bounds))
        case .climb(let path):
            return try path.reduce(first) { hashes, step in
                try self.parents(way.hash, of: hashes, step)
            }
        }
    }

    private static func kernel(_ hash: HMACHash) -> HashKernel {
        switch hash {
        case .sha256: .servingSHA256
        case .sm3: .servingSM3
        }
    }

    /// The hashes of the nodes above these, each beside the sibling of the step.
    private static func parents(
        _ hash: HMACHash,
        of hashes: [UInt8],
        _ step: (hash: [UInt8], isLeft: Bool)
    ) throws -> [UInt8] {
        precondition(step.hash.count == 32, "a node has 32 bytes")
        var pairs = [UInt8](repeating: 0, count: 2 * hashes.count)
        let (own, other) = step.isLeft ? (32, 0) : (0, 32)
        pairs.withUnsafeMutableBytes { pairs in
            hashes.withUnsafeBytes { hashes in
                step.hash.withUnsafeBytes { sibling in
                    guard let target = pairs.baseAddress, let source = hashes.baseAddress,
                        let beside = sibling.baseAddress
                    else { return }
                    for number in 0..<hashes.count / 32 {
                        memcpy(target + 64 * number + own, source + 32 * number, 32)
                        memcpy(target + 64 * number + other, beside, 32)
                    }
                }
            }
        }
        guard let parents = self.kernel(hash).nodeHashes(ofPairs: pairs) else { throw NoKernel() }
        return parents
    }

    /// The hashes of `head || body`, one after the other.
    private static func hashes(
        _ hash: HMACHash,
        head: [UInt8],
        _ bodies: Bodies
    ) throws -> [UInt8] {
        let count = bodies.bounds.count - 1
        // Kernels work on messages of one length in blocks. Values of one kind have one or two.
        var groups: [Int: [Int]] = [:]
        for number in 0..<count {
            let byteCount = head.count + bodies.bounds[number + 1] - bodies.bounds[number]
            groups[(byteCount + 9 + 63) / 64, default: []].append(number)
        }
        var hashes = [UInt8](repeating: 0, count: 32 * count)
        for (blockCount, numbers) in groups {
            let padded = self.padded(head, bodies, numbers, blockCount: blockCount)
            guard let part = self.kernel(hash).hashes(ofPadded: padded, blockCount: blockCount)
            else { throw NoKernel() }
            if numbers.count == count { return part }
            for (position, number) in numbers.enumerated() {
                hashes.replaceSubrange(
                    32 * number..<32 * (number + 1),
                    with: part[32 * position..<32 * (position + 1)]
                )
            }
        }
        return hashes
    }

    /// The messages with the padding that both hashes have: a bit, zeros, and the length in bits.
    private static func padded(
        _ head: [UInt8],
        _ bodies: Bodies,
        _ numbers: [Int],
        blockCount: Int
    ) -> [UInt8] {
        let byteCount = 64 * blockCount
        var padded = [UInt8](repeating: 0, count: numbers.count * byteCount)
        padded.withUnsafeMutableBytes { padded in
            head.withUnsafeBytes { head in
                bodies.bytes.withUnsafeBytes { bytes in
                    for (position, number) in numbers.enumerated() {
                        let body = bodies.bounds[number]..<bodies.bounds[number + 1]
                        let start = position * byteCount
                        let end = start + head.count + body.count
                        if let target = padded.baseAddress {
                            if let source = head.baseAddress {
                                memcpy(target + start, source, head.count)
                            }
                            if let source = bytes.baseAddress {
                                memcpy(
                                    target + start + head.count,
                                    source + body.lowerBound,
                                    body.count
                                )
                            }
                        }
                        padded[end] = 0x80
                        padded.storeBytes(
                            of: UInt64(8 * (end - start)).bigEndian,
                            toByteOffset: start + byteCount - 8,
                            as: UInt64.self
                        )
                    }
                }
            }
        }
        return padded
    }
}
