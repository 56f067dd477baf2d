import LogProtocol
import SignedNotes

/// A signer's answer to a daemon in another process.
///
///     struct {
///         uint8 version = 1;
///         uint64 id;                            // of the request
///         uint8 kind;
///         select (kind) {
///             case 1: Head recorded; uint64 published; Head signed<0..1>;  // status
///             case 2: uint8 outcome; uint64 size;                          // offer
///             case 3: opaque notes<0..2^32-1>[3];                          // sign
///             case 4: ;                                                    // published
///             case 5: uint8 error; Head head<0..1>; uint64 seconds<0..1>; opaque text[];  // refused
///             case 6: opaque notes<0..2^32-1>[3];
///                     opaque tree_head<0..2^32-1>;                         // sign
///             case 7: Event events[];                                      // events: to the end
///         };
///     } Response;
///
///     struct { uint64 index; opaque statement<0..2^32-1>; } Event;
///
/// Kind 6 answers in place of the third where the log has a key for RFC 6962's tree heads;
/// `tree_head` is a `TreeHeadSignature`.
///
/// The optional head is there if bytes for it are left (status), or if the error is `belowSigned`; the
/// seconds if it is `clockBehind`.
enum SignerResponse: Hashable, Sendable {
    case status(SignerStatus)
    case outcome(OfferOutcome)
    case notes(HeadNotes)
    case done
    case events([HistoryStatement])
    case refused(SignerError)

    /// The answer's bytes.
    func bytes(id: UInt64) -> [UInt8] {
        var bytes: [UInt8] = [SignerRequest.version]
        bytes.append(number: id)
        switch self {
        case .status(let status):
            bytes.append(1)
            bytes.append(head: status.recorded)
            bytes.append(number: status.publishedSize)
            if let signed = status.signed { bytes.append(head: signed) }
        case .outcome(let outcome):
            bytes.append(2)
            switch outcome {
            case .recorded(let size):
                bytes.append(1)
                bytes.append(number: size)
            case .gap(let size):
                bytes.append(2)
                bytes.append(number: size)
            case .belowJournal(let size):
                bytes.append(3)
                bytes.append(number: size)
            }
        case .notes(let notes):
            bytes.append(notes.treeHead == nil ? 3 : 6)
            let parts = [notes.checkpoint, notes.sm3Checkpoint, notes.twin]
            for part in parts + (notes.treeHead.map { [$0.bytes] } ?? []) {
                bytes.append(number: UInt32(part.count))
                bytes += part
            }
        case .events(let events):
            bytes.append(7)
            for event in events {
                bytes.append(number: event.index)
                bytes.append(number: UInt32(event.statement.count))
                bytes += event.statement
            }
        case .done: bytes.append(4)
        case .refused(let error):
            bytes.append(5)
            Self.append(error, to: &bytes)
        }
        return bytes
    }

    /// Reads an answer; nil if it is not one.
    static func parse(_ bytes: [UInt8]) -> (id: UInt64, response: SignerResponse)? {
        var reader = ByteReader(bytes)
        guard reader.number(UInt8.self) == SignerRequest.version,
            let id = reader.number(UInt64.self), let response = Self(&reader),
            reader.remainingCount == 0
        else { return nil }
        return (id, response)
    }

    private init?(_ reader: inout ByteReader) {
        let kind = reader.number(UInt8.self)
        switch kind {
        case 1:
            guard let recorded = reader.head(), let published = reader.number(UInt64.self)
            else { return nil }
            var signed: TwinHead?
            if reader.remainingCount > 0 {
                // A head that is cut off is no status of a log without one.
                guard let head = reader.head() else { return nil }
                signed = head
            }
            self = .status(
                SignerStatus(recorded: recorded, signed: signed, publishedSize: published)
            )
        case 2:
            guard let outcome = reader.number(UInt8.self), let size = reader.number(UInt64.self)
            else { return nil }
            switch outcome {
            case 1: self = .outcome(.recorded(recordedSize: size))
            case 2: self = .outcome(.gap(recordedSize: size))
            case 3: self = .outcome(.belowJournal(journalStart: size))
            default: return nil
            }
        case 3, 6:
            guard let notes = Self.notes(&reader, haveTreeHead: kind == 6) else { return nil }
            self = .notes(notes)
        case 4: self = .done
        case 5:
            guard let error = Self.error(&reader) else { return nil }
            self = .refused(error)
        case 7:
            var events: [HistoryStatement] = []
            while reader.remainingCount > 0 {
                guard let index = reader.number(UInt64.self),
                    let length = reader.number(UInt32.self),
                    let statement = reader.take(Int(length))
                else { return nil }
                events.append(HistoryStatement(index: index, statement: Array(statement)))
            }
            self = .events(events)
        default: return nil
        }
    }

    private static func notes(_ reader: inout ByteReader, haveTreeHead: Bool) -> HeadNotes? {
        func part() -> [UInt8]? {
            reader.number(UInt32.self).flatMap { reader.take(Int($0)) }.map { Array($0) }
        }
        guard let checkpoint = part(), let sm3Checkpoint = part(), let twin = part() else {
            return nil
        }
        let notes = HeadNotes(checkpoint: checkpoint, sm3Checkpoint: sm3Checkpoint, twin: twin)
        guard haveTreeHead else { return notes }
        guard let treeHead = part().flatMap({ TreeHeadSignature(parsing: $0) }) else { return nil }
        return notes.with(treeHead: treeHead)
    }

    private static func append(_ error: SignerError, to bytes: inout [UInt8]) {
        switch error {
        case .unknownLog: bytes.append(1)
        case .fork(let text): bytes += [2] + Array(text.utf8)
        case .notRecorded: bytes.append(3)
        case .belowSigned(let head):
            bytes.append(4)
            bytes.append(head: head)
        case .recordFailed(let text): bytes += [5] + Array(text.utf8)
        case .malformed(let text): bytes += [6] + Array(text.utf8)
        case .unavailable(let text): bytes += [7] + Array(text.utf8)
        case .clockBehind(let seconds):
            bytes.append(8)
            bytes.append(number: seconds)
        case .closed(let successor): bytes += [9] + Array(successor.utf8)
        }
    }

    private static func error(_ reader: inout ByteReader) -> SignerError? {
        func text() -> String? { String(validating: reader.takeRest(), as: UTF8.self) }
        switch reader.number(UInt8.self) {
        case 1: return .unknownLog
        case 2: return text().map { .fork($0) }
        case 3: return .notRecorded
        case 4: return reader.head().map { .belowSigned($0) }
        case 5: return text().map { .recordFailed($0) }
        case 6: return text().map { .malformed($0) }
        case 7: return text().map { .unavailable($0) }
        case 8: return reader.number(UInt64.self).map { .clockBehind(seconds: $0) }
        case 9: return text().map { .closed(successor: $0) }
        default: return nil
        }
    }
}
