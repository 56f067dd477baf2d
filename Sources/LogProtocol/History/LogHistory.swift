import CryptoSuites
import Records
public import SignedNotes

/// The keys of a log and its policies, by tree size: the first keys, and what the log's own entries
/// have changed since.
///
/// Entries are shown to it in index order. What it says of a size follows from the entries below that
/// size alone, because a statement holds only for heads that contain it: whoever has the first keys
/// and the entries comes to the same keys, whenever he looks.
///
/// SPEC: ROT-5.
public struct LogHistory: Hashable, Sendable {
    /// A policy and the first size whose heads it judges.
    public struct PolicyPeriod: Hashable, Sendable {
        /// The first tree size.
        public let from: UInt64
        /// The index of the entry that announces it.
        public let index: UInt64
        /// The policy file, verbatim.
        public let text: [UInt8]
    }

    /// What became of an entry.
    public enum Outcome: Hashable, Sendable {
        /// It changes something from a size on.
        case taken(from: UInt64)
        /// It is known, from the same place.
        case known
        /// It says that it changes something, and does not.
        case ignored(HistoryRefusal)
    }

    /// An entry that says that it changes something, and does not.
    public struct Ignored: Hashable, Sendable {
        /// Its index.
        public let index: UInt64
        /// Why it changes nothing.
        public let reason: HistoryRefusal
    }

    /// The log.
    public let origin: LogOrigin
    /// All keys with the sizes that they are good for: what heads of this log are verified with.
    public private(set) var keys: [VerifierKey]
    /// The policies that were announced, by the size from which they hold.
    public private(set) var policies: [PolicyPeriod] = []
    /// The statements that change something, in index order.
    public private(set) var events: [HistoryStatement] = []
    /// The first ``ignoredLimit`` statements that do not, in index order.
    public private(set) var ignored: [Ignored] = []
    /// Below this index nothing is looked at again.
    private var nextIndex: UInt64 = 0

    /// How many ignored statements are remembered.
    public static let ignoredLimit = 100

    /// Starts with the keys that somebody trusts: those of one suite or of both, the first ones or
    /// also later ones, each with its sizes.
    public init(origin: LogOrigin, keys: [VerifierKey]) {
        self.origin = origin
        self.keys = keys
    }

    /// The log's own keys that sign heads of a size, without their bounds. Keys of others are not
    /// among them.
    public func keys(at size: UInt64) -> [VerifierKey] {
        self.keys.filter { $0.sizes.contains(size) && self.suite(of: $0) != nil }.map(\.unbounded)
    }

    /// The policy that judges heads of a size; nil if none was announced for it.
    public func policy(at size: UInt64) -> PolicyPeriod? {
        self.policies.last { $0.from <= size }
    }

    /// Looks at an entry, in index order; nil if it does not say that it changes anything, or speaks
    /// of a suite that no key is known of.
    @discardableResult
    public mutating func take(_ entry: HistoryStatement) -> Outcome? {
        guard entry.index >= self.nextIndex else {
            return self.events.contains(entry) ? .known : nil
        }
        guard HistoryStatement.mayBe(entry.statement) else { return nil }
        let statement: PublicStatement
        do throws(PublicStatementError) {
            statement = try PublicStatement(parsing: entry.statement)
        } catch {
            return self.ignore(entry, .malformed(error))
        }
        do throws(HistoryRefusal) {
            guard try self.apply(statement, at: entry.index) else { return nil }
        } catch {
            return self.ignore(entry, error)
        }
        self.nextIndex = entry.index + 1
        self.events.append(entry)
        return .taken(from: statement.effectiveSize)
    }

    private mutating func ignore(_ entry: HistoryStatement, _ reason: HistoryRefusal) -> Outcome {
        self.nextIndex = entry.index + 1
        if self.ignored.count < Self.ignoredLimit {
            self.ignored.append(Ignored(index: entry.index, reason: reason))
        }
        return .ignored(reason)
    }

    /// Applies a statement; false if it speaks of a suite that no key is known of.
    private mutating func apply(
        _ statement: PublicStatement,
        at index: UInt64
    ) throws(HistoryRefusal) -> Bool {
        let size = statement.effectiveSize
        // SPEC: ROT-6: each head that it holds for contains it.
        guard size > index else { throw .alreadyPassed(from: size, index: index) }
        let current = self.keys(at: size - 1)
        if let suite = statement.suite, statement.isKeyEvent,
            !current.contains(where: { self.suite(of: $0) == suite })
        {
            return false
        }
        do throws(PublicStatementFailure) {
            // SPEC: ROT-4.
            try statement.verify(origin: self.origin, keys: current)
        } catch { throw .unsigned(error) }
        if statement.isKeyEvent {
            try self.replaceKey(statement, from: size)
        } else {
            try self.addPolicy(statement, from: size, at: index)
        }
        return true
    }

    private mutating func replaceKey(
        _ statement: PublicStatement,
        from size: UInt64
    ) throws(HistoryRefusal) {
        // SPEC: ROT-8.
        guard statement.isReplacement else { throw .notAReplacement(statement.action) }
        guard let new = statement.newVerifierKey.flatMap({ try? VerifierKey(parsing: $0) }),
            let old = statement.oldVerifierKey,
            let position = self.keys.firstIndex(where: {
                $0.description.utf8.elementsEqual(old.utf8) && $0.sizes.contains(size - 1)
            }), self.suite(of: self.keys[position]) == self.suite(of: new)
        else { throw .unsigned(.malformedKey) }
        let sizes = self.keys[position].sizes
        if let known = self.keys.first(where: { $0.unbounded == new }) {
            // Somebody who was given the later keys as well hears nothing new.
            guard known.sizes.lowerBound == size, sizes.upperBound == size - 1 else {
                throw .usedKey(name: new.name)
            }
            return
        }
        // SPEC: ROT-9: a key is used for one range of sizes and never again. Two keys that lines
        // cannot tell apart are one.
        let isUsed = self.keys.contains {
            $0.keyID == new.keyID && $0.name.utf8.elementsEqual(new.name.utf8)
        }
        guard !isUsed else { throw .usedKey(name: new.name) }
        // SPEC: ROT-7: the first of two that contradict each other holds.
        guard sizes.upperBound == .max else { throw .contradictory(from: size) }
        self.keys[position] = self.keys[position].bounded(to: sizes.lowerBound...(size - 1))
        self.keys.append(new.bounded(to: size...(.max)))
    }

    private mutating func addPolicy(
        _ statement: PublicStatement,
        from size: UInt64,
        at index: UInt64
    ) throws(HistoryRefusal) {
        let text = Array((statement.policy ?? "").utf8)
        do throws(TwinPolicyError) { _ = try TwinPolicy(parsing: text) } catch {
            throw .policy("\(error)")
        }
        // SPEC: POLEV-3: each later than the one before.
        if let last = self.policies.last {
            guard size > last.from else { throw .contradictory(from: size) }
            if let digest = statement.previousPolicyDigest {
                guard digest.utf8.elementsEqual(Self.digest(of: last.text).utf8) else {
                    throw .policy("the policy before it has another digest than the one it names")
                }
            }
        }
        self.policies.append(PolicyPeriod(from: size, index: index, text: text))
    }

    /// The name of a policy file in statements about its successor.
    public static func digest(of policy: [UInt8]) -> String {
        "sha256:\(Hexadecimal.encode(Hashes.sha256(policy)))"
    }

    /// The suite whose head a key of this log signs; nil for keys of others.
    private func suite(of key: VerifierKey) -> Suite? {
        switch key.algorithm {
        case .ed25519 where key.name.utf8.elementsEqual(self.origin.text.utf8): .sha256
        case .sm2 where key.name.utf8.elementsEqual(self.origin.sm3Text.utf8): .sm3
        default: nil
        }
    }
}
