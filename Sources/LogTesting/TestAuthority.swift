import CryptoSuites
import SignedNotes

/// An authority of a test's own, made by the `openssl` command line as an operator would make it.
public struct TestAuthority: Sendable {
    /// What it issues certificates for.
    public enum Usage: String, Sendable {
        /// A server on this machine.
        case server = "extendedKeyUsage=serverAuth\nsubjectAltName=DNS:localhost\n"
        /// Whoever connects.
        case client = "extendedKeyUsage=clientAuth\n"
    }

    /// A certificate and its key, as PEM.
    public struct Identity: Sendable {
        /// The certificate.
        public let certificate: [UInt8]
        /// Its private key.
        public let key: [UInt8]
        /// Where both lie.
        public let paths: (certificate: String, key: String)
        /// SHA-256 of the certificate, as the access file has it.
        public let fingerprint: String
    }

    private struct Refused: Error {
        let output: String
    }

    private let folder: TemporaryFolder
    private let name: String

    /// Makes an authority whose files lie in a folder.
    public init(_ name: String, in folder: TemporaryFolder) throws {
        self.folder = folder
        self.name = name
        try self.makeKey(name)
        try self.openssl(
            ["req", "-x509", "-new", "-key", "\(name).key", "-subj", "/CN=\(name)", "-days", "2"]
                + ["-out", "\(name).pem"]
        )
    }

    /// The authority's own certificate, as PEM.
    public var certificate: [UInt8] {
        get throws { try self.folder.read("\(self.name).pem") }
    }

    /// Where that lies.
    public var path: String { self.folder.path(of: "\(self.name).pem") }

    /// Issues a certificate; a negative number of days makes one whose time is over.
    public func issue(
        _ subject: String,
        for usage: Usage,
        days: Int = 2
    ) throws -> Identity {
        let file = "\(self.name)-\(subject)"
        try self.makeKey(file)
        try self.folder.write(Array(usage.rawValue.utf8), to: "\(file).ext")
        try self.openssl(
            [
                "req", "-new", "-key", "\(file).key", "-subj", "/CN=\(subject)", "-out",
                "\(file).csr",
            ]
        )
        try self.openssl(
            ["x509", "-req", "-in", "\(file).csr", "-CA", "\(self.name).pem"]
                + ["-CAkey", "\(self.name).key", "-set_serial", "5", "-days", "\(days)"]
                + ["-extfile", "\(file).ext", "-out", "\(file).pem"]
        )
        try self.openssl(["x509", "-in", "\(file).pem", "-outform", "DER", "-out", "\(file).der"])
        return Identity(
            certificate: try self.folder.read("\(file).pem"),
            key: try self.folder.read("\(file).key"),
            paths: (self.folder.path(of: "\(file).pem"), self.folder.path(of: "\(file).key")),
            fingerprint: Hexadecimal.encode(Hashes.sha256(try self.folder.read("\(file).der")))
        )
    }

    private func makeKey(_ name: String) throws {
        try self.openssl(
            ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
                + ["-out", "\(name).key"]
        )
    }

    /// Runs `openssl` on files of the folder.
    private func openssl(_ arguments: [String]) throws {
        let files = [".key", ".pem", ".csr", ".ext", ".der"]
        let words = arguments.map { word in
            files.contains(where: word.hasSuffix) ? self.folder.path(of: word) : word
        }
        let (status, output) = try OpenSSLCommand.run(words, in: self.folder)
        guard status == 0 else { throw Refused(output: output) }
    }
}
