import LogProtocol

@testable import LogServer

/// Entries that writers may not append: control statements, and the leaves of other logs.
enum OpaqueEntryTarget: FuzzTarget {
    static let name = "opaque-entry"
    static let maximumByteCount = 300
    static let words = [
        "\"class\"", "\"incident\"", "\"correction\"", "{", "}", ":", ",", "\\u0063",
    ]

    static func seeds() throws -> [[UInt8]] {
        let leaf: [UInt8] = [0, 0] + [UInt8](repeating: 1, count: 8) + [0, 0, 0, 0, 1, 9, 0, 0]
        return [
            #"{"class":"incident","v":1}"#, #"{"a":{"class":"incident"},"class":"access"}"#,
            #"{"a":[1,"}",{"b":"\""}],"cl\u0061ss":"\u0069ncident"}"#, #"{"class":1}"#,
            #" {"a":null,"class" : "key-event" , "b":true}"#,
        ].map { Array($0.utf8) } + [leaf]
    }

    private struct Statement: Decodable {
        let `class`: String
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        var isAllowed = true
        do { try OpaqueEntryRules.check(input[...]) } catch { isAllowed = false }
        // UTF-16, which Foundation reads as well, is no statement: those are UTF-8.
        if isAllowed, !input.contains(0), input.text != nil,
            let statement = WireJSON.decode(Statement.self, from: input)
        {
            try demand(
                !OpaqueEntryRules.controlClasses.contains(Array(statement.class.utf8)),
                "what a JSON reader takes for a control statement is refused"
            )
        }
        if MerkleTreeLeafShape.matches(input) {
            try demand(!isAllowed, "a leaf of another log is refused")
            try demand(
                !MerkleTreeLeafShape.matches(input + [0])
                    && !MerkleTreeLeafShape.matches(input.dropLast()),
                "a leaf is exactly as long as it says"
            )
        }
        return isAllowed
    }
}
