/// What an examination found: all of it counted, and the first ones of each subject kept.
public struct FindingList: Sendable {
    /// How many of each subject are kept.
    private let limit: Int
    /// The first findings of each subject. Adjoining entries are one.
    public private(set) var kept: [Finding] = []
    /// How many things were found to be altered.
    public private(set) var count: UInt64 = 0
    private var subjects: [String: Subject] = [:]

    /// What is known of the findings of one subject.
    private struct Subject {
        var count = 0
        /// The position in ``kept`` of the one kept last.
        var newest = 0
    }

    /// An empty list.
    public init(limit: Int = 20) { self.limit = limit }

    /// Whether nothing was found.
    public var isEmpty: Bool { self.count == 0 }

    /// The findings by where they are, the first bad index first; those without an index before all.
    public var sorted: [Finding] {
        self.kept.enumerated()
            .map { (index: $0.element.firstIndex ?? .min, offset: $0.offset, finding: $0.element) }
            .sorted { ($0.index, $0.offset) < ($1.index, $1.offset) }
            .map(\.finding)
    }

    /// The first bad index as well as it is known, of what was kept; nil if nothing was found, or
    /// nothing that concerns an entry. Where entries or tiles tell it exactly, what heads say about it
    /// is passed over.
    public var firstIndex: Int64? {
        let places = self.kept.compactMap { finding in
            finding.firstIndex.map { (rank: finding.precision.rawValue, index: $0) }
        }
        return places.min { $0 < $1 }?.index
    }

    /// Adds a finding.
    public mutating func add(_ finding: Finding) {
        self.count += finding.count
        var subject = self.subjects[finding.subject] ?? Subject()
        defer { self.subjects[finding.subject] = subject }
        if subject.count > 0, let joined = self.kept[subject.newest].joined(with: finding) {
            self.kept[subject.newest] = joined
            return
        }
        subject.count += 1
        guard subject.count <= self.limit else { return }
        subject.newest = self.kept.count
        self.kept.append(finding)
    }

    /// Adds what was found elsewhere: what that list kept, and the number of all.
    public mutating func add(_ other: FindingList) {
        for finding in other.kept { self.add(finding) }
        self.count += other.count - other.kept.reduce(0) { $0 + $1.count }
    }

    /// Adds findings in order.
    public mutating func add(_ findings: some Sequence<Finding>) {
        for finding in findings { self.add(finding) }
    }
}
