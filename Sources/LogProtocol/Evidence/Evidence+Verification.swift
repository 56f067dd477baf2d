import CryptoSuites
import MerkleTree
import Records
import SignedNotes

extension Evidence {
    /// Checks that the log holds the statement, and that the disclosures are fields of its record.
    ///
    /// Trust comes from `trust` alone: the keys and heads that the file brings along are claims.
    ///
    /// - Throws: ``EvidenceError`` with the step that failed; ``EvidenceError/verdict`` tells whether
    ///   the claim is refuted or only undecided.
    public func verify(
        trusting trust: EvidenceTrust
    ) throws(EvidenceError) -> ProvenEvidence {
        let statement: Statement
        do { statement = try Statement(parsing: self.statement) } catch { throw .statement(error) }
        let fields = try self.disclosedFields(of: statement)
        let claim = try self.agreeingClaim()
        let keys = trust.logKeys
        let hasSHA256 = keys.contains {
            $0.algorithm == SHA256Hasher.logAlgorithm
                && $0.name.utf8.elementsEqual(claim.origin.text.utf8)
        }
        let hasSM3 = keys.contains {
            $0.algorithm == SM3Hasher.logAlgorithm
                && $0.name.utf8.elementsEqual(claim.origin.sm3Text.utf8)
        }
        // SPEC: EVID-8, EVID-11: what the file brings along is a hint.
        guard hasSHA256 || hasSM3 else { throw .noKnownKey }
        let sha256 = hasSHA256 ? try self.proven(self.proof, trust) : nil
        let sm3 = hasSM3 ? try self.proven(self.sm3Proof, trust) : nil
        var suites: Set<Suite> = []
        if hasSHA256 { suites.insert(.sha256) }
        if hasSM3 { suites.insert(.sm3) }
        try self.verifyTwin(keys, suites: suites)
        return ProvenEvidence(
            statement: statement,
            origin: claim.origin,
            index: self.proof.index,
            treeSize: claim.head.size,
            sha256: sha256,
            sm3: sm3,
            fields: fields
        )
    }

    private func proven<Hasher>(
        _ proof: ProofFile<Hasher>,
        _ trust: EvidenceTrust
    ) throws(EvidenceError) -> ProvenInclusion<Hasher> {
        do {
            return switch trust {
            case .keys(let keys): try proof.verify(entry: self.statement, keys: keys)
            case .policy(let policy): try proof.verify(entry: self.statement, policy: policy)
            }
        } catch { throw .proof(Hasher.suite, error) }
    }

    /// SPEC: EVID-7: both proofs are about one index, and both heads are those of the twin note.
    private func agreeingClaim() throws(EvidenceError) -> TwinNote {
        guard self.proof.index == self.sm3Proof.index else { throw .proofsDiffer }
        let sha256: Checkpoint<SHA256Hasher>
        let sm3: Checkpoint<SM3Hasher>
        do { sha256 = try self.proof.claimedCheckpoint() } catch { throw .proof(.sha256, error) }
        do { sm3 = try self.sm3Proof.claimedCheckpoint() } catch { throw .proof(.sm3, error) }
        let twin: TwinNote
        do {
            twin = try TwinNote(parsing: self.twin.text)
            try twin.check(sha256: sha256, sm3: sm3)
        } catch { throw .twin(error) }
        // Both paths are followed, whichever suite is trusted: the hashes need no key.
        do {
            try self.follow(self.proof, to: sha256)
        } catch { throw .proof(.sha256, .proof(error)) }
        do {
            try self.follow(self.sm3Proof, to: sm3)
        } catch { throw .proof(.sm3, .proof(error)) }
        return twin
    }

    private func follow<Hasher>(
        _ file: ProofFile<Hasher>,
        to head: Checkpoint<Hasher>
    ) throws(ProofError) {
        let proof = try InclusionProof(
            leafIndex: file.index,
            treeSize: head.size,
            path: file.path
        )
        try proof.verify(leaf: Hasher.leafHash(self.statement), root: head.root)
    }

    private func verifyTwin(_ keys: [VerifierKey], suites: Set<Suite>) throws(EvidenceError) {
        let note: VerifiedNote
        do { note = try self.twin.verified(by: keys) } catch { throw .twinNote(error) }
        do { _ = try TwinNote(note, requiring: suites) } catch { throw .twin(error) }
    }

    /// SPEC: EVID-5, EVID-6: the disclosures are the fields that the schema has at their indexes, and
    /// lead to both roots of the statement.
    private func disclosedFields(
        of statement: Statement
    ) throws(EvidenceError) -> [ProvenEvidence.Field] {
        let schema: RecordSchema
        do { schema = try RecordSchema(parsing: self.schema) } catch { throw .schema(error) }
        var read: [(Int, RecordDisclosure, DisclosurePaths)] = []
        for disclosure in self.disclosures {
            do throws(DisclosureError) {
                read.append(
                    (
                        disclosure.index, try RecordDisclosure(parsing: disclosure.digits),
                        disclosure.paths
                    )
                )
            } catch { throw .disclosure(index: disclosure.index, error) }
        }
        let form = try self.form(of: statement, schema, read)
        for (index, disclosure, paths) in read {
            do throws(DisclosureError) {
                try form.check(disclosure, at: index)
                try disclosure.verify(
                    index: index,
                    fieldCount: statement.commitment.fieldCount,
                    path: paths.sha256,
                    root: statement.commitment.sha256
                )
                try disclosure.verify(
                    index: index,
                    fieldCount: statement.commitment.fieldCount,
                    path: paths.sm3,
                    root: statement.commitment.sm3
                )
            } catch { throw .disclosure(index: index, error) }
        }
        return read.map { .init(index: $0.0, name: $0.1.name, value: $0.1.value) }
    }

    /// What the record's leaves have to be.
    private func form(
        of statement: Statement,
        _ schema: RecordSchema,
        _ read: [(Int, RecordDisclosure, DisclosurePaths)]
    ) throws(EvidenceError) -> RecordForm {
        let form = RecordForm(schema, isOpaque: statement.isOpaque)
        guard statement.commitment.fieldCount == form.leafCount else {
            throw .fieldCount(expected: form.leafCount, actual: statement.commitment.fieldCount)
        }
        guard statement.isOpaque else {
            guard schema.digest == statement.schema,
                schema.recordClass.utf8.elementsEqual(statement.recordClass.utf8)
            else { throw .otherSchema }
            return form
        }
        // The statement names no schema: the record's own leaf does, unless nothing else is shown.
        guard let leaf = form.schemaLeaf,
            read.isEmpty || read.contains(where: { $0.0 == leaf }),
            statement.schema == RecordForm.opaqueSchemaDigest
        else { throw .otherSchema }
        return form
    }
}
