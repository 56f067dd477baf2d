import ArgumentParser
import Foundation
import Glibc
import Logging
import ServiceLifecycle
import SignedNotes
import UnixSignals
import Witnessing

/// `concordatd signer`
struct SignerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signer",
        abstract: "Runs the signer as a process of its own, for daemons on this machine.",
        discussion: """
            The signer holds the private keys and its own record of each log. Several daemons on one
            log share it. Run it under an account that the daemons do not have; it answers accounts
            with the same user ID, root, and those named by --allow-user.

              concordatd signer --data ./data --listen unix:/run/concordat/signer.sock
              concordatd serve  --data ./data --signer unix:/run/concordat/signer.sock
            """
    )

    @OptionGroup var options: SettingOptions

    @Option(help: ArgumentHelp("Socket to listen on.", valueName: "unix:path"))
    var listen: String?

    func run() async throws {
        try await reportingErrors {
            let settings = try await self.options.settings([.listen: self.listen])
            let logger = try bootstrapLogging(settings)
            let folder = try DataFolder(existing: try settings.required(.data))
            let path = try SigningParty.socketPath(
                try settings.required(.listen),
                setting: .listen
            )
            let service = try await SigningParty.openService(
                settings,
                folder: folder,
                logger: logger,
                // A signer that cannot trust its disk any more must not go on: what it would say
                // next could contradict what it said before.
                onFailure: { _, _ in Glibc.exit(EXIT_FAILURE) }
            )
            let server = SignerServer(signer: service, path: path)
            try server.start()
            logger.info(
                "The signer listens",
                metadata: ["path": "\(path)", "logs": "\(service.origins.map(\.text))"]
            )
            let group = ServiceGroup(
                configuration: .init(
                    services: [.init(service: SignerRunner(server: server, signer: service))],
                    gracefulShutdownSignals: [.sigterm, .sigint],
                    logger: logger
                )
            )
            try await group.run()
        }
    }
}

/// Answers until the process is told to stop.
private struct SignerRunner: Service {
    let server: SignerServer
    let signer: SignerService

    func run() async throws {
        try await gracefulShutdown()
        await self.server.stop()
        await self.signer.close()
    }
}
