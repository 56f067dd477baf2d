import CryptoSuites
import Foundation
import LogCore
import Postgres
import SignedNotes

/// The epoch keys of one log's vault, in the folder `DIR/vault/<log>/`: a file `epoch-<n>.key` each.
///
/// Beside the newest of them `carried-<n>.keys`: the keys of the records that lived when it was made, under
/// it.
///
/// The folder belongs into no backup, least of all into the database's: an old copy of a key opens what
/// was erased since.
struct VaultKeyFolder: Sendable {
    /// The folder's path.
    let path: String
    /// The log's origin.
    let origin: LogOrigin
    /// What the files are sealed with, if they are.
    let passphrase: [UInt8]?

    /// Whether the log has a vault here.
    var exists: Bool { FileManager.default.fileExists(atPath: self.path) }

    /// Where an epoch's key lies.
    func file(_ epoch: UInt32) -> String { "\(self.path)/epoch-\(epoch).key" }

    /// Where the keys lie that were carried over into an epoch.
    private func carried(_ epoch: UInt32) -> CarriedKeyFile {
        CarriedKeyFile(path: "\(self.path)/carried-\(epoch).keys")
    }

    /// The epochs whose keys are there, smallest first.
    func epochs() throws -> [UInt32] {
        try FileManager.default.contentsOfDirectory(atPath: self.path)
            .compactMap { name -> UInt32? in
                guard let match = name.wholeMatch(of: #/epoch-([1-9][0-9]*)\.key/#) else {
                    return nil
                }
                return UInt32(match.1)
            }
            .sorted()
    }

    /// Makes the key of an epoch, and the folder if it is missing; leaves a key alone that is there.
    // SPEC: VAULT-3: mode 0600, on disk before it is used.
    func create(_ epoch: UInt32, kind: CipherKind, at time: UInt64) throws {
        if !self.exists {
            try FileManager.default.createDirectory(
                atPath: self.path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            let parent = (self.path as NSString).deletingLastPathComponent
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: parent)
            try synchronizeFolder(parent)
            try synchronizeFolder((parent as NSString).deletingLastPathComponent)
        }
        let key = EpochKey(
            epoch: epoch,
            createdAt: time,
            kind: kind,
            secret: try SecretKey.random()
        )
        let bytes = try EpochKeyFile.bytes(
            of: key,
            origin: self.origin,
            passphrase: self.passphrase
        )
        do {
            try SecretFile.create(bytes, at: self.file(epoch))
        } catch {
            guard case .alreadyExists = error else { throw error }
            // An earlier run made it, or is making it.
            _ = try self.key(of: epoch)
        }
    }

    /// Reads the key of an epoch.
    func key(of epoch: UInt32) throws -> EpochKey {
        let bytes = try SecretFile.read(
            self.file(epoch),
            limitBytes: EpochKeyFile.maximumByteCount
        )
        do {
            return try EpochKeyFile.key(
                parsing: bytes,
                origin: self.origin,
                epoch: epoch,
                passphrase: self.passphrase
            )
        } catch {
            throw DaemonError.vaultKey(self.file(epoch), reason: "\(error)")
        }
    }

    /// A keyring that looks here. Reading blocks, and opening a sealed key takes a while, so it is done
    /// on a thread of its own.
    func keyring() -> VaultKeyring {
        VaultKeyring { known in
            try await Self.onOwnThread {
                try self.epochs().filter { !known.contains($0) }.compactMap { epoch in
                    do { return try self.key(of: epoch) } catch KeyFileError.notFound {
                        return nil  // destroyed between looking and reading
                    }
                }
            }
        } carried: { index, mac in
            try await Self.onOwnThread {
                for epoch in try self.epochs().reversed() {
                    let key = try self.carried(epoch).key(index: index, recordMAC: mac)
                    if let key { return key }
                }
                return nil
            }
        }
    }

    /// The files as a rotation uses them. `now` gives seconds since 1970.
    func rotationFiles(
        kind: CipherKind,
        now: @escaping @Sendable () -> UInt64
    ) -> VaultRotation.KeyFiles {
        VaultRotation.KeyFiles(
            create: { epoch in
                try await Self.onOwnThread { try self.create(epoch, kind: kind, at: now()) }
            },
            epochs: { try await Self.onOwnThread { try self.epochs() } },
            carry: { epoch, next in try await self.carried(epoch).write(epoch: epoch, next) },
            destroy: { epoch in
                try await Self.onOwnThread {
                    try SecretFile.destroy(self.file(epoch))
                    // Of no use without that key.
                    try? FileManager.default.removeItem(atPath: self.carried(epoch).path)
                }
            }
        )
    }

    private static func onOwnThread<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            OwnedThread.start(name: "vault-keys") {
                continuation.resume(with: Swift.Result { try body() })
            }
        }
    }
}
