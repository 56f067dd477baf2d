extension JSONValue {
    /// An object from names and values, in the order in which they are given.
    ///
    /// - Precondition: No two names are the same.
    public static func object(named members: KeyValuePairs<String, JSONValue>) -> JSONValue {
        .object(members.map { JSONMember(name: $0.key, value: $0.value) })
    }
}
