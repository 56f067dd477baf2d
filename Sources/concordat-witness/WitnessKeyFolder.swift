import CryptoSuites
import Foundation
import SignedNotes
import Witnessing

/// The keys of a witness: `keys` in its data folder, a private and a public file a kind.
struct WitnessKeyFolder {
    private static let kinds: [KeyKind] = [.ed25519, .mldsa44, .sm2]

    let path: String

    init(dataFolder: String) { self.path = "\(dataFolder)/keys" }

    /// Makes new keys under a name. A file that is there already is left alone, and ends it.
    func create(name: String, passphrase: [UInt8]?) throws -> [VerifierKey] {
        try FileManager.default.createDirectory(
            atPath: self.path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        for kind in Self.kinds where FileManager.default.fileExists(atPath: self.file(kind)) {
            throw KeyFileError.alreadyExists(path: self.file(kind))
        }
        for kind in Self.kinds {
            try KeyFile.create(
                PrivateKey.generate(kind),
                at: self.file(kind),
                passphrase: passphrase
            )
        }
        let keys = try self.load(name: name, passphrase: passphrase).verifierKeys
        for (kind, key) in zip(Self.kinds, keys) {
            try Data("\(key)\n".utf8).write(
                to: URL(fileURLWithPath: self.publicFile(kind)),
                options: .atomic
            )
        }
        return keys
    }

    /// The private keys.
    func load(name: String, passphrase: [UInt8]?) throws -> WitnessKeys {
        guard
            case .ed25519(let ed25519) = try KeyFile.load(
                self.file(.ed25519),
                passphrase: passphrase
            ),
            case .mldsa44(let mldsa44) = try KeyFile.load(
                self.file(.mldsa44),
                passphrase: passphrase
            ),
            case .sm2(let sm2) = try KeyFile.load(self.file(.sm2), passphrase: passphrase)
        else { throw ConfigurationError("\(self.path): a key file holds a key of another kind") }
        return try WitnessKeys(name: name, ed25519: ed25519, mldsa44: mldsa44, sm2: sm2)
    }

    /// The public keys, which need no passphrase.
    func publicKeys() throws -> [VerifierKey] {
        try Self.kinds.map { kind in
            let text = try String(contentsOfFile: self.publicFile(kind), encoding: .utf8)
            return try VerifierKey(parsing: text.hasSuffix("\n") ? String(text.dropLast()) : text)
        }
    }

    private func file(_ kind: KeyKind) -> String { "\(self.path)/\(kind.rawValue).pem" }

    private func publicFile(_ kind: KeyKind) -> String { "\(self.path)/\(kind.rawValue).vkey" }
}
