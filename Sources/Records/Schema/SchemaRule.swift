/// What a schema demands beyond single fields: `allOf` with `if` and `then`, and `x-rules`.
struct SchemaRule: Sendable {
    /// When a rule applies.
    enum Condition: Sendable {
        /// The field has one of these values.
        case field(Int, [JSONValue])
        /// The log is on this side of the border.
        case jurisdiction(String)
        /// The log is kept under this regime.
        case regime(String)
        /// SPEC: RECORD-9: the log or the field of provisions names this provision.
        case provision(String, field: Int?)
        /// Always.
        case always
    }

    /// What a rule demands.
    enum Demand: Sendable {
        /// These fields are there; those of the second list with at least so many elements.
        case fields([Int], counts: [(field: Int, count: Int)])
        /// SPEC: RECORD-8: no field has one of these values.
        case refused([(field: Int, values: [JSONValue])])
        /// SPEC: RECORD-7: the time lies between the others, as far as they are there.
        case period(time: Int, notBefore: Int?, notAfter: Int?)
        /// A recipient elsewhere needs a mechanism of transfer.
        case transfer(storage: Int, country: Int, mechanisms: [(String, Int)], reference: Int)
    }

    /// The name in `x-rules`; nil for those of `allOf`.
    let id: String?
    /// The line of the schema.
    let line: Int
    let condition: Condition
    let demand: Demand
}
