import MerkleTree
import SignedNotes

/// What a daemon asks a signer in another process. All requests may be repeated.
///
///     struct {
///         uint8 version = 1;
///         uint64 id;                            // chosen by the caller, repeated in the answer
///         uint8 kind;
///         opaque origin<1..2^16-1>;
///         select (kind) {
///             case 1: ;                                                  // status
///             case 2: uint64 first_index; Head head; opaque entries[];   // offer: to the end
///             case 3: Head head;                                         // sign
///             case 4: uint64 size;                                       // published
///             case 5: uint64 count;                                      // events, after so many
///         };
///     } Request;
///
///     struct { uint64 size; opaque sha256_root[32]; opaque sm3_root[32]; } Head;
enum SignerRequest: Hashable, Sendable {
    case status(LogOrigin)
    case offer(SignerOffer)
    case sign(TwinHead, LogOrigin)
    case published(UInt64, LogOrigin)
    case events(UInt64, LogOrigin)

    static let version: UInt8 = 1

    /// The longest request or answer, in bytes: an offer's entries and what stands before them.
    static let maximumByteCount = SignerLedger.maximumOfferByteCount + 4_096

    /// Which log.
    var origin: LogOrigin {
        switch self {
        case .status(let origin), .sign(_, let origin), .published(_, let origin),
            .events(_, let origin):
            origin
        case .offer(let offer): offer.origin
        }
    }

    /// The request in parts, to be sent one behind the other. Entries are not copied.
    func parts(id: UInt64) -> [[UInt8]] {
        var bytes: [UInt8] = [Self.version]
        bytes.append(number: id)
        bytes.append(self.kind)
        let origin = Array(self.origin.text.utf8)
        bytes.append(number: UInt16(origin.count))
        bytes += origin
        switch self {
        case .status: break
        case .offer(let offer):
            bytes.append(number: offer.firstIndex)
            bytes.append(head: offer.head)
            return [bytes, offer.entries.bytes]
        case .sign(let head, _): bytes.append(head: head)
        case .published(let number, _), .events(let number, _): bytes.append(number: number)
        }
        return [bytes]
    }

    /// Reads a request.
    ///
    /// - Throws: ``MalformedRequest``, with the request's number if that can be read.
    static func parse(
        _ bytes: [UInt8]
    ) throws(MalformedRequest) -> (id: UInt64, request: SignerRequest) {
        var reader = ByteReader(bytes)
        guard let version = reader.number(UInt8.self), let id = reader.number(UInt64.self) else {
            throw MalformedRequest(id: 0, text: "a request has a version and a number")
        }
        guard version == Self.version else {
            throw MalformedRequest(id: id, text: "this signer speaks version \(Self.version)")
        }
        guard let request = Self(&reader) else {
            throw MalformedRequest(id: id, text: "the request is not one of the known ones")
        }
        return (id, request)
    }

    private var kind: UInt8 {
        switch self {
        case .status: 1
        case .offer: 2
        case .sign: 3
        case .published: 4
        case .events: 5
        }
    }

    private init?(_ reader: inout ByteReader) {
        guard let kind = reader.number(UInt8.self),
            let originLength = reader.number(UInt16.self),
            let origin = reader.take(Int(originLength)),
            let origin = String(validating: origin, as: UTF8.self),
            let origin = try? LogOrigin(origin)
        else { return nil }
        switch kind {
        case 1: self = .status(origin)
        case 2:
            guard let firstIndex = reader.number(UInt64.self), let head = reader.head(),
                let entries = try? EntryBatch(parsing: Array(reader.takeRest())),
                !entries.isEmpty,
                case (let size, false) =
                    firstIndex.addingReportingOverflow(UInt64(entries.count)),
                size == head.size
            else { return nil }
            self = .offer(
                SignerOffer(origin: origin, firstIndex: firstIndex, entries: entries, head: head)
            )
        case 3:
            guard let head = reader.head() else { return nil }
            self = .sign(head, origin)
        case 4:
            guard let size = reader.number(UInt64.self) else { return nil }
            self = .published(size, origin)
        case 5:
            guard let count = reader.number(UInt64.self) else { return nil }
            self = .events(count, origin)
        default: return nil
        }
        guard reader.remainingCount == 0 else { return nil }
    }
}

/// Why bytes are not a request.
struct MalformedRequest: Error, Hashable {
    /// The request's number; 0 if it could not be read.
    let id: UInt64
    /// What is wrong, in words.
    let text: String
}
