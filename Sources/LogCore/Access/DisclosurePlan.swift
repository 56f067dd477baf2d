public import Records

/// Exactly which fields of one record may leave to one auditor: a pure function.
public struct DisclosurePlan: Hashable, Sendable {
    /// Why a field stays.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// The profile says that it never leaves.
        case denied
        /// The profile does not know the field.
        case notInProfile = "not-in-profile"
        /// It leaves on a ground that the engagement does not have.
        case groundMissing = "ground-missing"
        /// It leaves under a condition that the record does not meet.
        case conditionNotMet = "condition-not-met"
        /// The profile would show it, and nobody asked.
        case notRequested = "not-requested"
        /// The schema has no such field.
        case unknownField = "unknown-field"
    }

    /// A field that stays.
    public struct Withheld: Hashable, Sendable {
        /// The field.
        public let field: String
        /// Why.
        public let reason: Reason

        /// Joins the two.
        public init(field: String, reason: Reason) {
            self.field = field
            self.reason = reason
        }
    }

    /// The positions of the fields that leave, in the order of the schema.
    public let indexes: [Int]
    /// Their names, in the same order.
    public let fields: [String]
    /// The fields that stay, in the order of the schema; then those that the schema does not have.
    public let withheld: [Withheld]

    /// Plans a disclosure.
    ///
    /// `fields` are the schema's, in its order. `requested` are the fields that were asked for; nil
    /// asks for all that the profile shows. `values` are those of the record's deciding fields.
    public init(
        profile: Profile,
        recordClass: String,
        fields: [String],
        requested: Set<String>? = nil,
        grounds: Set<String> = [],
        values: [String: JSONValue] = [:]
    ) {
        var indexes: [Int] = []
        var withheld: [Withheld] = []
        // Nothing of a class that the profile does not see, or of a record that it does not.
        let rule = profile.classes[recordClass].flatMap { rule in
            rule.conditions.hold(in: { values[$0] }) ? rule : nil
        }
        for (index, field) in fields.enumerated() {
            let reason = Self.reason(
                toWithhold: field,
                profile: profile,
                rule: rule,
                requested: requested,
                grounds: grounds,
                values: values
            )
            if let reason {
                withheld.append(Withheld(field: field, reason: reason))
            } else {
                indexes.append(index)
            }
        }
        for field in (requested ?? []).subtracting(fields).sorted() {
            withheld.append(Withheld(field: field, reason: .unknownField))
        }
        self.indexes = indexes
        self.fields = indexes.map { fields[$0] }
        self.withheld = withheld
    }

    private static func reason(
        toWithhold field: String,
        profile: Profile,
        rule: Profile.ClassRule?,
        requested: Set<String>?,
        grounds: Set<String>,
        values: [String: JSONValue]
    ) -> Reason? {
        // SPEC: ACC-6: deny wins over everything that allows.
        guard !profile.denied.contains(field) else { return .denied }
        guard let rule else { return .notInProfile }
        guard requested?.contains(field) ?? true else { return .notRequested }
        if rule.allowed.contains(field) { return nil }
        if grounds.contains(where: { rule.onGround[$0]?.contains(field) ?? false }) { return nil }
        let conditional = rule.onCondition.filter { $0.field == field }
        if conditional.contains(where: { $0.conditions.hold(in: { values[$0] }) }) { return nil }
        if !conditional.isEmpty { return .conditionNotMet }
        // SPEC: ACC-7: a field that the profile does not name is denied.
        return rule.onGround.values.contains { $0.contains(field) } ? .groundMissing : .notInProfile
    }
}
