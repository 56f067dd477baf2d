/// Nobody has made keys that could come into the place of those that are there.
struct NoNextKeys: Error, Hashable, CustomStringConvertible {
    var description: String { "there are no next keys; keys add makes them" }
}
