/// Which bytes a writer may not append as they are.
enum OpaqueEntryRules {
    /// The classes of statements that tell what the log or its operator did.
    static let controlClasses: Set<[UInt8]> = Set(
        [
            "auditor-disclosure", "capture-state", "clock-change", "correction", "incident",
            "key-event", "policy-event", "refounded", "retention-action", "schema-change",
        ].map { Array($0.utf8) }
    )

    /// Refuses statements of a control class and bytes that could pass for another log's leaf.
    ///
    /// - Throws: ``OpaqueEntryRefusal`` that says which.
    static func check(_ entry: ArraySlice<UInt8>) throws(OpaqueEntryRefusal) {
        // SPEC: HTTP-10: what could pass for something that it is not.
        guard !MerkleTreeLeafShape.matches(entry) else { throw .merkleTreeLeaf }
        var scanner = StatementClassScanner(entry)
        guard !scanner.classes().contains(where: { self.controlClasses.contains($0) }) else {
            throw .controlClass
        }
    }
}

/// Why a writer's bytes are refused, though they are an entry.
enum OpaqueEntryRefusal: Error, Hashable, Sendable {
    /// They are a statement that only the log itself makes.
    case controlClass
    /// They have the shape of RFC 6962's leaf.
    case merkleTreeLeaf
}
