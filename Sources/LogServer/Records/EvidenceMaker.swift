import CryptoSuites
import LogCore
import LogProtocol
import MerkleTree
import Records
import SignedNotes
import Witnessing

/// Puts evidence files together: what the log holds of a record, and some of its fields.
struct EvidenceMaker: Sendable {
    let log: any HostedLog
    /// The head that records are proven against; nil for the published one of each moment.
    var head: PublishedHead?

    /// The evidence of a record against the head. Fields that are erased are left out.
    /// `disclosures` are those of the content, if they are made already.
    ///
    /// - Throws: ``ReadError/indexNotBelowSize`` before the record is published;
    ///   ``ReadError/corrupt(_:)`` if the content is not what its entry commits to.
    func evidence(
        of content: RecordContent,
        disclosures made: RecordDisclosures? = nil,
        at index: UInt64,
        leaves: [Int]
    ) async throws(ReadError) -> Evidence {
        let head = if let head = self.head { head } else { try self.log.publishedHead() }
        guard index < head.head.size else { throw .indexNotBelowSize }
        let statement = Array(try await self.log.entries(at: index..<index + 1)[0])
        let made = made ?? content.disclosures()
        let trees = made.trees()
        // SPEC: VAULT-11: a content stands for nothing but what its own entry commits to.
        guard let parsed = try? Statement(parsing: statement), parsed.commitment == trees.commitment
        else { throw .corrupt("the content of record \(index) is not that of its entry") }
        var disclosures: [EvidenceDisclosure] = []
        for leaf in leaves.sorted() {
            guard let digits = made.digits(of: leaf) else { continue }
            disclosures.append(
                EvidenceDisclosure(
                    index: leaf,
                    digits: digits,
                    paths: trees.paths(of: leaf)
                )
            )
        }
        let proof = try await self.proof(SHA256Hasher.self, index, head)
        let sm3Proof = try await self.proof(SM3Hasher.self, index, head)
        do {
            return try Evidence(
                statement: statement,
                schema: content.schema.bytes,
                disclosures: disclosures,
                proof: proof,
                sm3Proof: sm3Proof,
                twin: UnverifiedNote(parsing: head.notes.twin)
            )
        } catch {
            throw .corrupt("the evidence of record \(index): \(error)")
        }
    }

    private func proof<Suite: LogSuite>(
        _ suite: Suite.Type,
        _ index: UInt64,
        _ head: PublishedHead
    ) async throws(ReadError) -> ProofFile<Suite> {
        let (proof, _) = try await self.log.inclusionProof(
            suite,
            leafIndex: index,
            treeSize: head.head.size
        )
        do {
            // With the lines of the witnesses: whoever verifies by a policy asks for them.
            return try ProofFile(
                proof,
                note: UnverifiedNote(parsing: suite.checkpoint(of: head.cosigned))
            )
        } catch {
            throw .corrupt("the stored checkpoint of size \(head.head.size): \(error)")
        }
    }
}
