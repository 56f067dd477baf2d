/// The way to a log: requests below its prefix, in bytes.
///
/// What is asked and what the answer means lies above; waiting, retrying and limits of what an
/// answer may take lie below.
public protocol LogTransport: Sendable {
    /// Sends a request and reads the whole answer, whatever its status.
    ///
    /// - Throws: ``TransportError``. A lost connection means that the outcome is unknown.
    func send(_ request: LogRequest) async throws(TransportError) -> LogResponse
}
