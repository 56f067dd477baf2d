/// What the examination of a vault came to.
public struct VaultExamination: Sendable {
    /// What was found.
    public internal(set) var findings: FindingList
    /// How many records were compared with their entries.
    public internal(set) var recordCount: UInt64 = 0
    /// How many of them are erased.
    public internal(set) var erasedCount: UInt64 = 0
    /// How many contents were opened and sealed again.
    public internal(set) var openedCount: UInt64 = 0
    /// How many contents could not be opened because there is no key of their epoch, by epoch.
    public internal(set) var unopenedCounts: [UInt32: UInt64] = [:]

    init(findingLimit: Int) { self.findings = FindingList(limit: findingLimit) }
}
