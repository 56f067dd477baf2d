import LogProtocol
import LogTesting
import SignedNotes

/// Scripted witnesses over HTTP on a loopback port, each below its name.
final class WitnessServer: Sendable {
    let witnesses: [ScriptedWitness]
    private let server: LoopbackServer

    /// Starts the server for witnesses of a log.
    init(_ witnesses: [ScriptedWitness], origin: String = House.origin) async throws {
        self.witnesses = witnesses
        self.server = try await LoopbackServer { request in
            let answer = await Self.answer(request.path, request.body, witnesses, origin)
            return LoopbackServer.Answer(
                status: answer.status,
                answer.body,
                fields: [("Content-Type", answer.type)]
            )
        }
    }

    /// The prefix of a witness.
    func url(of witness: ScriptedWitness) -> String { "\(self.server.url)/\(witness.name)" }

    /// Stops listening.
    func stop() async throws { try await self.server.stop() }

    private static func answer(
        _ target: String,
        _ body: [UInt8],
        _ witnesses: [ScriptedWitness],
        _ origin: String
    ) async -> (status: Int, type: String, body: [UInt8]) {
        let parts = target.split(separator: "/")
        guard let witness = witnesses.first(where: { parts.first.map(String.init) == $0.name })
        else { return (404, "text/plain", []) }
        do {
            if parts.count == 2, parts[1] == WitnessPath.addCheckpoint {
                let response = try await witness.addCheckpoint(
                    AddCheckpointRequest(parsing: body)
                )
                return (response.status, response.contentType, response.body)
            }
            for origin in [origin, origin + LogOrigin.sm3Suffix]
            where target.hasSuffix(WitnessPath.checkpoint(ofOrigin: origin)) {
                guard case .cosigned(let note) = try await witness.latestHead(ofOrigin: origin)
                else { return (404, "text/plain", []) }
                return (200, "text/plain; charset=utf-8", note.bytes)
            }
            return (404, "text/plain", [])
        } catch is AddCheckpointError {
            return (400, "text/plain", [])
        } catch {
            return (500, "text/plain", [])
        }
    }
}
