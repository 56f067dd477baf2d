import NIOSSL

/// TLS at a server's own door, versions 1.2 and 1.3: its certificate, and by whom those of clients have
/// to be signed.
///
/// A client that shows no certificate is let in as anybody is; one that shows a certificate which its
/// authority did not sign, or whose time is over, is not let in at all. Whose a certificate is, the access
/// file says, by its fingerprint.
public struct TLSTermination: Sendable {
    /// The largest file that is read, in bytes.
    public static let maximumByteCount = 1 << 20

    let context: NIOSSLContext
    /// Whether clients are asked for certificates.
    public let asksClients: Bool
    /// Until when the server's own certificate is valid, in seconds since 1970.
    public let expiresAt: UInt64

    /// Prepares TLS from the contents of PEM files: the server's certificate with those between it and
    /// its authority, its private key without passphrase, and the authorities of clients' certificates,
    /// nil to ask for none.
    ///
    /// - Throws: ``TLSTerminationError``.
    public init(
        certificates: [UInt8],
        key: [UInt8],
        clientAuthorities: [UInt8]? = nil
    ) throws(TLSTerminationError) {
        let chain = try Self.certificates(certificates) { .certificate($0) }
        guard let own = chain.first else { throw .certificate("there is none in it") }
        let privateKey: NIOSSLPrivateKey
        do { privateKey = try NIOSSLPrivateKey(bytes: key, format: .pem) } catch {
            throw .key("it holds no private key without passphrase")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(privateKey)
        )
        // SPEC: ACC-19: nothing older.
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        if let clientAuthorities {
            let authorities = try Self.certificates(clientAuthorities) { .clientAuthorities($0) }
            guard !authorities.isEmpty else { throw .clientAuthorities("there is none in it") }
            configuration.trustRoots = .certificates(authorities)
            configuration.certificateVerification = .optionalVerification
        }
        do { self.context = try NIOSSLContext(configuration: configuration) } catch {
            throw .key("it is not the key of the certificate")
        }
        self.asksClients = clientAuthorities != nil
        self.expiresAt = UInt64(max(own.notValidAfter, 0))
    }

    private static func certificates(
        _ bytes: [UInt8],
        _ refusal: (String) -> TLSTerminationError
    ) throws(TLSTerminationError) -> [NIOSSLCertificate] {
        do { return try NIOSSLCertificate.fromPEMBytes(bytes) } catch {
            throw refusal("it is not a PEM file with certificates")
        }
    }
}

/// Why TLS cannot be prepared. The texts are for the operator.
public enum TLSTerminationError: Error, Hashable, Sendable {
    /// The server's certificate cannot be used.
    case certificate(String)
    /// Its key cannot.
    case key(String)
    /// The authorities of clients' certificates cannot.
    case clientAuthorities(String)
}

extension TLSTerminationError: CustomStringConvertible {
    /// The reason alone.
    public var description: String {
        switch self {
        case .certificate(let reason), .key(let reason), .clientAuthorities(let reason): reason
        }
    }
}
