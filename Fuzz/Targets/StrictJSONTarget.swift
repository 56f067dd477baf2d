import Records

/// Documents that have to be taken in one way only.
enum StrictJSONTarget: FuzzTarget {
    static let name = "strict-json"
    static let maximumByteCount = 400
    static let words = [
        "{\"a\":", "[", "]", "}", ",", "null", "true", "\\ud83d\\ude00", "\\u0041", "-0", "1e5",
        "9007199254740991", "\"\"",
    ]

    static func seeds() throws -> [[UInt8]] {
        [
            #"{"a":[1,-20,"x\u00e9\ud83d\ude00",{"b":null}],"long name":true,"é":"😀"}"#, "[]",
            #"{"a":1,"\u0061":2}"#, " [ true , false ] ", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
            "9007199254740992", "[1,]", "{\"a\":1}x",
        ].map { Array($0.utf8) }
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        let value: JSONValue
        do throws(StrictJSONError) { value = try StrictJSON.parse(input) } catch {
            try demand(0...input.count ~= error.offset, "an error lies within the input")
            return false
        }
        let printed = value.canonicalBytes
        let again = try demand(
            present: try? StrictJSON.parse(printed),
            "what was read can be written again"
        )
        try demand(again == value, "what was written is what was read")
        try demand(again.canonicalBytes == printed, "there is one canonical form")
        return true
    }
}
