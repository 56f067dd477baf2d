import LogClient
import LogProtocol
import MerkleTree
import SignedNotes
import Witnessing

/// A log with two trees, read from the address that the configuration names.
struct LogTwinSource: TwinSource {
    private let client: LogClient

    /// Reads the log behind a client, whose transport follows no redirects and bounds answers.
    init(_ client: LogClient) { self.client = client }

    func notes(pending: Bool) async throws(TwinSourceError) -> TwinNotes? {
        do throws(LogClientError) {
            guard pending else {
                return TwinNotes(
                    checkpoint: try await self.client.checkpointNote(of: .sha256),
                    sm3Checkpoint: try await self.client.checkpointNote(of: .sm3),
                    twin: try await self.client.twinNote()
                )
            }
            guard let checkpoint = try await self.client.pendingCheckpointNote(of: .sha256),
                let sm3Checkpoint = try await self.client.pendingCheckpointNote(of: .sm3),
                let twin = try await self.client.pendingTwinNote()
            else { return nil }
            return TwinNotes(checkpoint: checkpoint, sm3Checkpoint: sm3Checkpoint, twin: twin)
        } catch {
            if case .refused(let problem) = error, problem.status == 404 { return nil }
            throw TwinSourceError(reason: "\(error)")
        }
    }

    func announcements() async throws(TwinSourceError) -> [UInt64] {
        do throws(LogClientError) { return try await self.client.metadata().events ?? [] } catch {
            throw TwinSourceError(reason: "\(error)")
        }
    }

    func entries(_ bundle: BundleCoordinate) async throws(TwinSourceError) -> EntryBatch {
        do throws(LogClientError) { return try await self.client.entries(bundle) } catch {
            throw TwinSourceError(reason: "\(error)")
        }
    }
}
