/// What was written on the command line is wrong.
struct UsageError: Error, Hashable, CustomStringConvertible {
    /// What is wrong, in words.
    let description: String
}
