import LogClient
import LogProtocol
import Monitoring
import SignedNotes

/// Asks everybody who shows heads of a log: the log itself, its witnesses, and other places.
struct HeadSurvey: Sendable {
    let log: MonitorConfiguration.Log
    let transport: any LogTransport
    let witnesses: [WitnessContact]
    let peers: [PeerContact]

    /// What they show, as `judge` judges it.
    func look(into sight: inout Sight, by judge: inout HeadJudge) async {
        // Who does not answer is asked no further question.
        if await self.seePublished(&sight, &judge) { await self.seePending(&sight, &judge) }
        await self.askWitnesses(&sight, &judge)
        await self.askPeers(&sight, &judge)
    }

    // MARK: The log

    /// The published heads with their cosignatures, and the twin note beside them; false if there is no
    /// answer.
    private func seePublished(_ sight: inout Sight, _ judge: inout HeadJudge) async -> Bool {
        let client = LogClient(transport: self.transport)
        let sha256: UnverifiedNote
        let sm3: UnverifiedNote
        do throws(LogClientError) {
            sha256 = try await client.checkpointNote(of: .sha256)
            sm3 = try await client.checkpointNote(of: .sm3)
        } catch {
            guard case .transport = error else {
                // A log that publishes nothing yet may have a pending head.
                return true
            }
            return false
        }
        let heads: [(UnverifiedNote, Suite)] = [(sha256, .sha256), (sm3, .sm3)]
        for (note, _) in heads { judge.sees(size: note.headSize) }
        var claims: [HeadClaim] = []
        sight.looked.formUnion([.clock, .invalidHead])
        for (note, suite) in heads {
            switch await judge.judge(note, suite, "log") {
            case .claim(let claim): claims.append(claim)
            case .refused(let error):
                sight.isInvalid(LogFile.checkpoint(suite).path, "\(error)")
            case .undecided: sight.unseen.insert(LogFile.checkpoint(suite).path)
            }
        }
        sight.claims += claims
        sight.publishedSize = claims.map(\.size).max()
        sight.newestSignature = claims.compactMap(\.signedAt).max()
        await self.compareTwin(client, claims, judge.keys, &sight)
        // SPEC: MON-17: that of the size, as the log's entries announce it.
        guard claims.count == 2, let policy = await judge.policy(at: claims[0].size) else {
            return true
        }
        // SPEC: MON-7: lines of keys that nobody here trusts say nothing; one that is false refuses
        // the note.
        var signatures: [[VerifiedSignature]] = []
        for (note, suite) in heads {
            do {
                let keys = judge.keys + policy.full.witnessKeys
                signatures.append(try note.verified(by: keys).verified)
            } catch {
                sight.isInvalid(LogFile.checkpoint(suite).path, "\(error)")
                return true
            }
        }
        sight.cosignatures = signatures.flatMap(\.self)
        sight.newestSignature = sight.cosignatures.compactMap(\.timestamp).max()
        sight.looked.insert(.quorumLoss)
        sight.findings += self.log.rules.quorumLoss(
            under: policy,
            size: sight.publishedSize ?? 0,
            sha256: signatures[0],
            sm3: signatures[1]
        )
        return true
    }

    private func compareTwin(
        _ client: LogClient,
        _ claims: [HeadClaim],
        _ keys: [VerifierKey],
        _ sight: inout Sight
    ) async {
        guard let twin = try? await client.twinNote(),
            let named = try? TwinNote(parsing: twin.text)
        else { return }
        for claim in claims where claim.size == named.head.size {
            let file = AlarmFile(.twinNote(twin: twin, checkpoint: claim.note))
            guard let proven = try? file.verified(by: keys) else { continue }
            sight.findings.append(
                Finding(.twinMismatch, subject: "twin", detail: proven.sentence, file: file)
            )
        }
    }

    /// The heads that still gather cosignatures. A log without any has no such files.
    private func seePending(_ sight: inout Sight, _ judge: inout HeadJudge) async {
        let client = LogClient(transport: self.transport)
        judge.refresh()
        for suite in Suite.allCases {
            guard let note = try? await client.pendingCheckpointNote(of: suite) else { continue }
            judge.sees(size: note.headSize)
            guard case .claim(let claim) = await judge.judge(note, suite, "pending") else {
                continue
            }
            sight.claims.append(claim)
        }
    }

    // MARK: The witnesses

    /// SPEC: MON-3: the newest head that each witness shows.
    private func askWitnesses(_ sight: inout Sight, _ judge: inout HeadJudge) async {
        let origin = self.log.origin
        let answers = await withTaskGroup(of: (Int, WitnessedHead?).self) { group in
            for (number, witness) in self.witnesses.enumerated() {
                group.addTask {
                    let tree = witness.suite == .sha256 ? origin.text : origin.sm3Text
                    let head = try? await witness.way.latestHead(ofOrigin: tree)
                    return (number, head)
                }
            }
            var answers: [(Int, WitnessedHead?)] = []
            for await answer in group { answers.append(answer) }
            return answers
        }
        judge.refresh()
        for (number, answer) in answers.sorted(by: { $0.0 < $1.0 }) {
            let witness = self.witnesses[number]
            switch answer {
            case .cosigned(let note): await self.see(note, from: witness, &sight, &judge)
            case .garbled(let reason): Self.isAtFault(witness.name, "\(reason)", &sight)
            // It has cosigned none, which is no fault.
            case WitnessedHead.none?: break
            case .failed, nil:
                // Who is not there says nothing, neither that something is wrong nor that it is right again.
                sight.isUnseen(witness)
            }
        }
    }

    private func see(
        _ note: UnverifiedNote,
        from witness: WitnessContact,
        _ sight: inout Sight,
        _ judge: inout HeadJudge
    ) async {
        switch await judge.judge(note, witness.suite, witness.name) {
        case .claim(let claim): sight.claims.append(claim)
        case .refused(let error):
            Self.isAtFault(witness.name, "\(error)", &sight)
            return
        case .undecided:
            sight.isUnseen(witness)
            return
        }
        do throws(NoteError) {
            sight.cosignatures += try note.verified(by: judge.keys(of: witness.key)).verified
        } catch {
            Self.isAtFault(witness.name, "\(error)", &sight)
        }
    }

    static func isAtFault(_ name: String, _ reason: String, _ sight: inout Sight) {
        sight.findings.append(
            Finding(
                .witnessFault,
                subject: name,
                detail: "what \(name) shows as its newest head is none: \(reason)"
            )
        )
    }

    // MARK: Other places

    /// SPEC: MON-14: what other places show of the same log: mirrors, and what others were shown.
    private func askPeers(_ sight: inout Sight, _ judge: inout HeadJudge) async {
        for peer in self.peers {
            let client = LogClient(transport: peer.way)
            for suite in Suite.allCases {
                do throws(LogClientError) {
                    let note = try await client.checkpointNote(of: suite)
                    judge.refresh()
                    switch await judge.judge(note, suite, peer.name) {
                    case .claim(let claim): sight.claims.append(claim)
                    case .refused(let error): Self.isAtFault(peer.name, "\(error)", &sight)
                    case .undecided:
                        sight.unseen.formUnion([peer.name, "future \(peer.name)"])
                    }
                } catch {
                    guard case .malformedAnswer(let reason) = error else {
                        sight.unseen.formUnion([peer.name, "future \(peer.name)"])
                        continue
                    }
                    Self.isAtFault(peer.name, reason, &sight)
                }
            }
        }
    }
}
