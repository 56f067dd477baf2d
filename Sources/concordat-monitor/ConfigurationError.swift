/// Why a configuration cannot be used, in words for whoever wrote it.
struct ConfigurationError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
