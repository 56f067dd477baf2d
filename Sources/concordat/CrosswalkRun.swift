import Records
import SignedNotes

/// The comparison of one record with the crosswalk, without files and clocks.
struct CrosswalkRun {
    /// What came of it.
    enum Result {
        /// The record was compared.
        case checked(CrosswalkReport)
        /// The bytes are no record.
        case unreadable(String)
        /// The record does not say its class, and nobody else did.
        case noClass
    }

    /// The longest record that is read, in bytes.
    static let maximumByteCount = StrictJSON.defaultMaximumByteCount

    let library: CrosswalkLibrary
    let language: LabelLanguage
    let sides: Set<LegalSide>
    let date: CalendarDate
    /// The class that counts if the record does not say it.
    let recordClass: String?
    /// Whether provisions are shown, too, that do not speak of the record or that the log answers.
    let showsAll: Bool

    /// Compares a record.
    func result(of bytes: [UInt8]) -> Result {
        let record: JSONValue
        do {
            record = try StrictJSON.parse(bytes, maximumByteCount: Self.maximumByteCount)
        } catch { return .unreadable("it is not strict JSON: \(error)".printable) }
        guard record.members != nil else { return .unreadable("it is not a JSON object") }
        guard let recordClass = record["record_class"]?.text ?? self.recordClass else {
            return .noClass
        }
        let crosswalk = self.library.newest
        guard crosswalk.labels.classes[recordClass] != nil else {
            return .unreadable("there is no class \(recordClass)".printable)
        }
        let check = CrosswalkCheck(
            recordClass: recordClass,
            on: self.date,
            sides: self.sides,
            crosswalk: crosswalk,
            value: { record[$0] }
        )
        return .checked(
            CrosswalkReport(
                check,
                recordClass: recordClass,
                crosswalk: crosswalk,
                language: self.language,
                showsAll: self.showsAll
            )
        )
    }
}
