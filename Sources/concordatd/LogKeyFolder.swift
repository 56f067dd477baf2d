import CryptoSuites
import Foundation
import LogCore
import SignedNotes
import Witnessing

/// The keys of one log, in the folder `DIR/keys/<log>/`.
struct LogKeyFolder: Sendable {
    /// The folder's path.
    let path: String

    private enum Name {
        static let ed25519 = "ed25519.pem"
        static let sm2 = "sm2.pem"
        static let ed25519Public = "ed25519.vkey"
        static let sm2Public = "sm2.vkey"
        static let p256 = "p256.pem"
        static let p256Public = "p256.spki"
        static let idempotency = "idempotency.key"
    }

    /// Makes the keys of a new log. The folder appears with all of them, or not at all.
    ///
    /// - Throws: ``DaemonError/exists(_:)`` if there is anything at the path.
    static func create(
        at path: String,
        origin: LogOrigin,
        passphrase: [UInt8]?
    ) throws -> LogKeyFolder {
        guard !FileManager.default.fileExists(atPath: path) else { throw DaemonError.exists(path) }
        // Keys of an interrupted run are of no log: nobody has seen them.
        let unfinished = LogKeyFolder(path: path + ".unfinished")
        try? FileManager.default.removeItem(atPath: unfinished.path)
        try FileManager.default.createDirectory(
            atPath: unfinished.path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let ed25519 = try Ed25519PrivateKey.generate()
        let sm2 = try SM2PrivateKey.generate()
        try KeyFile.create(
            .ed25519(ed25519),
            at: unfinished.file(Name.ed25519),
            passphrase: passphrase
        )
        try KeyFile.create(.sm2(sm2), at: unfinished.file(Name.sm2), passphrase: passphrase)
        let keys = try unfinished.keys(ed25519: ed25519, sm2: sm2, origin: origin)
        try unfinished.writePublic("\(keys.ed25519)\n", Name.ed25519Public)
        try unfinished.writePublic("\(keys.sm2)\n", Name.sm2Public)
        _ = try unfinished.createTreeHeadKey(passphrase: passphrase)
        try SecretFile.create(
            try secureRandomBytes(32),
            at: unfinished.file(Name.idempotency)
        )
        guard rename(unfinished.path, path) == 0 else {
            throw DaemonError.file(path, errno: errno)
        }
        try synchronizeFolder((path as NSString).deletingLastPathComponent)
        return LogKeyFolder(path: path)
    }

    /// Makes the key of RFC 6962's tree heads, which a log that was created before there was one
    /// has not. A log keeps the first one for ever.
    ///
    /// - Throws: ``DaemonError/exists(_:)`` if the log has one.
    func createTreeHeadKey(passphrase: [UInt8]?) throws -> P256PublicKey {
        guard !FileManager.default.fileExists(atPath: self.file(Name.p256)) else {
            throw DaemonError.exists(self.file(Name.p256))
        }
        // Nothing is signed before the private key is there. So a public key without it, which an
        // interrupted run left, is of no use to anybody and gives way.
        let publicPath = self.file(Name.p256Public)
        try? FileManager.default.removeItem(atPath: publicPath)
        let key = try P256PrivateKey.generate()
        let spki = Base64.encode(key.publicKey.derRepresentation)
        try self.writePublic("\(spki)\n", Name.p256Public)
        try KeyFile.create(.p256(key), at: self.file(Name.p256), passphrase: passphrase)
        return key.publicKey
    }

    /// The public key of RFC 6962's tree heads; nil if the log has none.
    func treeHeadKey() throws -> P256PublicKey? {
        let path = self.file(Name.p256Public)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let text = try String(contentsOfFile: path, encoding: .utf8)
        guard let der = Base64.decode(text.hasSuffix("\n") ? String(text.dropLast()) : text) else {
            throw DaemonError.wrongKeyKind(self.path)
        }
        return try P256PublicKey(derRepresentation: der)
    }

    private func treeHeadPrivateKey(passphrase: [UInt8]?) throws -> P256PrivateKey? {
        guard FileManager.default.fileExists(atPath: self.file(Name.p256)) else { return nil }
        guard
            case .p256(let key) = try KeyFile.load(self.file(Name.p256), passphrase: passphrase)
        else { throw DaemonError.wrongKeyKind(self.path) }
        // What log.json says would contradict what is signed.
        guard try self.treeHeadKey() == key.publicKey else {
            throw DaemonError.otherPublicKey(self.file(Name.p256Public))
        }
        return key
    }

    /// The private keys, checked against the origin they are to sign for. Later keys are read when
    /// they are needed.
    func signerKeys(origin: LogOrigin, passphrase: [UInt8]?) throws -> SignerKeys {
        SignerKeys(
            ed25519: try self.firstSigner(.sha256, origin: origin, passphrase: passphrase),
            sm2: try self.firstSigner(.sm3, origin: origin, passphrase: passphrase),
            treeHead: try self.treeHeadPrivateKey(passphrase: passphrase),
            load: { try self.signer(with: $0, origin: origin, passphrase: passphrase) }
        )
    }

    private func firstSigner(
        _ suite: Suite,
        origin: LogOrigin,
        passphrase: [UInt8]?
    ) throws -> any NoteSigner {
        let path = self.file(suite == .sha256 ? Name.ed25519 : Name.sm2)
        // A key that has had its time may be destroyed: its public half still verifies.
        if !FileManager.default.fileExists(atPath: path), self.hasLaterKey(of: suite),
            let key = try self.verifierKeys().first(where: { $0.algorithm.suite == suite })
        {
            return RetiredNoteSigner(verifierKey: key)
        }
        return try Self.signer(at: path, suite, origin: origin, passphrase: passphrase)
    }

    private static func signer(
        at path: String,
        _ suite: Suite,
        origin: LogOrigin,
        passphrase: [UInt8]?
    ) throws -> any NoteSigner {
        switch (suite, try KeyFile.load(path, passphrase: passphrase)) {
        case (.sha256, .ed25519(let key)):
            return try Ed25519NoteSigner(name: origin.text, privateKey: key)
        case (.sm3, .sm2(let key)):
            return try SM2NoteSigner(name: origin.sm3Text, privateKey: key)
        default:
            throw DaemonError.wrongKeyKind((path as NSString).deletingLastPathComponent)
        }
    }

    // MARK: Later keys

    /// What the names of a later key's files begin with: `ed25519-<key ID>`.
    private func laterName(_ key: VerifierKey) -> String {
        "\(self.laterPrefix(key.algorithm.suite))\(key.keyID.bigEndianHexadecimal)"
    }

    private func laterPrefix(_ suite: Suite) -> String { suite == .sha256 ? "ed25519-" : "sm2-" }

    private func hasLaterKey(of suite: Suite) -> Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: self.path)) ?? []
        return names.contains { $0.hasPrefix(self.laterPrefix(suite)) && $0.hasSuffix(".pem") }
    }

    /// Makes a key that is to come into the place of the one of its suite. It is on disk when this
    /// returns, and signs no head before a statement in the log says so.
    func createLaterKey(
        of suite: Suite,
        origin: LogOrigin,
        passphrase: [UInt8]?
    ) throws -> any NoteSigner {
        let signer: any NoteSigner
        let privateKey: PrivateKey
        switch suite {
        case .sha256:
            let key = try Ed25519PrivateKey.generate()
            signer = try Ed25519NoteSigner(name: origin.text, privateKey: key)
            privateKey = .ed25519(key)
        case .sm3:
            let key = try SM2PrivateKey.generate()
            signer = try SM2NoteSigner(name: origin.sm3Text, privateKey: key)
            privateKey = .sm2(key)
        }
        let name = self.laterName(signer.verifierKey)
        try self.writePublic("\(signer.verifierKey)\n", "\(name).vkey")
        try KeyFile.create(privateKey, at: self.file("\(name).pem"), passphrase: passphrase)
        return signer
    }

    /// Removes a later key that nobody has announced.
    func removeLaterKey(_ key: VerifierKey) {
        for suffix in [".pem", ".vkey"] {
            try? FileManager.default.removeItem(atPath: self.file(self.laterName(key) + suffix))
        }
    }

    /// Who signs with a key of the log, the first or a later one.
    ///
    /// - Throws: ``MissingKey`` if the folder has no such private key, and what reading it throws.
    func signer(
        with key: VerifierKey,
        origin: LogOrigin,
        passphrase: [UInt8]?
    ) throws -> any NoteSigner {
        let suite = key.algorithm.suite
        let isFirst = try self.verifierKeys().contains(key)
        let path = self.file(
            isFirst
                ? (suite == .sha256 ? Name.ed25519 : Name.sm2) : "\(self.laterName(key)).pem"
        )
        guard FileManager.default.fileExists(atPath: path) else {
            throw MissingKey(name: "\(key.name) (\(path))")
        }
        return try Self.signer(at: path, suite, origin: origin, passphrase: passphrase)
    }

    /// Takes the folder for a command that makes keys, as long as the lock is held.
    ///
    /// - Throws: ``SignerFilesError/inUse(_:)`` if another one does.
    func lock() throws -> HeldFile { try HeldFile(locking: self.file("lock")) }

    /// The first public keys, which are all that a daemon with a signer in another process has.
    func verifierKeys() throws -> [VerifierKey] {
        try [Name.ed25519Public, Name.sm2Public].map { name in
            let text = try String(contentsOfFile: self.file(name), encoding: .utf8)
            return try VerifierKey(
                parsing: text.hasSuffix("\n") ? String(text.dropLast()) : text
            )
        }
    }

    /// The secret of the HMACs that stand for retry keys.
    func idempotencySecret() throws -> [UInt8] {
        try SecretFile.read(self.file(Name.idempotency), limitBytes: 32)
    }

    private func file(_ name: String) -> String { "\(self.path)/\(name)" }

    private func keys(
        ed25519: Ed25519PrivateKey,
        sm2: SM2PrivateKey,
        origin: LogOrigin
    ) throws -> (ed25519: VerifierKey, sm2: VerifierKey) {
        (
            try Ed25519NoteSigner(name: origin.text, privateKey: ed25519).verifierKey,
            try SM2NoteSigner(name: origin.sm3Text, privateKey: sm2).verifierKey
        )
    }

    private func writePublic(_ text: String, _ name: String) throws {
        let path = self.file(name)
        try SecretFile.create(Array(text.utf8), at: path)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    }
}
