import CryptoSuites
import MerkleTree
import SignedNotes
import Synchronization

/// All heads that anybody has seen signed by the log, each verified; and every contradiction among
/// them.
final class HeadBook: Sendable {
    private struct State {
        var sha256: [UInt64: TreeHash<SHA256Hasher>] = [:]
        var sm3: [UInt64: TreeHash<SM3Hasher>] = [:]
        var published: Set<UInt64> = []
        var contradictions: [String] = []
    }

    private let keys: [VerifierKey]
    private let origin: String
    private let state = Mutex(State())

    init(keys: [VerifierKey], origin: String = House.origin) {
        self.keys = keys
        self.origin = origin
    }

    /// Notes a checkpoint of the SHA-256 tree; returns its size.
    @discardableResult
    func add(checkpoint bytes: [UInt8], isPublished: Bool = true) throws -> UInt64 {
        let note = try UnverifiedNote(parsing: bytes).verified(by: self.keys)
        let checkpoint = try Checkpoint<SHA256Hasher>(note)
        self.note(checkpoint.origin == self.origin, "origin \(checkpoint.origin)")
        self.add(checkpoint.size, checkpoint.root, nil, isPublished: isPublished)
        return checkpoint.size
    }

    /// Notes a checkpoint of the SM3 tree; returns its size.
    @discardableResult
    func add(sm3Checkpoint bytes: [UInt8], isPublished: Bool = true) throws -> UInt64 {
        let note = try UnverifiedNote(parsing: bytes).verified(by: self.keys)
        let checkpoint = try Checkpoint<SM3Hasher>(note)
        self.note(checkpoint.origin == self.origin + "/sm3", "origin \(checkpoint.origin)")
        self.add(checkpoint.size, nil, checkpoint.root, isPublished: isPublished)
        return checkpoint.size
    }

    /// Notes a twin note; returns its size.
    @discardableResult
    func add(twin bytes: [UInt8], isPublished: Bool = true) throws -> UInt64 {
        let note = try UnverifiedNote(parsing: bytes).verified(by: self.keys)
        let twin = try TwinNote(note)
        self.note(twin.origin.text == self.origin, "origin \(twin.origin)")
        self.add(twin.head.size, twin.head.sha256, twin.head.sm3, isPublished: isPublished)
        return twin.head.size
    }

    /// All sizes of which a head was seen.
    var sizes: Set<UInt64> { self.state.withLock { Set($0.sha256.keys).union($0.sm3.keys) } }

    /// The sizes of heads that were seen published.
    var publishedSizes: Set<UInt64> { self.state.withLock { $0.published } }

    /// Pairs of heads of one size and different roots, and other things that must not be.
    var contradictions: [String] { self.state.withLock { $0.contradictions } }

    /// The heads whose roots are not these.
    func heads(
        otherThan sha256: [UInt64: TreeHash<SHA256Hasher>],
        _ sm3: [UInt64: TreeHash<SM3Hasher>]
    ) -> [String] {
        self.state.withLock { state in
            state.sha256.filter { sha256[$0.key] != $0.value }.map { "SHA-256, size \($0.key)" }
                + state.sm3.filter { sm3[$0.key] != $0.value }.map { "SM3, size \($0.key)" }
        }
    }

    private func add(
        _ size: UInt64,
        _ sha256: TreeHash<SHA256Hasher>?,
        _ sm3: TreeHash<SM3Hasher>?,
        isPublished: Bool
    ) {
        self.state.withLock { state in
            if isPublished { state.published.insert(size) }
            if let sha256, let other = state.sha256.updateValue(sha256, forKey: size),
                other != sha256
            {
                state.contradictions.append("two SHA-256 heads of size \(size)")
            }
            if let sm3, let other = state.sm3.updateValue(sm3, forKey: size), other != sm3 {
                state.contradictions.append("two SM3 heads of size \(size)")
            }
        }
    }

    private func note(_ isRight: Bool, _ what: String) {
        if !isRight { self.state.withLock { $0.contradictions.append(what) } }
    }
}
