import LogProtocol
import Records

/// What a comparison found, for people in one language and for programs.
struct CrosswalkReport {
    /// A field that is missing.
    struct Field: Encodable {
        let field: String
        let label: String
    }

    /// A provision, as programs read it.
    struct Row: Encodable {
        let provision: String
        let side: String
        let law: String
        let instrument: String
        let article: String
        let duty: String
        let summary: String
        /// How far the summary was checked: V, V2 or U.
        let mark: String
        let finding: String
        let missing: [Field]
        let appliesFrom: String
        /// How far that day was checked.
        let appliesFromMark: String
        let appliesUntil: String?
        let note: String?

        private enum CodingKeys: String, CodingKey {
            case provision, side, law, instrument, article, duty, summary, mark, finding, missing
            case appliesFrom = "applies_from"
            case appliesFromMark = "applies_from_mark"
            case appliesUntil = "applies_until"
            case note
        }
    }

    private struct Document: Encodable {
        let crosswalk: String
        let recordClass: String
        let on: String
        let language: String
        let answered: Bool
        let notice: String
        let provisions: [Row]

        private enum CodingKeys: String, CodingKey {
            case crosswalk
            case recordClass = "record_class"
            case on, language, answered, notice, provisions
        }
    }

    private let check: CrosswalkCheck
    private let recordClass: String
    private let crosswalk: Crosswalk
    private let language: LabelLanguage
    private let rows: [CrosswalkCheck.Row]

    init(
        _ check: CrosswalkCheck,
        recordClass: String,
        crosswalk: Crosswalk,
        language: LabelLanguage,
        showsAll: Bool
    ) {
        self.check = check
        self.recordClass = recordClass
        self.crosswalk = crosswalk
        self.language = language
        self.rows = check.rows.filter { row in
            switch row.finding {
            case .answered, .missing, .later: true
            case .log, .archive, .unmet, .notApplicable, .ended: showsAll
            }
        }
    }

    /// Whether nothing is missing that is asked for on the day.
    var isAnswered: Bool { self.check.isAnswered }

    /// One JSON object.
    func json() throws -> String {
        try WireJSON.encode(
            Document(
                crosswalk: "\(self.crosswalk.digest)",
                recordClass: self.recordClass,
                on: "\(self.check.date)",
                language: self.language.rawValue,
                answered: self.isAnswered,
                notice: self.crosswalk.labels.notice[self.language],
                provisions: self.rows.map { self.row($0) }
            )
        )
    }

    private func row(_ row: CrosswalkCheck.Row) -> Row {
        let provision = row.provision
        return Row(
            provision: provision.id,
            side: provision.side.rawValue,
            law: self.law(provision),
            instrument: self.crosswalk.law(provision.law)?.instrument ?? "",
            article: provision.article,
            duty: provision.duty,
            summary: provision.summary,
            mark: provision.mark.rawValue,
            finding: row.finding.rawValue,
            missing: row.missingFields.map { Field(field: $0, label: self.label(ofField: $0)) },
            appliesFrom: "\(provision.appliesFrom)",
            appliesFromMark: provision.appliesFromMark.rawValue,
            appliesUntil: provision.appliesUntil.map { "\($0)" },
            note: provision.note
        )
    }

    /// The text for people: duty by duty, both sides together.
    var text: String {
        var lines = [
            "\(self.label(self.crosswalk.labels.classes, self.recordClass)), \(self.check.date), "
                + "\(self.crosswalk.digest)",
            self.crosswalk.labels.notice[self.language],
        ]
        for duty in self.crosswalk.duties {
            let rows = self.rows.filter { $0.provision.duty == duty.id }
            guard !rows.isEmpty else { continue }
            let relation = self.label(self.crosswalk.labels.relations, duty.relation.rawValue)
            lines.append("")
            lines.append("\(duty.labels[self.language]) (\(relation))")
            for row in rows { lines += self.lines(row) }
        }
        lines.append("")
        lines.append(self.counts)
        lines.append(self.legend)
        return lines.joined(separator: "\n")
    }

    // SPEC: XW-3: the mark of the summary, and that of the day.
    private func lines(_ row: CrosswalkCheck.Row) -> [String] {
        let provision = row.provision
        let finding = self.label(self.crosswalk.labels.answers, row.finding.rawValue)
        let end = provision.appliesUntil.map { " - \($0)" } ?? ""
        var lines = [
            "  \(provision.side.rawValue)  \(self.law(provision)), \(provision.article) "
                + "[\(provision.mark.rawValue)]: \(finding)",
            "      \(provision.appliesFrom)\(end) [\(provision.appliesFromMark.rawValue)]",
        ]
        for field in row.missingFields {
            lines.append("      - \(field): \(self.label(ofField: field))")
        }
        return lines
    }

    /// How many provisions there are of each finding, all of them.
    private var counts: String {
        CrosswalkCheck.Finding.allCases.compactMap { finding in
            let count = self.check.rows.count { $0.finding == finding }
            guard count > 0 else { return nil }
            return "\(self.label(self.crosswalk.labels.answers, finding.rawValue)): \(count)"
        }.joined(separator: "; ")
    }

    /// What the marks mean.
    private var legend: String {
        VerificationMark.allCases.map {
            "[\($0.rawValue)] \(self.label(self.crosswalk.labels.marks, $0.rawValue))"
        }.joined(separator: "; ")
    }

    private func law(_ provision: Provision) -> String {
        self.crosswalk.law(provision.law)?.labels[self.language] ?? provision.law
    }

    private func label(ofField field: String) -> String {
        self.label(self.crosswalk.labels.fields, field)
    }

    private func label(_ labels: [String: Labels], _ code: String) -> String {
        labels[code]?[self.language] ?? code
    }
}
