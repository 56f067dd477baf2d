import NIOSSL

/// What a client shows in TLS, and whom it believes.
public struct ClientTLS: Sendable {
    /// The largest file that is read, in bytes.
    public static let maximumByteCount = 1 << 20

    let configuration: TLSConfiguration

    /// Prepares TLS from the contents of PEM files: the client's certificate with those between it and
    /// its authority and its private key without passphrase, nil to show none; and the authorities of
    /// servers' certificates, nil for those that the system trusts.
    ///
    /// - Throws: ``ClientTLSError``.
    public init(
        identity: (certificates: [UInt8], key: [UInt8])?,
        authorities: [UInt8]?
    ) throws(ClientTLSError) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let identity {
            let chain = try Self.certificates(identity.certificates, .certificate)
            let key: NIOSSLPrivateKey
            do { key = try NIOSSLPrivateKey(bytes: identity.key, format: .pem) } catch {
                throw .key
            }
            configuration.certificateChain = chain.map { .certificate($0) }
            configuration.privateKey = .privateKey(key)
        }
        if let authorities {
            configuration.trustRoots = .certificates(
                try Self.certificates(authorities, .authorities)
            )
        }
        // Made anew for each connection; what is wrong with it is to be said before the first.
        do { _ = try NIOSSLContext(configuration: configuration) } catch { throw .otherKey }
        self.configuration = configuration
    }

    private static func certificates(
        _ bytes: [UInt8],
        _ refusal: ClientTLSError
    ) throws(ClientTLSError) -> [NIOSSLCertificate] {
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes), !certificates.isEmpty
        else { throw refusal }
        return certificates
    }
}

/// Why TLS cannot be prepared.
public enum ClientTLSError: Error, Hashable, Sendable {
    /// The client's certificate is not a PEM file with one.
    case certificate
    /// Its key is not one in PEM without passphrase.
    case key
    /// The key is not that of the certificate.
    case otherKey
    /// The authorities are not a PEM file with certificates.
    case authorities
}

extension ClientTLSError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .certificate: "the client's certificate is not a PEM file with one"
        case .key: "the client's key is not a private key in PEM without passphrase"
        case .otherKey: "the client's key is not the key of its certificate"
        case .authorities: "the authorities are not a PEM file with certificates"
        }
    }
}
