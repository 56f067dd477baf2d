/// What is wrong with the configuration file, for whoever wrote it.
struct ConfigurationError: Error, Hashable, CustomStringConvertible {
    let reason: String

    init(_ reason: String) { self.reason = reason }

    /// Puts what the decoder says into one line, with the member that it is about.
    init(decoding error: any Error) {
        switch error {
        case DecodingError.keyNotFound(let key, let context):
            self.init("\(Self.path(context.codingPath + [key])): missing")
        case DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context):
            self.init("\(Self.path(context.codingPath)): \(context.debugDescription)")
        case DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty:
            // Without an error below it is JSON, and some number is not of its type.
            self.init(
                context.underlyingError.map { "not JSON: \($0)" } ?? context.debugDescription
            )
        case DecodingError.dataCorrupted(let context):
            self.init("\(Self.path(context.codingPath)): \(context.debugDescription)")
        default:
            self.init("\(error)")
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.reduce("") { path, key in
            if let index = key.intValue { return "\(path)[\(index)]" }
            return path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)"
        }
    }

    var description: String { self.reason }
}
