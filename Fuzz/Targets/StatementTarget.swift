import Records

/// Statements, public statements and disclosures: one spelling each.
enum StatementTarget: FuzzTarget {
    static let name = "statement"
    static let maximumByteCount = 700
    static let words = [
        "\"class\":", "\"commitment\":", "\"fields\":", "\"sha256\":", "sha256:", "\"v\":1",
        "\"body\":", "\"signatures\":", "salted-merkle/v1",
    ]

    private static let statement = """
        {"class":"data-access","commitment":{"fields":80,"scheme":"salted-merkle/v1",\
        "sha256":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",\
        "sm3":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="},"crosswalk":"sha256:\
        0000000000000000000000000000000000000000000000000000000000000000",\
        "recorded":"2026-11-23T10:00:00Z","retention":"R6M","schema":"sha256:\
        0000000000000000000000000000000000000000000000000000000000000000","v":1}
        """

    static func seeds() throws -> [[UInt8]] {
        let event = try PublicStatement(
            recordClass: "policy-event",
            body: [
                "origin": .string("log.example/eu"), "policy": .string("quorum none\n"),
                "effective_size": .integer(7),
            ],
            recorded: RecordTime(seconds: 1_795_428_000)
        )
        let disclosure = RecordDisclosure(
            salt: [UInt8](repeating: 7, count: 32),
            name: "outcome",
            value: .string("success")
        )
        return [
            Array(self.statement.utf8), event.bytes, disclosure.digits,
            Array("{\"v\":1}".utf8),
        ]
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        var isAccepted = false
        if let statement = try? Statement(parsing: input) {
            try demand(statement.bytes == input, "a statement has one spelling")
            isAccepted = true
        }
        if let statement = try? PublicStatement(parsing: input) {
            try demand(statement.bytes == input, "a public statement has one spelling")
            isAccepted = true
        }
        if let disclosure = try? RecordDisclosure(parsing: input) {
            try demand(disclosure.digits == input, "a disclosure has one spelling")
            isAccepted = true
        }
        return isAccepted
    }
}
