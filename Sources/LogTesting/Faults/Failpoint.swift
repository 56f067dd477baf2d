import Witnessing

/// A named place in the durable work of sequencer, signer and publisher where something can break.
///
/// `Specs/faults.md` lists them; a test compares the list with this one, and fails if one of them is
/// never reached.
public enum Failpoint: String, CaseIterable, Sendable, Hashable {
    // The sequencing transaction.
    case sequenceBegin = "sequence.begin"
    case sequenceLocked = "sequence.locked"
    case sequenceIntegrated = "sequence.integrated"
    case sequenceCommit = "sequence.commit"

    // What is read back and compared before anything is promised, and at every start.
    case promiseHeads = "promise.heads"
    case promiseState = "promise.state"
    case promiseEdge = "promise.edge"
    case promiseReadBack = "promise.read-back"
    case promiseTiles = "promise.tiles"

    // The way to the signer and back.
    case signerStatus = "signer.status"
    case signerOffer = "signer.offer"
    case signerSign = "signer.sign"
    case signerForget = "signer.forget"

    // The rows of heads.
    case publishPending = "publish.pending"
    case publishNotes = "publish.notes"
    case publishWithdraw = "publish.withdraw"
    case publishHead = "publish.head"

    // The signer's journal, when entries are offered.
    case offerSegmentCreate = "offer.segment.create"
    case offerSegmentWrite = "offer.segment.write"
    case offerSegmentSynchronize = "offer.segment.fsync"
    case offerSegmentNames = "offer.segment.names"
    case offerFrameWrite = "offer.frame.write"
    case offerFrameSynchronize = "offer.frame.fsync"
    case offerCompare = "offer.compare"

    // The signer's record, when a head is signed.
    case signRecordCreate = "sign.record.create"
    case signRecordWrite = "sign.record.write"
    case signRecordSynchronize = "sign.record.fsync"
    case signRecordRename = "sign.record.rename"
    case signRecordNames = "sign.record.names"

    // The signer's record and journal, when a head is published.
    case forgetRecordCreate = "forget.record.create"
    case forgetRecordWrite = "forget.record.write"
    case forgetRecordSynchronize = "forget.record.fsync"
    case forgetRecordRename = "forget.record.rename"
    case forgetRecordNames = "forget.record.names"
    case forgetSegmentRemove = "forget.segment.remove"

    // The signer's start.
    case openList = "open.list"
    case openLock = "open.lock"
    case openRecordRead = "open.record.read"
    case openRecordRemove = "open.record.remove"
    case openRecordCreate = "open.record.create"
    case openRecordWrite = "open.record.write"
    case openRecordSynchronize = "open.record.fsync"
    case openRecordRename = "open.record.rename"
    case openRecordNames = "open.record.names"
    case openSegmentRead = "open.segment.read"
    case openSegmentRemove = "open.segment.remove"
    case openSegmentCreate = "open.segment.create"
    case openSegmentWrite = "open.segment.write"
    case openSegmentSynchronize = "open.segment.fsync"
    case openSegmentRename = "open.segment.rename"
    case openSegmentNames = "open.segment.names"

    /// Where it is reached.
    public enum Place: Sendable, Hashable {
        /// A call of the store.
        case store
        /// Inside the sequencing transaction, with the lock held.
        case transaction
        /// A call of the signer.
        case signer
        /// An operation on the signer's files.
        case disk
    }

    /// Where it is reached.
    public var place: Place {
        switch self {
        case .sequenceLocked, .sequenceIntegrated, .sequenceCommit: .transaction
        case .sequenceBegin, .promiseHeads, .promiseState, .promiseEdge, .promiseReadBack,
            .promiseTiles, .publishPending, .publishNotes, .publishWithdraw, .publishHead:
            .store
        case .signerStatus, .signerOffer, .signerSign, .signerForget: .signer
        default: .disk
        }
    }

    /// Whether half of it can be done: a write that is torn.
    public var isWrite: Bool { self.rawValue.hasSuffix(".write") }

    /// The place on the signer's disk that an operation stands for; nil if it has no name, which is a
    /// step that the list forgot.
    package init?(_ operation: SimulatedDisk.Operation, in step: SignerStep) {
        let name = operation.path.split(separator: "/").last ?? ""
        let isSegment = name.hasSuffix(".seg") || name == "rewrite" || name == "journal"
        let verb: String? =
            switch operation.name {
            case "create": "create"
            case "write": "write"
            case "fdatasync": "fsync"
            case "rename": "rename"
            case "fsync": "names"
            case "unlink": "remove"
            case "read": "read"
            case "opendir": "list"
            case "flock": "lock"
            case "pread": "compare"
            default: nil
            }
        guard let verb else { return nil }
        let what =
            switch verb {
            case "list", "lock", "compare": verb
            case "write", "fsync":
                "\(isSegment ? operation.isFirstWrite || step == .open ? "segment" : "frame" : "record")"
                    + ".\(verb)"
            default: "\(isSegment ? "segment" : "record").\(verb)"
            }
        self.init(rawValue: "\(step.rawValue).\(what)")
    }
}

/// What the signer is doing while it works with its files.
package enum SignerStep: String, Sendable {
    case create
    case open
    case offer
    case sign
    case forget
    /// A call that touches no files.
    case none

    /// The step of the task that is running; the signer's actors carry it along.
    @TaskLocal package static var current = SignerStep.none
}
