import ArgumentParser
import CryptoSuites
import LogClient

/// What a command shows a log in TLS, and whom it believes.
struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A PEM file with your certificate, for logs that know you by it.",
            valueName: "file"
        )
    )
    var clientCertificate: String?

    @Option(
        help: ArgumentHelp(
            "A PEM file with its private key, readable by its owner only.",
            valueName: "file"
        )
    )
    var clientKey: String?

    @Option(
        help: ArgumentHelp(
            "A PEM file with the authorities of the log's certificate; the system's if missing.",
            valueName: "file"
        )
    )
    var ca: String?

    func validate() throws {
        guard (self.clientCertificate == nil) == (self.clientKey == nil) else {
            throw ValidationError("--client-certificate and --client-key belong together.")
        }
    }

    /// Whether the log can know from the connection who asks.
    var showsCertificate: Bool { self.clientCertificate != nil }

    /// What the files say; nil if there are none.
    ///
    /// - Throws: ``InputError`` or ``UsageError``.
    func tls() throws -> ClientTLS? {
        guard self.clientCertificate != nil || self.ca != nil else { return nil }
        var identity: (certificates: [UInt8], key: [UInt8])?
        if let clientCertificate, let clientKey {
            let certificates = try Self.read(clientCertificate)
            do {
                // Not read if others could have.
                identity = (
                    certificates,
                    try SecretFile.read(clientKey, limitBytes: ClientTLS.maximumByteCount)
                )
            } catch { throw UsageError(description: error.description) }
        }
        do {
            return try ClientTLS(
                identity: identity,
                authorities: try self.ca.map { try Self.read($0) }
            )
        } catch let error as ClientTLSError { throw UsageError(description: error.description) }
    }

    private static func read(_ path: String) throws -> [UInt8] {
        let bytes = try InputFile(path: path).bytes(limit: ClientTLS.maximumByteCount)
        guard bytes.count <= ClientTLS.maximumByteCount else {
            throw UsageError(description: "\(path.printable) is too large")
        }
        return bytes
    }
}
