/// SPEC: RECORD-5: why a record is refused: which member, what was expected, and where the schema says so.
public struct RecordError: Error, Hashable, Sendable {
    /// The kind of rule that is broken. The texts are stable: programs may compare them.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The record is not an object.
        case notAnObject = "record-not-an-object"
        /// A value is `null`: a member that has no value is left out.
        case nullValue = "record-null"
        /// A value is of another type.
        case wrongType = "record-wrong-type"
        /// A value is none of those that are listed.
        case notAllowed = "record-not-allowed"
        /// A text does not have its form.
        case malformed = "record-malformed"
        /// A number, a length or a count is out of range.
        case outOfRange = "record-out-of-range"
        /// An element stands in an array twice.
        case repeated = "record-repeated"
        /// A member is missing that every record has, or that this one has to have.
        case missing = "record-missing"
        /// A time lies outside of the period that it has to lie in.
        case outsideOfPeriod = "record-outside-of-period"
        /// A transfer rests on nothing.
        case transferWithoutMechanism = "record-transfer-without-mechanism"
        /// The value says that the record must not be stored at all.
        case refused = "record-refused"
        /// A member and a member of `attributes` have the same name.
        case ambiguousAttribute = "record-ambiguous-attribute"
        /// The record is of another class or retention class than the log was told.
        case classDiffers = "record-class-differs"
    }

    /// The kind of rule.
    public let code: Code
    /// The member, such as `data_category[1]`; empty if it is the record itself.
    public let member: String
    /// What was expected, in words.
    public let expectation: String
    /// The line of the schema that says so, counted from 1.
    public let schemaLine: Int
    /// The id of the rule in `x-rules` that is broken; nil if it is the member's own.
    public let rule: String?

    init(
        _ code: Code,
        member: String,
        expectation: String,
        schemaLine: Int,
        rule: String? = nil
    ) {
        self.code = code
        self.member = member.shortened
        self.expectation = expectation
        self.schemaLine = schemaLine
        self.rule = rule
    }
}

extension RecordError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        let member = self.member.isEmpty ? "the record" : self.member
        let rule = self.rule.map { ", rule \($0)" } ?? ""
        return "\(member): expected \(self.expectation) (schema line \(self.schemaLine)\(rule))"
    }
}
