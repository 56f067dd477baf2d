import Foundation
import LogCore
import Logging
import SignedNotes
import Witnessing

/// Who signs for the daemon's logs: the daemon itself, or a signer in another process.
struct SigningParty: Sendable {
    /// The signer.
    let signer: any LogSigner
    /// The daemon's own signer, if it has one: closed when the daemon stops.
    let own: SignerService?

    /// Opens the signer that the settings name.
    static func open(
        _ settings: Settings,
        folder: DataFolder,
        logger: Logger
    ) async throws -> SigningParty {
        if let text = settings.text(.signer) {
            let path = try Self.socketPath(text, setting: .signer)
            return SigningParty(signer: SignerSocketClient(path: path), own: nil)
        }
        let service = try await Self.openService(settings, folder: folder, logger: logger)
        return SigningParty(signer: service, own: service)
    }

    /// Opens the records and keys in the data folder.
    ///
    /// A log whose record or keys cannot be opened does not stop the others: it gets no signature,
    /// and the reason is logged here.
    static func openService(
        _ settings: Settings,
        folder: DataFolder,
        logger: Logger,
        onFailure: @escaping @Sendable (LogOrigin, SignerError) -> Void = { _, _ in }
    ) async throws -> SignerService {
        let passphrase = try passphrase(settings)
        let service = try await SignerService.open(
            directory: folder.signer,
            keys: { name, origin in
                let name = try LogName(name)
                return try LogKeyFolder(path: folder.keys(of: name))
                    .signerKeys(origin: origin, passphrase: passphrase)
            },
            clock: systemTime,
            milliseconds: systemTimeMilliseconds,
            onFailure: { origin, error in
                logger.critical(
                    "The signer failed and signs nothing more for this log",
                    metadata: ["origin": "\(origin)", "error": "\(error)"]
                )
                onFailure(origin, error)
            },
            onFork: { origin, error in
                logger.critical(
                    "The signer was shown another history",
                    metadata: ["origin": "\(origin)", "error": "\(error)"]
                )
            }
        )
        for (name, error) in service.failures.sorted(by: { $0.key < $1.key }) {
            logger.error(
                "A signer's record cannot be used",
                metadata: ["log": "\(name)", "error": "\(error)"]
            )
        }
        return service
    }

    /// The path in `unix:PATH`.
    static func socketPath(_ text: String, setting: Setting) throws -> String {
        guard text.hasPrefix("unix:"), text.utf8.count > "unix:".utf8.count else {
            throw SettingsError.invalid(setting, text, expected: "unix:PATH")
        }
        return URL(fileURLWithPath: String(text.dropFirst("unix:".count))).standardizedFileURL.path
    }
}
