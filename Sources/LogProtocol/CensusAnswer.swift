import Records
import SignedNotes

/// What some entries of a log are: `GET completeness`.
///
///     {"disclosure":{"index":9},"first":0,"size":9,"counts":{"record":5,"control":1,"erased":1,"dummy":1,
///      "missing":1},"missing":[{"index":7,"reason":"no-contents"}],"dummies":[{"index":3,"evidence":{…}}]}
public struct CensusAnswer: Sendable {
    /// An entry that is none of what an entry can be.
    public struct Missing: Codable, Hashable, Sendable {
        /// Its index.
        public let index: UInt64
        /// Why it counts as missing, as a code.
        public let reason: String
    }

    /// How many of the entries are what.
    public struct Counts: Codable, Hashable, Sendable {
        /// Records that can be disclosed.
        public var record: UInt64 = 0
        /// Records of the log and its keeping, and public statements.
        public var control: UInt64 = 0
        /// Records that were erased.
        public var erased: UInt64 = 0
        /// Statements that stand for no record.
        public var dummy: UInt64 = 0
        /// Anything else.
        public var missing: UInt64 = 0

        /// None.
        public init() {}

        /// All of them; nil if there are more than there are numbers.
        public var total: UInt64? {
            [self.record, self.control, self.erased, self.dummy, self.missing].reduce(0) {
                sum,
                count in
                sum.flatMap {
                    let (next, isOver) = $0.addingReportingOverflow(count)
                    return isOver ? nil : next
                }
            }
        }

        /// Adds others.
        public mutating func add(_ other: Counts) {
            self.record += other.record
            self.control += other.control
            self.erased += other.erased
            self.dummy += other.dummy
            self.missing += other.missing
        }
    }

    /// The entry in which the log recorded that an auditor was told; nil for an operator.
    public let disclosureIndex: UInt64?
    /// The first index.
    public let first: UInt64
    /// How many entries were published.
    public let size: UInt64
    /// What the entries are.
    public let counts: Counts
    /// Those that are missing, by index.
    public let missing: [Missing]
    /// What proves each dummy to be one. Nothing in it is verified.
    public let dummies: [(index: UInt64, evidence: Evidence)]
    /// The index from which to go on; nil at the end.
    public let next: UInt64?

    /// The longest answer, in bytes.
    public static let maximumByteCount = 8 << 20

    /// Reads an answer.
    ///
    /// - Throws: ``EvidenceError`` with the member that is wrong.
    public init(parsing bytes: [UInt8]) throws(EvidenceError) {
        let json: JSONValue
        do throws(StrictJSONError) {
            json = try StrictJSON.parse(bytes, maximumByteCount: Self.maximumByteCount)
        } catch { throw .json(error) }
        func number(_ value: JSONValue?, _ name: String) throws(EvidenceError) -> UInt64 {
            guard let number = value?.integer.flatMap({ UInt64(exactly: $0) }) else {
                throw .malformed(name)
            }
            return number
        }
        self.first = try number(json["first"], "first")
        self.size = try number(json["size"], "size")
        self.next = try json["next"].map { value throws(EvidenceError) in
            try number(value, "next")
        }
        self.disclosureIndex = try json["disclosure"].map { value throws(EvidenceError) in
            try number(value["index"], "disclosure.index")
        }
        var counts = Counts()
        let given = json["counts"]
        counts.record = try number(given?["record"], "counts.record")
        counts.control = try number(given?["control"], "counts.control")
        counts.erased = try number(given?["erased"], "counts.erased")
        counts.dummy = try number(given?["dummy"], "counts.dummy")
        counts.missing = try number(given?["missing"], "counts.missing")
        self.counts = counts
        guard let listed = json["missing"]?.elements else { throw .malformed("missing") }
        var missing: [Missing] = []
        for value in listed {
            guard let reason = value["reason"]?.text else { throw .malformed("missing.reason") }
            missing.append(
                Missing(index: try number(value["index"], "missing.index"), reason: reason)
            )
        }
        self.missing = missing
        var dummies: [(index: UInt64, evidence: Evidence)] = []
        for value in json["dummies"]?.elements ?? [] {
            let index = try number(value["index"], "dummies.index")
            guard let member = value["evidence"] else { throw .malformed("dummies.evidence") }
            let evidence = try Evidence(parsing: member.canonicalBytes)
            guard evidence.proof.index == index else { throw .malformed("dummies.index") }
            dummies.append((index, evidence))
        }
        self.dummies = dummies
        // An answer that does not speak of each entry once is none.
        let end = self.next ?? max(self.size, self.first)
        guard end >= self.first, counts.total == end - self.first else {
            throw .malformed("counts")
        }
        guard UInt64(missing.count) == counts.missing else { throw .malformed("missing") }
    }
}
