/// Reads the part of JSON Schema 2020-12 that the schemas use, with our annotations.
struct SchemaParser {
    /// What a schema consists of.
    struct Parts {
        let recordClass: String
        let version: Int64
        let fields: [RecordField]
        let rules: [SchemaRule]
    }

    private let bytes: [UInt8]
    private var fields: [RecordField] = []

    /// SPEC: RECORD-1: a salt tree of depth 7 has 128 leaves, and an opaque record needs one more.
    static let maximumFieldCount = RecordShape.opaqueLeafCount - 1

    private static let rootKeywords: Set<String> = [
        "$schema", "$id", "title", "description", "type", "required", "properties", "allOf",
        "x-class", "x-version", "x-fields", "x-rules", "x-provisions-marks",
    ]
    private static let annotations: Set<String> = [
        "description", "x-index", "x-requirement", "x-sensitivity", "x-search", "x-source-term",
        "x-provisions",
    ]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private func line(at offset: Int) -> Int {
        1 + self.bytes[..<min(offset, self.bytes.count)].count { $0 == UInt8(ascii: "\n") }
    }

    mutating func parse() throws(SchemaError) -> Parts {
        let root: JSONValue
        do throws(StrictJSONError) { root = try StrictJSON.parse(self.bytes) } catch {
            throw SchemaError(error.description, line: self.line(at: error.offset))
        }
        guard let members = root.members else { throw SchemaError("not an object", line: 1) }
        for member in members where !Self.rootKeywords.contains(member.name) {
            throw self.error("the keyword \(member.name) is not understood", at: member)
        }
        guard let recordClass = root["x-class"]?.text, let version = root["x-version"]?.integer,
            root["type"]?.text == "object", let count = root["x-fields"]?.integer,
            let properties = root["properties"]?.members
        else {
            throw SchemaError("x-class, x-version, x-fields, type and properties", line: 1)
        }
        let required = Set((root["required"]?.elements ?? []).compactMap(\.text))
        guard 1...Self.maximumFieldCount ~= properties.count, properties.count == count else {
            throw SchemaError("x-fields is the number of properties, at most 127", line: 1)
        }
        for property in properties {
            self.fields.append(try self.field(property, isRequired: required))
        }
        guard required.isSubset(of: self.fields.map(\.name)) else {
            throw SchemaError("required names fields that there are not", line: 1)
        }
        var rules: [SchemaRule] = []
        for element in root["allOf"]?.elements ?? [] { rules.append(try self.conditional(element)) }
        for element in root["x-rules"]?.elements ?? [] { rules.append(try self.rule(element)) }
        return Parts(
            recordClass: recordClass,
            version: version,
            fields: self.fields,
            rules: rules
        )
    }

    private func error(_ reason: String, at member: JSONMember?) -> SchemaError {
        SchemaError(reason, line: self.line(at: member?.offset ?? 0))
    }

    // MARK: Fields

    private func field(
        _ property: JSONMember,
        isRequired required: Set<String>
    ) throws(SchemaError) -> RecordField {
        let value = property.value
        guard value["x-index"]?.integer == Int64(self.fields.count) else {
            throw self.error("x-index counts the properties from 0", at: property)
        }
        guard let sensitivity = value["x-sensitivity"]?.text.flatMap(Sensitivity.init),
            let summary = value["description"]?.text, let source = value["x-source-term"]?.text
        else {
            throw self.error("description, x-sensitivity and x-source-term", at: property)
        }
        func provisions(_ side: String) -> [String] {
            (value["x-provisions"]?[side]?.elements ?? []).compactMap(\.text)
        }
        return RecordField(
            name: property.name,
            index: self.fields.count,
            summary: summary,
            sensitivity: sensitivity,
            isRequired: required.contains(property.name),
            isSearchable: value["x-search"]?.bool ?? false,
            sourceTerm: source,
            provisionsEU: provisions("EU"),
            provisionsCN: provisions("CN"),
            line: self.line(at: property.offset),
            type: try self.type(of: property)
        )
    }

    private func type(of property: JSONMember) throws(SchemaError) -> FieldType {
        guard let members = property.value.members else {
            throw self.error("a property is an object", at: property)
        }
        let keywords = Set(members.map(\.name)).subtracting(Self.annotations)
        let value = property.value
        func allow(_ others: String...) throws(SchemaError) {
            let unknown = keywords.subtracting(others + ["type"])
            guard unknown.isEmpty else {
                throw self.error("\(unknown.sorted()) is not understood here", at: property)
            }
        }
        switch value["type"]?.text {
        case "string" where value["enum"] != nil:
            try allow("enum")
            return .choice((value["enum"]?.elements ?? []).compactMap(\.text))
        case "string":
            try allow("x-format", "pattern", "format", "minLength", "maxLength")
            guard let format = value["x-format"]?.text.flatMap(TextFormat.init) else {
                throw self.error("a text has an enum or an x-format", at: property)
            }
            let length = try self.range(value, "minLength", "maxLength", property)
            return .text(format, length: Int(length.lowerBound)...Int(length.upperBound))
        case "integer":
            try allow("minimum", "maximum")
            let all = -JSONValue.largestInteger
            return .integer(try self.range(value, "minimum", "maximum", property, from: all))
        case "boolean":
            try allow()
            return .boolean
        case "array":
            try allow("items", "minItems", "maxItems", "uniqueItems")
            guard let items = value["items"] else { throw self.error("items", at: property) }
            let element = JSONMember(
                name: property.name,
                value: items,
                offset: property.offset,
                hash: property.hash
            )
            let count = try self.range(value, "minItems", "maxItems", property)
            return .array(
                try self.type(of: element),
                count: Int(count.lowerBound)...Int(count.upperBound),
                isUnique: value["uniqueItems"]?.bool ?? false
            )
        case "object":
            try allow()
            return .object
        default:
            throw self.error("a type that is understood", at: property)
        }
    }

    private func range(
        _ value: JSONValue,
        _ low: String,
        _ high: String,
        _ property: JSONMember,
        from lowest: Int64 = 0
    ) throws(SchemaError) -> ClosedRange<Int64> {
        let lower = value[low]?.integer ?? lowest
        let upper = value[high]?.integer ?? JSONValue.largestInteger
        guard lower <= upper else { throw self.error("\(low) is above \(high)", at: property) }
        return lower...upper
    }

    // MARK: Rules

    private func position(_ name: JSONValue?, _ line: Int) throws(SchemaError) -> Int {
        guard let name = name?.text,
            let field = self.fields.first(where: { $0.name.utf8.elementsEqual(name.utf8) })
        else { throw SchemaError("a rule names a field that there is not", line: line) }
        return field.index
    }

    private func positions(_ names: JSONValue?, _ line: Int) throws(SchemaError) -> [Int] {
        var positions: [Int] = []
        for name in names?.elements ?? [] { positions.append(try self.position(name, line)) }
        return positions
    }

    /// `{"if": {"properties": {F: {"enum": [...]}}, "required": [F]}, "then": {"required": [...]}}`
    private func conditional(_ element: JSONValue) throws(SchemaError) -> SchemaRule {
        let line = self.line(at: element.members?.first?.offset ?? 0)
        guard element.members?.count == 2, let condition = element["if"],
            condition.members?.count == 2,
            let property = condition["properties"]?.members, property.count == 1,
            let values = property.first?.value["enum"]?.elements,
            property.first?.value.members?.count == 1,
            condition["required"]?.elements?.count == 1,
            element["then"]?.members?.count == 1
        else { throw SchemaError("allOf has if and then of one form", line: line) }
        let field = try self.position(condition["required"]?.elements?.first, line)
        guard property.first?.name.utf8.elementsEqual(self.fields[field].name.utf8) == true else {
            throw SchemaError("if is about one field", line: line)
        }
        return SchemaRule(
            id: nil,
            line: line,
            condition: .field(field, values),
            demand: .fields(try self.positions(element["then"]?["required"], line), counts: [])
        )
    }

    private func rule(_ element: JSONValue) throws(SchemaError) -> SchemaRule {
        let line = self.line(at: element.members?.first?.offset ?? 0)
        guard let id = element["id"]?.text else {
            throw SchemaError("a rule has an id", line: line)
        }
        let demand = try self.demand(of: element, line)
        var condition = SchemaRule.Condition.always
        if let jurisdiction = element["jurisdiction"]?.text {
            condition = .jurisdiction(jurisdiction)
        } else if let regime = element["regime"]?.text {
            condition = .regime(regime)
        } else if let provision = element["provision"]?.text {
            let field = try element["in"].map { name throws(SchemaError) in
                try self.position(name, line)
            }
            condition = .provision(provision, field: field)
        }
        return SchemaRule(id: id, line: line, condition: condition, demand: demand)
    }

    private func demand(
        of element: JSONValue,
        _ line: Int
    ) throws(SchemaError) -> SchemaRule.Demand {
        if let refused = element["refused"]?.members {
            var values: [(field: Int, values: [JSONValue])] = []
            for member in refused {
                let field = try self.position(.string(member.name), line)
                values.append((field, member.value.elements ?? []))
            }
            return .refused(values)
        }
        if let time = element["time"] {
            let notBefore = element["notBefore"]
            let notAfter = element["notAfter"]
            return .period(
                time: try self.position(time, line),
                notBefore: notBefore == nil ? nil : try self.position(notBefore, line),
                notAfter: notAfter == nil ? nil : try self.position(notAfter, line)
            )
        }
        if let mechanism = element["mechanism"]?.members {
            var mechanisms: [(String, Int)] = []
            for member in mechanism {
                mechanisms.append((member.name, try self.position(member.value, line)))
            }
            return .transfer(
                storage: try self.position(element["storage"], line),
                country: try self.position(element["country"], line),
                mechanisms: mechanisms,
                reference: try self.position(element["reference"], line)
            )
        }
        guard element["required"] != nil else {
            throw SchemaError("a rule demands something that is understood", line: line)
        }
        var counts: [(field: Int, count: Int)] = []
        for member in element["minItems"]?.members ?? [] {
            let field = try self.position(.string(member.name), line)
            counts.append((field, Int(member.value.integer ?? 0)))
        }
        return .fields(try self.positions(element["required"], line), counts: counts)
    }
}
