/// What is the same in every record of a schema, prepared once.
struct RecordTemplate: Sendable {
    /// `<name>",` for each field: what stands between salt and value in a disclosure.
    let nameTails: [[UInt8]]
    /// SPEC: RECORD-13: `<name>",null]` for each field in base64url: the end of the disclosure of an absent field. It
    /// begins on a border between groups of four digits, see ``DisclosureText``.
    let absentTails: [[UInt8]]
    /// `"<name>":` for each field: what stands before its value in canonical JSON.
    let memberHeads: [[UInt8]]
    /// The fields in the canonical order of their names.
    let canonicalOrder: [Int]

    init(_ names: [String]) {
        self.nameTails = names.map { name in
            // Without the opening quotation mark, which belongs to the part in front.
            var tail: [UInt8] = []
            JSONValue.appendCanonical(name, to: &tail)
            return Array(tail.dropFirst()) + [UInt8(ascii: ",")]
        }
        self.absentTails = self.nameTails.map { Base64URL.encode($0 + Array("null]".utf8)) }
        self.memberHeads = names.map { name in
            var head: [UInt8] = []
            JSONValue.appendCanonical(name, to: &head)
            return head + [UInt8(ascii: ":")]
        }
        self.canonicalOrder = names.indices.sorted {
            CanonicalOrder.precedes(names[$0], names[$1])
        }
    }
}
