import CryptoSuites
import Foundation
import LogServer

/// The files that the settings name for TLS.
enum TLSFiles {
    /// How long before its end a certificate is told of, in seconds: 14 days.
    private static let noticeSeconds: UInt64 = 14 * 86_400

    /// TLS as the settings say; nil for plain HTTP.
    ///
    /// - Throws: ``SettingsError/missing(_:)`` if one file is named and the other is not;
    ///   ``DaemonError/badTLSFile(_:_:reason:)``.
    static func termination(_ settings: Settings) throws -> TLSTermination? {
        let named = [Setting.tlsCertificate, .tlsKey, .tlsClientCa].filter {
            settings.text($0) != nil
        }
        guard !named.isEmpty else { return nil }
        let certificate = try settings.required(.tlsCertificate)
        let key = try settings.required(.tlsKey)
        let authorities = settings.text(.tlsClientCa)
        let certificates = try Self.read(certificate, of: .tlsCertificate)
        let clientAuthorities = try authorities.map { try Self.read($0, of: .tlsClientCa) }
        // Not read if others could have.
        var secret = try SecretFile.read(key, limitBytes: TLSTermination.maximumByteCount)
        defer { wipe(&secret) }
        do {
            return try TLSTermination(
                certificates: certificates,
                key: secret,
                clientAuthorities: clientAuthorities
            )
        } catch {
            switch error {
            case .certificate:
                throw DaemonError.badTLSFile(.tlsCertificate, certificate, reason: "\(error)")
            case .key: throw DaemonError.badTLSFile(.tlsKey, key, reason: "\(error)")
            case .clientAuthorities:
                throw DaemonError.badTLSFile(.tlsClientCa, authorities ?? "", reason: "\(error)")
            }
        }
    }

    private static func read(_ path: String, of setting: Setting) throws -> [UInt8] {
        let bytes: Data
        do { bytes = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
            throw DaemonError.badTLSFile(setting, path, reason: error.localizedDescription)
        }
        guard bytes.count <= TLSTermination.maximumByteCount else {
            throw DaemonError.badTLSFile(setting, path, reason: "it is too large")
        }
        return Array(bytes)
    }

    /// What an operator should know about a certificate's end; `now` is in seconds since 1970.
    static func remark(_ tls: TLSTermination, now: UInt64) -> String? {
        guard now + Self.noticeSeconds > tls.expiresAt else { return nil }
        guard now < tls.expiresAt else { return "the certificate of TLS has expired" }
        return "the certificate of TLS expires in \((tls.expiresAt - now) / 86_400) days"
    }
}
