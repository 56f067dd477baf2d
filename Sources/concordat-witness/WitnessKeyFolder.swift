import CryptoSuites
import Foundation
import SignedNotes
import Witnessing

/// The keys of a witness: `keys` in its data folder, a private and a public file a kind; and in
/// `keys/next` those that are to come into their place.
struct WitnessKeyFolder {
    private static let kinds: [KeyKind] = [.ed25519, .mldsa44, .sm2]

    let path: String

    init(dataFolder: String) { self.path = "\(dataFolder)/keys" }

    private var nextPath: String { "\(self.path)/next" }

    // MARK: Making keys

    /// Makes new keys under a name. A file that is there already is left alone, and ends it.
    func create(name: String, passphrase: [UInt8]?) throws -> [VerifierKey] {
        try self.create(in: self.path, name: name, passphrase: passphrase)
    }

    /// Makes the keys that come into the place of those that are there.
    func createNext(name: String, passphrase: [UInt8]?) throws -> [VerifierKey] {
        // Whoever has none, or none that can be read, has nothing to change.
        _ = try self.load(name: name, passphrase: passphrase)
        return try self.create(in: self.nextPath, name: name, passphrase: passphrase)
    }

    private func create(
        in folder: String,
        name: String,
        passphrase: [UInt8]?
    ) throws -> [VerifierKey] {
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        for kind in Self.kinds {
            for file in [Self.file(kind, in: folder), Self.publicFile(kind, in: folder)]
            where FileManager.default.fileExists(atPath: file) {
                throw KeyFileError.alreadyExists(path: file)
            }
        }
        for kind in Self.kinds {
            try KeyFile.create(
                PrivateKey.generate(kind),
                at: Self.file(kind, in: folder),
                passphrase: passphrase
            )
        }
        let keys = try Self.keys(
            name: name,
            of: Self.privateKeys(in: [folder], passphrase: passphrase)
        ).verifierKeys
        for (kind, key) in zip(Self.kinds, keys) {
            try Data("\(key)\n".utf8).write(
                to: URL(fileURLWithPath: Self.publicFile(kind, in: folder)),
                options: .atomic
            )
        }
        return keys
    }

    /// Puts the next keys into the place of the old ones, whose bytes are wiped. A kind after the other,
    /// each in one step: whatever ends it, there is a key of each kind, and it can be done again.
    func retire() throws {
        let files = FileManager.default
        guard files.fileExists(atPath: self.nextPath) else { throw NoNextKeys() }
        for kind in Self.kinds {
            let old = Self.file(kind, in: self.path)
            let next = Self.file(kind, in: self.nextPath)
            // A second name, by which the old bytes are found when the first is the next key's.
            let retired = "\(old).retired"
            if files.fileExists(atPath: next) {
                // Whoever was ended behind the first step left it, and it is the present key's.
                unlink(retired)
                guard link(old, retired) == 0, rename(next, old) == 0 else {
                    throw KeyFileError.cannotWrite(path: old, errno: errno)
                }
            }
            // Puts the folder on disk, too, and with it the next key's name.
            if files.fileExists(atPath: retired) { try SecretFile.destroy(retired) }
            let nextPublic = Self.publicFile(kind, in: self.nextPath)
            let oldPublic = Self.publicFile(kind, in: self.path)
            guard !files.fileExists(atPath: nextPublic) || rename(nextPublic, oldPublic) == 0 else {
                throw KeyFileError.cannotWrite(path: oldPublic, errno: errno)
            }
        }
        try files.removeItem(atPath: self.nextPath)
    }

    // MARK: Reading keys

    /// The private keys, the next ones as well.
    func load(name: String, passphrase: [UInt8]?) throws -> WitnessKeys {
        let keys = try Self.privateKeys(in: self.folders, passphrase: passphrase)
        guard Self.kinds.allSatisfy({ kind in keys.contains { $0.kind == kind } }) else {
            throw ConfigurationError("\(self.path): a key file holds a key of another kind")
        }
        return try Self.keys(name: name, of: keys)
    }

    private var folders: [String] {
        [self.path]
            + (FileManager.default.fileExists(atPath: self.nextPath) ? [self.nextPath] : [])
    }

    private static func privateKeys(
        in folders: [String],
        passphrase: [UInt8]?
    ) throws -> [PrivateKey] {
        var keys: [PrivateKey] = []
        for (number, folder) in folders.enumerated() {
            for kind in Self.kinds {
                let file = Self.file(kind, in: folder)
                // Of the next keys some may have taken their place already.
                if number > 0, !FileManager.default.fileExists(atPath: file) { continue }
                let key = try KeyFile.load(file, passphrase: passphrase)
                guard key.kind == kind else {
                    throw ConfigurationError("\(file): it holds a key of another kind")
                }
                keys.append(key)
            }
        }
        return keys
    }

    private static func keys(name: String, of keys: [PrivateKey]) throws -> WitnessKeys {
        try WitnessKeys(
            name: name,
            ed25519: keys.compactMap { if case .ed25519(let key) = $0 { key } else { nil } },
            mldsa44: keys.compactMap { if case .mldsa44(let key) = $0 { key } else { nil } },
            sm2: keys.compactMap { if case .sm2(let key) = $0 { key } else { nil } }
        )
    }

    /// The public keys, which need no passphrase, and those of the next keys.
    func publicKeys() throws -> (current: [VerifierKey], next: [VerifierKey]) {
        func keys(in folder: String) throws -> [VerifierKey] {
            try Self.kinds.map { Self.publicFile($0, in: folder) }
                .filter { folder == self.path || FileManager.default.fileExists(atPath: $0) }
                .map { file in
                    let text = try String(contentsOfFile: file, encoding: .utf8)
                    return try VerifierKey(
                        parsing: text.hasSuffix("\n") ? String(text.dropLast()) : text
                    )
                }
        }
        return (try keys(in: self.path), try keys(in: self.nextPath))
    }

    private static func file(_ kind: KeyKind, in folder: String) -> String {
        "\(folder)/\(kind.rawValue).pem"
    }

    private static func publicFile(_ kind: KeyKind, in folder: String) -> String {
        "\(folder)/\(kind.rawValue).vkey"
    }
}
