public import SignedNotes

/// Examines the lines of witnesses below a log's heads.
public struct CosignatureExaminer: Sendable {
    /// What it came to.
    public struct Examination: Sendable {
        /// What was found.
        public internal(set) var findings: FindingList
        /// How many lines there are.
        public internal(set) var lineCount: UInt64 = 0
        /// How many verified under a witness's key.
        public internal(set) var verifiedCount: UInt64 = 0
    }

    private let log: LogDescriptor
    private let keys: [VerifierKey]
    private let findingLimit: Int

    private static let pageLength = 1_024

    /// Examines the lines of a log. Those of `keys` are verified; of the others, whose witnesses may have
    /// left the policy since, only their form and place are looked at.
    public init(_ log: LogDescriptor, keys: [VerifierKey], findingLimit: Int = 20) {
        self.log = log
        self.keys = keys
        self.findingLimit = findingLimit
    }

    /// Reads all lines and compares them.
    public func examine(_ rows: any CosignatureRows) async throws(StoreError) -> Examination {
        var examination = Examination(findings: FindingList(limit: self.findingLimit))
        var place: (size: UInt64, number: Int)?
        // The keys of the lines that are there below the head at hand.
        var seen: Set<String> = []
        while true {
            let lines = try await rows.storedCosignatures(
                of: self.log.id,
                after: place,
                limit: Self.pageLength
            )
            guard let last = lines.last else { return examination }
            for line in lines {
                if line.size != place?.size { seen = [] }
                place = (line.size, line.number)
                self.examine(line, &seen, &examination)
            }
            place = (last.size, last.number)
        }
    }

    private func examine(
        _ stored: StoredCosignature,
        _ seen: inout Set<String>,
        _ examination: inout Examination
    ) {
        examination.lineCount += 1
        func found(_ fault: Finding.CosignatureFault) {
            examination.findings.add(
                .cosignature(fault, size: stored.size, number: stored.number)
            )
        }
        guard let checkpoint = stored.checkpoint else { return found(.noHead) }
        guard let lines = try? NoteSignature.lines(parsing: stored.line), lines.count == 1,
            let line = lines.first
        else { return found(.malformed) }
        let identity = "\(stored.isSM3) \(line.name) \(line.keyID)"
        guard seen.insert(identity).inserted else { return found(.repeated) }
        let suite: Suite = stored.isSM3 ? .sm3 : .sha256
        guard
            let key = self.keys.first(where: {
                $0.keyID == line.keyID && $0.name.utf8.elementsEqual(line.name.utf8)
            })
        else { return }
        // SPEC: FSCK-12: under the key of the witness, below this head and no other.
        guard key.algorithm.suite == suite,
            let note = try? UnverifiedNote(parsing: checkpoint),
            let verified = try? note.adding([line]).verified(by: [key]),
            verified.verified.contains(where: { $0.timestamp != nil })
        else { return found(.forged) }
        examination.verifiedCount += 1
    }
}
