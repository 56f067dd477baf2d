/// Checking a record against its schema.
extension RecordSchema {
    /// Checks a record and sorts its values by field.
    ///
    /// - Throws: ``RecordError`` with the first rule that is broken, in the order of the record's
    ///   members, then of the schema.
    public func validate(
        _ record: JSONValue,
        in context: RecordContext
    ) throws(RecordError) -> ValidRecord {
        guard let members = record.members else {
            throw RecordError(
                .notAnObject,
                member: "",
                expectation: "an object",
                schemaLine: 1
            )
        }
        var values = [JSONValue?](repeating: nil, count: self.fields.count)
        var others: [JSONMember] = []
        for member in members {
            // SPEC: RECORD-2.
            if Self.holdsNull(member.value),
                let path = Self.pathOfNull(in: member.value, at: member.name)
            {
                throw self.error(
                    .nullValue,
                    path,
                    "no member instead of null",
                    self.index(of: member)
                )
            }
            guard let index = self.index(of: member) else {
                others.append(member)
                continue
            }
            if let violation = self.fields[index].type.violation(of: member.value) {
                throw self.error(
                    violation.code,
                    member.name + violation.path,
                    violation.expectation,
                    index
                )
            }
            values[index] = member.value
        }
        try self.addAttributes(others, to: &values)
        if let index = self.index(of: "record_class"), let named = values[index]?.text,
            !named.utf8.elementsEqual(self.recordClass.utf8)
        {
            throw self.error(.classDiffers, "record_class", self.recordClass, index)
        }
        for index in self.requiredIndexes where values[index] == nil {
            throw self.error(.missing, self.fields[index].name, "a value", index)
        }
        for rule in self.rules where rule.applies(to: values, in: context) {
            try self.check(rule, values, context)
        }
        return ValidRecord(schema: self, values: values)
    }

    private func error(
        _ code: RecordError.Code,
        _ member: String,
        _ expectation: String,
        _ index: Int?
    ) -> RecordError {
        RecordError(
            code,
            member: member,
            expectation: expectation,
            schemaLine: index.map { self.fields[$0].line } ?? 1
        )
    }

    /// Whether there is a `null` in a value.
    private static func holdsNull(_ value: JSONValue) -> Bool {
        switch value {
        case .null: true
        case .array(let elements): elements.contains(where: self.holdsNull)
        case .object(let members): members.contains { self.holdsNull($0.value) }
        case .bool, .integer, .string: false
        }
    }

    /// Where a `null` stands in a value; nil if there is none.
    private static func pathOfNull(in value: JSONValue, at path: String) -> String? {
        switch value {
        case .null: return path
        case .array(let elements):
            for (position, element) in elements.enumerated() {
                if let found = self.pathOfNull(in: element, at: "\(path)[\(position)]") {
                    return found
                }
            }
            return nil
        case .object(let members):
            for member in members {
                if let found = self.pathOfNull(in: member.value, at: "\(path).\(member.name)") {
                    return found
                }
            }
            return nil
        case .bool, .integer, .string: return nil
        }
    }

    /// SPEC: RECORD-3: puts members that the schema does not name beside those of `attributes`.
    private func addAttributes(
        _ others: [JSONMember],
        to values: inout [JSONValue?]
    ) throws(RecordError) {
        guard let first = others.first else { return }
        guard let index = self.index(of: Self.attributesName) else {
            throw self.error(.notAllowed, first.name, "a member that the schema names", nil)
        }
        let given = values[index]?.members ?? []
        if let ambiguous = others.first(where: { other in
            given.contains { $0.hash == other.hash && $0.name.utf8.elementsEqual(other.name.utf8) }
        }) {
            throw self.error(
                .ambiguousAttribute,
                ambiguous.name,
                "a name that \(Self.attributesName) does not have",
                index
            )
        }
        values[index] = .object(given + others)
    }

    private func check(
        _ rule: SchemaRule,
        _ values: [JSONValue?],
        _ context: RecordContext
    ) throws(RecordError) {
        func error(_ code: RecordError.Code, _ field: Int, _ expectation: String) -> RecordError {
            RecordError(
                code,
                member: self.fields[field].name,
                expectation: expectation,
                schemaLine: rule.line,
                rule: rule.id
            )
        }
        switch rule.demand {
        case .fields(let fields, let counts):
            for field in fields where values[field] == nil {
                throw error(.missing, field, "a value")
            }
            for (field, count) in counts where values[field]?.elements?.count ?? 0 < count {
                throw error(.outOfRange, field, "at least \(count) elements")
            }
        case .refused(let refusals):
            for (field, refused) in refusals {
                if let value = values[field], refused.contains(value) {
                    throw error(.refused, field, "contents that may be stored")
                }
            }
        case .period(let time, let notBefore, let notAfter):
            guard let moment = Self.time(values[time]) else { return }
            if let notBefore, let start = Self.time(values[notBefore]), moment < start {
                throw error(
                    .outsideOfPeriod,
                    time,
                    "a time not before \(self.fields[notBefore].name)"
                )
            }
            if let notAfter, let end = Self.time(values[notAfter]), end < moment {
                throw error(
                    .outsideOfPeriod,
                    time,
                    "a time not after \(self.fields[notAfter].name)"
                )
            }
        case .transfer(let storage, let country, let mechanisms, let reference):
            guard let place = values[storage]?.text, let recipient = values[country]?.text,
                case let home = String(place.prefix(2)), !home.utf8.elementsEqual(recipient.utf8)
            else { return }
            // SPEC: RECORD-6: no mechanism, no transfer.
            for (jurisdiction, mechanism) in mechanisms
            where jurisdiction.utf8.elementsEqual(context.side.utf8) {
                guard let value = values[mechanism]?.text else {
                    throw error(.transferWithoutMechanism, mechanism, "what the transfer rests on")
                }
                if value.utf8.elementsEqual("none".utf8) {
                    guard Territory.isOne(home, recipient) else {
                        throw error(
                            .transferWithoutMechanism,
                            mechanism,
                            "what the transfer from \(home) to \(recipient) rests on"
                        )
                    }
                } else if values[reference] == nil {
                    throw error(.transferWithoutMechanism, reference, "the record of the transfer")
                }
            }
        }
    }

    private static func time(_ value: JSONValue?) -> RecordTime? {
        value?.text.flatMap { RecordTime(parsing: $0) }
    }
}

extension SchemaRule {
    /// Whether the rule is one for this record.
    fileprivate func applies(to values: [JSONValue?], in context: RecordContext) -> Bool {
        switch self.condition {
        case .always: true
        case .field(let field, let allowed): values[field].map { allowed.contains($0) } ?? false
        case .jurisdiction(let name): context.side.utf8.elementsEqual(name.utf8)
        case .regime(let name): context.regimes.contains(name)
        case .provision(let name, let field):
            context.provisions.contains(name)
                || field.flatMap { values[$0]?.elements }?.contains(.string(name)) ?? false
        }
    }
}
