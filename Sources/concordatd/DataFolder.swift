import Foundation
import LogCore
import LogProtocol
import SignedNotes
import Witnessing

/// The daemon's folder: keys, signer records and the private cluster.
///
///     DIR/keys/<log>/ed25519.pem  sm2.pem          private keys, mode 0600
///                    ed25519.vkey sm2.vkey         verifier keys, public
///                    ed25519-<id>.pem .vkey         later keys of either kind, by key ID
///                    p256.pem     p256.spki        the key of RFC 6962's tree heads, if there is one
///                    idempotency.key               secret of the retry keys' HMACs, mode 0600
///     DIR/vault/<log>/epoch-<n>.key                keys of the vault, mode 0600, in no backup
///     DIR/signer/<log>/                            the signer's record and journal
///     DIR/recovery/<log>/                          what was recovered, and when
///     DIR/tokens/      ed25519.pem jwks.json        the key of `concordatd token new`, and its public half
///                    access.json                   who may do what
///     DIR/postgres/                                the private cluster, if there is one
struct DataFolder: Sendable {
    /// The absolute path.
    let path: String

    /// Opens a folder that is there.
    ///
    /// - Throws: ``DaemonError/noFolder(_:)`` if it is not: a misspelt path must not become a log.
    init(existing path: String) throws {
        self.path = URL(fileURLWithPath: path).standardizedFileURL.path
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: self.path, isDirectory: &isFolder),
            isFolder.boolValue
        else { throw DaemonError.noFolder(self.path) }
    }

    /// Opens the folder, and makes it if it is missing.
    init(creating path: String) throws {
        self.path = URL(fileURLWithPath: path).standardizedFileURL.path
        for folder in [self.path, self.keys, self.signer] {
            guard !FileManager.default.fileExists(atPath: folder) else { continue }
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                // The cluster's account must be able to pass through the outermost one.
                attributes: [.posixPermissions: folder == self.path ? 0o711 : 0o700]
            )
        }
    }

    /// Where the keys of all logs lie.
    var keys: String { self.path + "/keys" }

    /// Where the signer's records of all logs lie.
    var signer: String { self.path + "/signer" }

    /// Where the key and the access file of `concordatd token new` lie.
    var tokens: String { self.path + "/tokens" }

    /// Where the keys of one log's vault lie.
    func vault(of log: LogName) -> String { "\(self.path)/vault/\(log)" }

    /// Where the private cluster lies.
    var cluster: String { self.path + "/postgres" }

    /// Where the reports about one log's recoveries lie.
    func recovery(of log: LogName) -> String { "\(self.path)/recovery/\(log)" }

    /// Where one log's keys lie.
    func keys(of log: LogName) -> String { "\(self.keys)/\(log)" }

    /// The keys of a log by tree size: the first ones, and what its signer has recorded since.
    ///
    /// A signer's folder that is not to be read here leaves the first ones.
    ///
    /// - Throws: What reading the public keys throws; ``SignerFilesError/damaged(_:)``.
    func history(of log: LogName) throws -> LogHistory {
        let keys = try LogKeyFolder(path: self.keys(of: log)).verifierKeys()
        guard let first = keys.first else {
            throw DaemonError.wrongKeyKind(self.keys(of: log))
        }
        var history = LogHistory(origin: try LogOrigin(first.name), keys: keys)
        do {
            for event in try SignerRecord.events(directory: self.signer(of: log)) {
                history.take(event)
            }
        } catch SignerFilesError.missing, SignerFilesError.failed {}
        return history
    }

    /// Where the signer's record of one log lies.
    func signer(of log: LogName) -> String { "\(self.signer)/\(log)" }
}
