public import SignedNotes

/// A witness's signature line on one of a head's two checkpoints, which was verified when it came.
public struct HeadCosignature: Hashable, Sendable {
    /// Which of the two checkpoints the line belongs to.
    public let suite: Suite
    /// The line.
    public let line: NoteSignature
    /// Whether it came after the head was published. What is immutable does without such lines.
    public let isLate: Bool

    /// Joins the three.
    public init(suite: Suite, line: NoteSignature, isLate: Bool = false) {
        self.suite = suite
        self.line = line
        self.isLate = isLate
    }

    /// Whether two lines are of one key: a head has one line of each.
    public func hasSameKey(as other: HeadCosignature) -> Bool {
        self.suite == other.suite && self.line.keyID == other.line.keyID
            && self.line.name.utf8.elementsEqual(other.line.name.utf8)
    }
}

extension [HeadCosignature] {
    /// Adds those that are of other keys than the lines that are there; returns them.
    @discardableResult
    public mutating func add(_ others: [HeadCosignature]) -> [HeadCosignature] {
        var added: [HeadCosignature] = []
        for other in others where !self.contains(where: { $0.hasSameKey(as: other) }) {
            self.append(other)
            added.append(other)
        }
        return added
    }
}
