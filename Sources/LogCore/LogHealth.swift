import Synchronization

/// What stands in the way of a log's work, known to all who do parts of it.
final class LogHealth: Sendable {
    private struct State {
        var readOnly: ReadOnlyReason?
        var publishing: String?
        var promising: String?
        var storage: String?
        var vault: String?
        var vaultRemark: String?
        var quorum: QuorumState?
    }

    // Written by the sequencer, the promiser and the publisher; read by everybody.
    private let state = Mutex(State())

    /// Why appends are refused; nil while they are taken.
    var readOnlyReason: ReadOnlyReason? { self.state.withLock { $0.readOnly } }

    /// Stops appends until the daemon is started again. The first reason stays.
    func becomeReadOnly(_ reason: ReadOnlyReason) {
        self.state.withLock { if $0.readOnly == nil { $0.readOnly = reason } }
    }

    /// Notes what keeps heads from being published; nil when they are again.
    func setPublishingProblem(_ problem: String?) {
        self.state.withLock { $0.publishing = problem }
    }

    /// Notes what keeps appends from being promised; nil when they are again.
    func setPromisingProblem(_ problem: String?) {
        self.state.withLock { $0.promising = problem }
    }

    /// Why appends are refused for want of room; nil while there is enough.
    var storageProblem: String? { self.state.withLock { $0.storage } }

    /// Notes that a disk has no room left; nil when it has again.
    func setStorageProblem(_ problem: String?) {
        self.state.withLock { $0.storage = problem }
    }

    /// Notes what keeps records from being sealed; nil when they are again.
    func setVaultProblem(_ problem: String?) { self.state.withLock { $0.vault = problem } }

    /// Notes what an operator should do about the vault; nil when it is done.
    func setVaultRemark(_ remark: String?) { self.state.withLock { $0.vaultRemark = remark } }

    /// What stands in nobody's way.
    var remarks: [String] { self.state.withLock { $0.vaultRemark.map { [$0] } ?? [] } }

    /// How the newest signed head stands with the witnesses; nil without a policy or a head.
    var quorum: QuorumState? { self.state.withLock { $0.quorum } }

    /// Notes how the newest signed head stands with the witnesses.
    func setQuorum(_ quorum: QuorumState?) { self.state.withLock { $0.quorum = quorum } }

    /// All that stands in the way, in words for the operator.
    var problems: [String] {
        let state = self.state.withLock { $0 }
        return [
            state.readOnly.map { "read-only: \($0.description)" }, state.storage,
            state.promising, state.publishing, state.vault,
        ]
        .compactMap { $0 }
    }
}

extension ReadOnlyReason: CustomStringConvertible {
    /// The reason in words for the operator, with what to do about it.
    public var description: String {
        switch self {
        case .databaseBehind(let databaseSize, let recordedSize):
            "the database has \(databaseSize) entries and the signer has promised \(recordedSize): "
                + "it was restored from an earlier copy, or entries were lost"
        case .databaseForked(let place):
            "the database holds another history than the signer recorded: \(place)"
        case .signerRefuses(let reason):
            "the signer does not confirm: \(reason)"
        case .closed(let successor):
            "the log is closed and goes on as \(successor)"
        case .databaseCorrupt(let place):
            "the database contradicts itself: \(place)"
        case .witnessAhead(let witness, let size, let recordedSize):
            "witness \(witness) shows a signed head of \(size) entries and \(recordedSize) are "
                + "recorded here: database and signer were restored from earlier copies, or the log's "
                + "keys are in other hands"
        case .possibleFork(let detail):
            "there may be two histories, and nothing more is published: \(detail)"
        }
    }
}
