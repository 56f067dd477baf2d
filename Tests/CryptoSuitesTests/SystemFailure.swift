/// A call to the system that a test needed, and that failed.
struct SystemFailure: Error {
    let call: String
    let errno: Int32
}
