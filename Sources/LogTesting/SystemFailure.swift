/// A call to the system that a test needed, and that failed.
public struct SystemFailure: Error {
    /// The call.
    public let call: String
    /// What the system said.
    public let errno: Int32
}
