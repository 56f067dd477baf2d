import Auditing
import CryptoSuites
import LogClient
import LogProtocol
import MerkleTree
import Monitoring
import SignedNotes

/// Makes files that prove a finding to whoever has the log's keys, where anything does.
struct EvidenceMaker: Sendable {
    let keys: [VerifierKey]
    let transport: any LogTransport
    /// The folder with the verified tree.
    let treePath: String

    /// The file, if it proves what it says to whoever has the log's keys.
    func checked(_ proof: AlarmFile.Proof) -> AlarmFile? {
        let file = AlarmFile(proof)
        return (try? file.verified(by: self.keys)) == nil ? nil : file
    }

    /// A finding of the audit with what proves it to others, and what else is proven by it.
    func findings(about finding: AuditFinding) async -> [Finding] {
        let own = Finding(finding).with(file: await self.proof(of: finding))
        guard let size = await self.contradictedSize(by: finding) else { return [own] }
        for suite in Suite.allCases {
            guard let file = await self.proofOfInconsistency(suite, with: size),
                let proven = try? file.verified(by: self.keys)
            else { continue }
            let inconsistency = Finding(
                .inconsistency,
                subject: "\(suite.rawValue) \(size)",
                detail: proven.sentence,
                file: file
            )
            return [own, inconsistency]
        }
        return [own]
    }

    /// The size of the earlier head that the log does not continue, if that may be what was found.
    private func contradictedSize(by finding: AuditFinding) async -> UInt64? {
        switch finding {
        case .root(_, let size, true): return size
        case .changed:
            let size = try? await AuditedLog.reading(self.treePath, keys: self.keys) {
                $0.verifiedSize
            }
            return size ?? nil
        default: return nil
        }
    }

    /// The earlier head, and the way to the log's present one from what it makes of the earlier size.
    private func proofOfInconsistency(_ suite: Suite, with size: UInt64) async -> AlarmFile? {
        switch suite {
        case .sha256: await self.proofOfInconsistency(SHA256Hasher.self, with: size)
        case .sm3: await self.proofOfInconsistency(SM3Hasher.self, with: size)
        }
    }

    private func proofOfInconsistency<Hasher: SuiteHasher>(
        _: Hasher.Type,
        with size: UInt64
    ) async -> AlarmFile? {
        let client = LogClient(transport: self.transport)
        do {
            guard let kept = await self.kept(ofSize: size) else { return nil }
            let newer = try await client.checkpointNote(of: Hasher.suite)
            let newerSize = try Checkpoint<Hasher>(parsing: newer.text).size
            guard size < newerSize else { return nil }
            let reader = client.tileReader(treeSize: newerSize, of: Hasher.self)
            return self.checked(
                .inconsistency(
                    older: Hasher.suite == .sha256 ? kept.sha256 : kept.sm3,
                    newer: newer,
                    prefixRoot: try await reader.root(ofSize: size).bytes,
                    path: try await ConsistencyProof(
                        olderSize: size,
                        newerSize: newerSize,
                        from: reader
                    ).path.map(\.bytes)
                )
            )
        } catch {
            return nil
        }
    }

    /// What proves a finding of the audit to others; nil if nothing does.
    private func proof(of finding: AuditFinding) async -> AlarmFile? {
        switch finding {
        case .entry(let index, let file) where file.suite == .sm3:
            return await self.proofOfTwins(at: index)
        case .rollback(_, let size):
            let client = LogClient(transport: self.transport)
            guard let larger = await self.kept(ofSize: size)?.sm3,
                let smaller = try? await client.checkpointNote(of: .sm3)
            else { return nil }
            return self.checked(.order(larger: larger, smaller: smaller, isClock: false))
        default: return nil
        }
    }

    private func kept(ofSize size: UInt64) async -> AuditedNotes? {
        let notes = try? await AuditedLog.reading(
            self.treePath,
            keys: self.keys,
            { try await $0.notes(ofSize: size) }
        )
        return notes ?? nil
    }

    /// The entry at an index as the SHA-256 tree has it, and the leaf that the SM3 tree has there.
    private func proofOfTwins(at index: UInt64) async -> AlarmFile? {
        let client = LogClient(transport: self.transport)
        do {
            let checkpoint = try await client.checkpointNote(of: .sha256)
            let sm3Checkpoint = try await client.checkpointNote(of: .sm3)
            let size = try Checkpoint<SHA256Hasher>(parsing: checkpoint.text).size
            let width = Int(min(size - index / 256 * 256, 256))
            guard index < size, let bundle = BundleCoordinate(index: index / 256, width: width)
            else { return nil }
            let entries = try await client.entries(bundle)
            let sha256 = client.tileReader(treeSize: size, of: SHA256Hasher.self)
            let sm3 = client.tileReader(treeSize: size, of: SM3Hasher.self)
            let leaf = try await sm3.hashes(at: [NodeAddress(height: 0, index: index)])
            guard let leaf = leaf.first else { return nil }
            return self.checked(
                .twinEntries(
                    checkpoint: checkpoint,
                    sm3Checkpoint: sm3Checkpoint,
                    index: index,
                    entry: Array(entries[Int(index % 256)]),
                    path: try await InclusionProof(
                        leafIndex: index,
                        treeSize: size,
                        from: sha256
                    ).path.map(\.bytes),
                    sm3Leaf: leaf.bytes,
                    sm3Path: try await InclusionProof(
                        leafIndex: index,
                        treeSize: size,
                        from: sm3
                    ).path.map(\.bytes)
                )
            )
        } catch {
            return nil
        }
    }
}
