/// The two families of law that retention classes belong to.
public enum RetentionSide: String, CaseIterable, Sendable {
    /// The European Union and its member states.
    case europe = "EU"
    /// China.
    case china = "CN"

    /// The family that a log's jurisdiction belongs to: China's own codes, and everything else.
    public init(jurisdiction: String) {
        self = jurisdiction == "CN" || jurisdiction.hasPrefix("CN-") ? .china : .europe
    }

    init(_ value: JSONValue, at place: String) throws(ShapeError) {
        guard let side = value.text.flatMap(RetentionSide.init(rawValue:)) else {
            throw ShapeError(place, .value(expected: "EU or CN"))
        }
        self = side
    }
}
