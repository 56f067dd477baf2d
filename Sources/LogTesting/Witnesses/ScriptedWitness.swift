import CryptoSuites
import Foundation
public import LogProtocol
import MerkleTree
public import SignedNotes
import Synchronization

/// A witness in memory that keeps the rules of C2SP tlog-witness, but for what its script says.
///
/// It has keys of both kinds, and a state for each origin that never goes back.
public final class ScriptedWitness: WitnessTransport {
    /// What it does when it is asked for a cosignature.
    public enum Behaviour: Hashable, Sendable, CaseIterable {
        /// What it should.
        case honest
        /// It cannot be reached.
        case isAway
        /// It takes the request and never answers.
        case hangs
        /// It does its work and its answer is lost.
        case losesTheAnswer
        /// It does not know the origin.
        case knowsNoOrigin
        /// It does not take the log's signature for one.
        case deniesTheSignature
        /// It asks for time.
        case isBusy
        /// It fails.
        case fails
        /// It answers with bytes that are no signature lines.
        case answersGarbage
        /// It answers with nothing.
        case answersNothing
        /// Its line is a good one, of the head of another log.
        case cosignsAnotherLog
        /// Its line is a good one, of the empty tree of the log.
        case cosignsAnotherSize
        /// Its line has its name and key, and bytes that are none of its signatures.
        case forgesItsLine
        /// It sends a line with the name and key of its neighbour, which it made up.
        case forgesItsNeighboursLine
        /// It sends lines of other keys only.
        case sendsForeignLines
        /// Its lines are from tomorrow.
        case livesInTheFuture
        /// Its lines are from long before the log signed.
        case livesInThePast
        /// It names a size below the one that it was asked from, each time another one.
        case namesOtherSizes
        /// It says that it is ahead.
        case claimsToBeAhead
        /// It says that the proof does not hold, and shows its newest head.
        case speaksOfAForkAndShowsNone
        /// It says that the proof does not hold, and shows nothing.
        case saysInconsistent
        /// It says 409 and no size, and shows nothing.
        case saysConflict
    }

    private struct Head {
        let size: UInt64
        let root: [UInt8]
        let note: UnverifiedNote
    }

    private struct State {
        var behaviour: [Suite: Behaviour] = [:]
        var heads: [String: Head] = [:]
        var shown: [String: UnverifiedNote] = [:]
        var neighbourKeys: [VerifierKey] = []
        var requests: [AddCheckpointRequest] = []
        var surveys = 0
    }

    /// The name, which is that of its Ed25519 key.
    public let name: String
    /// Signs SHA-256 heads.
    public let ed25519: Ed25519CosignatureSigner
    /// Signs SM3 heads.
    public let sm2: SM2NoteSigner
    private let now: @Sendable () -> UInt64
    private let state = Mutex(State())

    /// Creates a witness with keys of its own. `now` is its clock, in POSIX seconds; the system's
    /// unless given.
    public init(name: String, now: (@Sendable () -> UInt64)? = nil) throws {
        self.name = name
        self.ed25519 = try Ed25519CosignatureSigner(
            name: "\(name).example/witness",
            privateKey: Ed25519PrivateKey.generate()
        )
        self.sm2 = try SM2NoteSigner(
            name: "\(name).example/witness/sm3",
            privateKey: SM2PrivateKey.generate()
        )
        self.now = now ?? { UInt64(Date().timeIntervalSince1970) }
    }

    // MARK: The script

    /// Says how to behave from now on, on both trees or on one.
    public func behave(_ behaviour: Behaviour, on suite: Suite? = nil) {
        self.state.withLock { state in
            for suite in suite.map({ [$0] }) ?? Suite.allCases {
                state.behaviour[suite] = behaviour
            }
        }
    }

    /// Shows this head of an origin when asked for the newest, whatever it holds.
    public func show(_ note: UnverifiedNote, ofOrigin origin: String) {
        self.state.withLock { $0.shown[origin] = note }
    }

    /// Whose lines it forges when it is told to.
    public func standBeside(_ keys: [VerifierKey]) {
        self.state.withLock { $0.neighbourKeys = keys }
    }

    /// The public keys.
    public var verifierKeys: [VerifierKey] {
        [self.ed25519.verifierKey, self.sm2.verifierKey]
    }

    /// The lines that it is in a log's policy: a key of each kind, in a group so that it counts once.
    public func policyLines(url: String) -> [String] {
        [
            "witness \(self.name)-ed \(self.ed25519.verifierKey) \(url)",
            "witness \(self.name)-sm \(self.sm2.verifierKey) \(url)",
            "group \(self.name) any \(self.name)-ed \(self.name)-sm",
        ]
    }

    /// All that it was asked to cosign.
    public var requests: [AddCheckpointRequest] { self.state.withLock { $0.requests } }

    /// How often it was asked for its newest head.
    public var surveyCount: Int { self.state.withLock { $0.surveys } }

    /// The size of its newest head of an origin.
    public func size(ofOrigin origin: String) -> UInt64? {
        self.state.withLock { $0.heads[origin]?.size }
    }

    // MARK: WitnessTransport

    /// Behaves.
    public func addCheckpoint(
        _ request: AddCheckpointRequest
    ) async throws(TransportError) -> AddCheckpointResponse {
        let suite: Suite = request.checkpoint.origin.hasSuffix(LogOrigin.sm3Suffix) ? .sm3 : .sha256
        let behaviour = self.state.withLock { state in
            state.requests.append(request)
            return state.behaviour[suite] ?? .honest
        }
        do {
            switch behaviour {
            case .honest: return try self.cosign(request, suite)
            case .isAway: throw TransportError.connection("refused")
            case .hangs:
                try? await Task.sleep(for: .seconds(600))
                throw TransportError.timeout
            case .losesTheAnswer:
                _ = try self.cosign(request, suite)
                throw TransportError.connection("reset")
            case .knowsNoOrigin: return .unknownOrigin(reason: "unknown")
            case .deniesTheSignature: return .notSignedByLog(reason: "unknown key")
            case .isBusy: return .tooManyRequests(retryAfterSeconds: 1, reason: "slowly")
            case .fails: return .failed(status: 503, retryAfterSeconds: nil, reason: "no disk")
            case .answersGarbage:
                return AddCheckpointResponse(
                    status: 200,
                    contentType: nil,
                    retryAfterSeconds: nil,
                    body: Array("<html>\u{0}</html>".utf8)
                )
            case .answersNothing:
                return AddCheckpointResponse(
                    status: 200,
                    contentType: nil,
                    retryAfterSeconds: nil,
                    body: []
                )
            case .cosignsAnotherLog:
                return try self.lines(
                    over: "log.example/other\n" + request.note.text.drop { $0 != "\n" }.dropFirst(),
                    suite
                )
            case .cosignsAnotherSize:
                let empty: String
                switch suite {
                case .sha256: empty = SHA256Hasher.emptyRoot.base64
                case .sm3: empty = SM3Hasher.emptyRoot.base64
                }
                return try self.lines(over: "\(request.checkpoint.origin)\n0\n\(empty)\n", suite)
            case .forgesItsLine:
                return .cosigned(try Self.forgedLines(of: self.verifierKeys, suite))
            case .forgesItsNeighboursLine:
                let keys = self.state.withLock { $0.neighbourKeys }
                return .cosigned(try Self.forgedLines(of: keys, suite))
            case .sendsForeignLines:
                return .cosigned([
                    try NoteSignature(
                        name: "stranger.example",
                        keyID: 7,
                        bytes: [UInt8](repeating: 7, count: 72)
                    )
                ])
            case .livesInTheFuture:
                return try self.lines(over: request.note.text, suite, at: self.now() + 86_400)
            case .livesInThePast: return try self.lines(over: request.note.text, suite, at: 1_000)
            case .namesOtherSizes:
                return .otherSize(request.oldSize == 0 ? 1 : request.oldSize - 1)
            case .claimsToBeAhead: return .otherSize(request.checkpoint.size + 1_000)
            case .speaksOfAForkAndShowsNone, .saysInconsistent:
                return .inconsistent(reason: "no proof")
            case .saysConflict: return .conflict(reason: "another root")
            }
        } catch let error as TransportError {
            throw error
        } catch {
            throw .connection("the script broke: \(error)")
        }
    }

    /// The newest head that it cosigned, or what it was told to show.
    public func latestHead(
        ofOrigin origin: String
    ) async throws(TransportError) -> WitnessedHead {
        let suite: Suite = origin.hasSuffix(LogOrigin.sm3Suffix) ? .sm3 : .sha256
        let (behaviour, note) = self.state.withLock { state in
            state.surveys += 1
            return (
                state.behaviour[suite] ?? .honest, state.shown[origin] ?? state.heads[origin]?.note
            )
        }
        switch behaviour {
        case .isAway: throw .connection("refused")
        case .hangs:
            try? await Task.sleep(for: .seconds(600))
            throw .timeout
        case .saysInconsistent, .saysConflict, .knowsNoOrigin: return .none
        case .fails: return .failed(status: 503, retryAfterSeconds: nil, reason: "no disk")
        case .answersGarbage: return .garbled(.malformed)
        default: return note.map { .cosigned($0) } ?? .none
        }
    }

    // MARK: The rules

    private func cosign(
        _ request: AddCheckpointRequest,
        _ suite: Suite
    ) throws -> AddCheckpointResponse {
        let answer = try self.lines(over: request.note.text, suite)
        guard case .cosigned(let lines) = answer else { return answer }
        let checkpoint = request.checkpoint
        let note = try request.note.adding(lines)
        return try self.state.withLock { state in
            let known = state.heads[checkpoint.origin]
            guard request.oldSize == known?.size ?? 0 else { return .otherSize(known?.size ?? 0) }
            do {
                switch suite {
                case .sha256: try Self.check(request, known?.root, SHA256Hasher.self)
                case .sm3: try Self.check(request, known?.root, SM3Hasher.self)
                }
            } catch let error as ProofError {
                return .inconsistent(reason: "\(error)")
            }
            state.heads[checkpoint.origin] = Head(
                size: checkpoint.size,
                root: checkpoint.root,
                note: note
            )
            return answer
        }
    }

    private static func check<Hasher: TreeHasher>(
        _ request: AddCheckpointRequest,
        _ root: [UInt8]?,
        _ hasher: Hasher.Type
    ) throws {
        guard let newer = TreeHash<Hasher>(request.checkpoint.root) else {
            throw ProofError.rootMismatch
        }
        guard request.oldSize > 0, let root, let older = TreeHash<Hasher>(root) else { return }
        try request.proof(of: hasher).verify(olderRoot: older, newerRoot: newer)
    }

    /// Lines that look like those of keys, and are none.
    private static func forgedLines(
        of keys: [VerifierKey],
        _ suite: Suite
    ) throws -> [NoteSignature] {
        try keys.filter { $0.algorithm.suite == suite }.map { key in
            try NoteSignature(
                name: key.name,
                keyID: key.keyID,
                bytes: [UInt8](repeating: 0, count: 7) + [1] + [UInt8](repeating: 7, count: 64)
            )
        }
    }

    private func lines(
        over text: String,
        _ suite: Suite,
        at seconds: UInt64? = nil
    ) throws -> AddCheckpointResponse {
        let signer: any NoteSigner = suite == .sha256 ? self.ed25519 : self.sm2
        return .cosigned([try signer.signature(over: text, at: seconds ?? self.now())])
    }
}
