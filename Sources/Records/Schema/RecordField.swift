/// One field of a schema: a leaf of every record's tree.
public struct RecordField: Sendable {
    /// The member's name in a record.
    public let name: String
    /// Which leaf it is, counted from 0.
    public let index: Int
    /// What it is, in a sentence.
    public let summary: String
    /// Who may ever see its value.
    public let sensitivity: Sensitivity
    /// Whether every record has it, whatever the rules add.
    public let isRequired: Bool
    /// Whether records are found by it.
    public let isSearchable: Bool
    /// The term of another vocabulary that it adopts; `own` if there is none.
    public let sourceTerm: String
    /// The provisions of EU and Spanish law that ask for it, each with the mark of how it was checked.
    public let provisionsEU: [String]
    /// The provisions of Chinese law that ask for it, each with the mark of how it was checked.
    public let provisionsCN: [String]
    /// The line of the schema where it stands, counted from 1.
    public let line: Int
    let type: FieldType
}
