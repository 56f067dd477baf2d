/// The way to a witness: C2SP tlog-witness, in its own words.
///
/// What an answer is worth is decided above: nothing that comes back is verified.
public protocol WitnessTransport: Sendable {
    /// Asks the witness to cosign a head, and reads the whole answer, whatever its status.
    ///
    /// - Throws: ``TransportError``. A lost connection or a timeout means that the outcome is
    ///   unknown: the witness may have stored the head and cosigned it.
    func addCheckpoint(
        _ request: AddCheckpointRequest
    ) async throws(TransportError) -> AddCheckpointResponse

    /// Asks for the head of `origin` that the witness cosigned last, up to an hour late.
    ///
    /// `origin` is that of one tree: the sibling with SM3 is asked for as `O/sm3`.
    ///
    /// - Throws: ``TransportError``.
    func latestHead(ofOrigin origin: String) async throws(TransportError) -> WitnessedHead
}
