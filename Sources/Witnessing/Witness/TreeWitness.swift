import CryptoSuites
package import LogProtocol
package import MerkleTree
package import SignedNotes

/// The rules of a witness for one tree: C2SP tlog-witness.
///
/// It reads no file and no clock, and makes no signature. A request is verified, then decided, and
/// what was decided is told back once it is durable. One size only ever grows: that of ``latest``.
package struct TreeWitness<Hasher: SuiteHasher>: Sendable {
    /// The origin of the tree.
    package let origin: String
    /// The keys that the log may have signed with, of both its trees or of this one.
    package var keys: [VerifierKey]
    /// The head that was cosigned last; nil before the first.
    package private(set) var latest: CosignedHead<Hasher>?

    /// Starts from what is stored. Without keys everything is refused.
    package init(origin: String, keys: [VerifierKey], latest: CosignedHead<Hasher>? = nil) {
        self.origin = origin
        self.keys = keys
        self.latest = latest
    }

    /// A request whose checkpoint the log signed.
    package struct SignedRequest: Sendable {
        /// The request as it came.
        package let request: AddCheckpointRequest
        /// The root that the log signed.
        package let root: TreeHash<Hasher>
        /// The checkpoint with those of its lines that verified, and no other.
        package let note: UnverifiedNote
    }

    /// What is to be done about a request.
    package enum Decision: Sendable {
        /// Nothing but to answer. `isEvidence` says that the log signed what contradicts the
        /// witness's head.
        case answer(AddCheckpointResponse, isEvidence: Bool)
        /// To sign this checkpoint, to store it, to tell ``stored(_:)``, and to answer then.
        case cosign(Checkpoint<Hasher>)
    }

    /// Checks the signatures of a request that names this origin.
    ///
    /// SPEC: WITNESS-4: lines of unknown keys say nothing; one of a known key that fails refuses
    /// all. Nothing that did not verify is kept.
    package func verify(
        _ request: AddCheckpointRequest
    ) -> Result<SignedRequest, AddCheckpointRefusal> {
        let refusal = { (reason: String) in
            Result<SignedRequest, AddCheckpointRefusal>.failure(
                AddCheckpointRefusal(response: .notSignedByLog(reason: reason))
            )
        }
        guard request.checkpoint.origin.utf8.elementsEqual(self.origin.utf8),
            let root = TreeHash<Hasher>(request.checkpoint.root)
        else { return refusal("the checkpoint is of another origin") }
        do throws(NoteError) {
            let verified = try request.note.verified(by: self.keys)
            let unknown = Set(verified.unknown)
            guard let note = request.note.keeping({ !unknown.contains($0) }) else {
                return refusal("no signature is of a configured key")
            }
            return .success(SignedRequest(request: request, root: root, note: note))
        } catch {
            return refusal("\(error)")
        }
    }

    /// Decides about a request, by the head that was stored last.
    package func decide(_ signed: SignedRequest) -> Decision {
        let request = signed.request
        let latestSize = self.latest?.checkpoint.size ?? 0
        // SPEC: WITNESS-5.
        guard request.oldSize == latestSize else {
            return .answer(.otherSize(latestSize), isEvidence: false)
        }
        // SPEC: WITNESS-6: also that a tree without entries has the one root that it can have.
        let checkpoint: Checkpoint<Hasher>
        do throws(CheckpointError) {
            checkpoint = try Checkpoint(
                origin: self.origin,
                size: request.checkpoint.size,
                root: signed.root
            )
        } catch {
            return .answer(.inconsistent(reason: "\(error)"), isEvidence: true)
        }
        let older = self.latest?.checkpoint.root ?? Hasher.emptyRoot
        do throws(ProofError) {
            try request.proof(of: Hasher.self).verify(olderRoot: older, newerRoot: signed.root)
        } catch {
            let isOfSameSize = latestSize > 0 && request.checkpoint.size == latestSize
            return .answer(
                .inconsistent(reason: Self.words(error, size: latestSize)),
                // A proof that is missing or cut says nothing about the log.
                isEvidence: isOfSameSize && signed.root != older
            )
        }
        return .cosign(checkpoint)
    }

    /// The head is durable. From here on its signatures may leave.
    package mutating func stored(_ head: CosignedHead<Hasher>) {
        precondition(
            head.checkpoint.size >= (self.latest?.checkpoint.size ?? 0)
                && head.checkpoint.origin.utf8.elementsEqual(self.origin.utf8),
            "the cosigned size never goes back"
        )
        self.latest = head
    }

    private static func words(_ error: ProofError, size: UInt64) -> String {
        switch error {
        case .wrongPathLength(let expected, let actual):
            "the consistency proof from \(size) has \(actual) hashes and needs \(expected)"
        case .rootMismatch, .olderRootMismatch:
            "the consistency proof does not lead from the witness's head of \(size) to this one"
        case .sizesOutOfOrder, .leafIndexOutOfRange:
            "the sizes are out of order"
        }
    }
}

/// A request that is answered without a signature.
package struct AddCheckpointRefusal: Error, Hashable, Sendable {
    /// The answer.
    package let response: AddCheckpointResponse

    /// Refuses with an answer.
    package init(response: AddCheckpointResponse) { self.response = response }
}
