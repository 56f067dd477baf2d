/// What is to become of a vector.
public enum ExpectedVerdict: String, Decodable, Sendable {
    /// The claim is proven.
    case valid
    /// The claim is refuted.
    case mustFail = "must_fail"
    /// The claim is neither, with these keys.
    case couldNotTell = "could_not_tell"
}
