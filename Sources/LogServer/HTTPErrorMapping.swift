import LogCore
import MerkleTree
import NIOHTTP1
import Records

// SPEC: HTTP-18: what goes wrong inside, and the status that a client sees for it. There is no
// status 500 or 502: each case has one that says what the client may do. Texts of inner errors stay inside.

extension Problem {
    /// What a path that is none of ours gets.
    init(_ error: RouteError) {
        switch error {
        case .unknownLog:
            self.init(.notFound, .unknownLog, "There is no log of this name.", member: "log")
        case .unknownPath:
            self.init(
                .notFound,
                .unspecified,
                "There is nothing under this path.",
                member: "path"
            )
        case .malformed(let member, let reason):
            self.init(.badRequest, .malformed, "Malformed path: \(reason).", member: member)
        case .malformedQuery(let member, let reason):
            self.init(.badRequest, .malformed, "Malformed query: \(reason).", member: member)
        }
    }

    /// What a read that failed gets.
    init(_ error: ReadError, reading route: LogRoute) {
        switch error {
        case .beyondSignedSize(let size):
            self.init(
                .notFound,
                .notSigned,
                "It is not, or not yet, in the signed tree of \(size) entries.",
                member: "path",
                limit: size
            )
        case .beyondPublishedSize(let size):
            let (kind, member) = route.unknownSize ?? (.treeSizeUnknown, "size")
            self.init(
                .notFound,
                kind,
                "The size is above the published one, which is \(size).",
                member: member,
                limit: size
            )
        case .indexNotBelowSize where route.isAgainstPublishedHead,
            .noHead where route.isAgainstPublishedHead:
            self.init(
                .notFound,
                .notPublished,
                "The index is not, or not yet, below the published size.",
                member: "index",
                retryAfterSeconds: 1
            )
        case .indexNotBelowSize:
            self.init(
                .badRequest,
                .malformed,
                "The index is not below the size.",
                member: route.isCT ? "leaf_index" : "index"
            )
        case .firstAboveSecond:
            self.init(
                .badRequest,
                .secondBeforeFirst,
                "The first size is above the second.",
                member: "first"
            )
        case .hashUnknown:
            self.init(
                .notFound,
                .hashUnknown,
                "No entry of the tree of this size has this leaf hash.",
                member: "hash"
            )
        case .notIndexed(let count):
            // SPEC: CT-11: not known is not absent.
            self.init(
                .serviceUnavailable,
                .notIndexed,
                "It is not known yet: \(count) entries up to this size are not indexed.",
                member: "hash",
                limit: count,
                // The indexer takes some ten thousand a second while the log grows.
                retryAfterSeconds: Int(min(1 + count / 10_000, 300))
            )
        case .noHead:
            let (kind, member) = route.unknownSize ?? (.noHead, "path")
            self.init(.notFound, kind, "There is no such signed head.", member: member)
        case .unavailable(let reason):
            self.init(
                .serviceUnavailable,
                .unavailable,
                "The database is out of reach.",
                retryAfterSeconds: 2,
                incident: reason
            )
        case .corrupt(let place):
            self.init(
                .serviceUnavailable,
                .corrupt,
                "The stored rows contradict each other; an operator has to act.",
                retryAfterSeconds: 60,
                incident: place
            )
        }
    }

    /// What an append that was not acknowledged gets.
    init(_ error: AppendError) {
        switch error {
        case .keyConflict:
            self.init(
                .conflict,
                .keyConflict,
                "The key was used before, for another body. Nothing was appended.",
                member: "Idempotency-Key"
            )
        case .queueFull:
            self.init(
                .tooManyRequests,
                .queueFull,
                "As many entries wait as the log allows. Nothing was appended.",
                retryAfterSeconds: 1
            )
        case .readOnly(let reason):
            self.init(
                .serviceUnavailable,
                .shutdown,
                "The log is read-only: \(Self.text(of: reason)). Nothing was appended.",
                retryAfterSeconds: 60
            )
        case .unavailable(let reason):
            self.init(
                .serviceUnavailable,
                .unavailable,
                "The database is out of reach. Nothing was appended.",
                retryAfterSeconds: 2,
                incident: reason
            )
        case .storeFull(let reason):
            self.init(
                .insufficientStorage,
                .storeFull,
                "The database has no room left. Nothing was appended.",
                retryAfterSeconds: 60,
                incident: reason
            )
        case .outcomeUnknown(let reason):
            self.init(
                .serviceUnavailable,
                .outcomeUnknown,
                "The entry may have been appended. Repeat the request with the same key.",
                retryAfterSeconds: 1,
                incident: reason
            )
        case .vaultEpochClosed:
            self.init(
                .serviceUnavailable,
                .unavailable,
                "The vault's key is being changed. Nothing was appended.",
                retryAfterSeconds: 1
            )
        case .stopping:
            self.init(
                .serviceUnavailable,
                .stopping,
                "The daemon is about to stop. Nothing was appended.",
                retryAfterSeconds: 5
            )
        }
    }

    private static func text(of reason: ReadOnlyReason) -> String {
        switch reason {
        case .databaseBehind(let databaseSize, let recordedSize):
            "the database has \(databaseSize) entries, \(recordedSize) are promised"
        case .databaseForked: "the database has other entries than those that are promised"
        case .signerRefuses: "the signer has no usable record of it"
        case .closed(let successor): "it is closed and goes on as \(successor)"
        case .databaseCorrupt: "the database's rows contradict each other"
        case .witnessAhead(let witness, let size, let recordedSize):
            "witness \(witness) holds a signed head of \(size) entries, \(recordedSize) are recorded "
                + "here"
        case .possibleFork: "a witness holds another history, or says so"
        }
    }

    /// What a record gets that was not acknowledged.
    init(_ error: RecordAppendError) {
        switch error {
        case .append(let error): self.init(error)
        case .entry(let error): self.init(error)
        case .vault(let error): self.init(error)
        case .noVault:
            self.init(
                .forbidden,
                .appendsNotAccepted,
                "This log has no vault and takes no records.",
                member: "log"
            )
        }
    }

    /// What a request gets that the vault cannot serve.
    init(_ error: VaultError) {
        switch error {
        case .store(.full(let reason)):
            self.init(AppendError.storeFull(reason))
        case .store(.outcomeUnknown(let reason)):
            self.init(AppendError.outcomeUnknown(reason))
        case .store(.conflict(let reason)):
            self.init(
                .serviceUnavailable,
                .outcomeUnknown,
                "Something else is done to the record first. Repeat the request with its record_id.",
                retryAfterSeconds: 1,
                incident: reason
            )
        case .store(.corrupt(let place)):
            self.init(ReadError.corrupt(place), reading: .records)
        case .store(let error):
            self.init(ReadError.unavailable("\(error)"), reading: .records)
        case .damaged(let index):
            self.init(
                ReadError.corrupt("the content of record \(index) does not open"),
                reading: .records
            )
        case .keyMissing, .keysUnreadable, .cryptography:
            self.init(
                .serviceUnavailable,
                .unavailable,
                "The vault's key is not at hand. Nothing was appended.",
                retryAfterSeconds: 10,
                incident: error.description
            )
        }
    }

    /// What bytes get that are not JSON of one meaning.
    init(_ error: StrictJSONError) {
        self.init(
            error.code == .tooLarge ? .payloadTooLarge : .badRequest,
            .badSubmission,
            "It is not JSON that can be taken in one way only (\(error.code.rawValue)), at byte "
                + "\(error.offset).",
            member: "body"
        )
    }

    /// What a record gets that its schema refuses. The member's name is the schema's, or a place in it.
    init(_ error: RecordError) {
        self.init(
            .unprocessableEntity,
            .badSubmission,
            "The schema refuses the record (\(error.code.rawValue), schema line "
                + "\(error.schemaLine)): expected \(error.expectation).",
            member: Self.place(error.member)
        )
    }

    /// The place in a record; the record as a whole where a name of the request would have to be told.
    private static func place(_ member: String) -> String {
        let isName = member.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "_"), UInt8(ascii: "["), UInt8(ascii: "]"):
                true
            default: false
            }
        }
        return isName && (1...96).contains(member.utf8.count) ? member : "record"
    }

    /// What an entry that is none gets.
    init(_ error: EntryError) {
        let limit = UInt64(EntryBatch.maximumEntryByteCount)
        switch error {
        case .empty:
            self.init(
                .badRequest,
                .badSubmission,
                "The entry has no bytes; an entry has 1 to \(limit).",
                member: "entry",
                limit: limit
            )
        case .tooLong:
            self.init(
                .payloadTooLarge,
                .badSubmission,
                "The entry has more than \(limit) bytes.",
                member: "entry",
                limit: limit
            )
        case .truncated:
            self.init(.badRequest, .badSubmission, "The entry is cut off.", member: "entry")
        }
    }

    /// What a body of lines gets that has too few or too many.
    init(_ error: EntryLinesError) {
        switch error {
        case .noLines:
            self.init(.badRequest, .badSubmission, "The body has no lines.", member: "body")
        case .tooManyLines(let maximumCount):
            self.init(
                .payloadTooLarge,
                .badSubmission,
                "The body has more than \(maximumCount) lines.",
                member: "body",
                limit: UInt64(maximumCount)
            )
        }
    }

    /// What a line of a body gets that is no entry; lines are counted from 1.
    init(_ error: EntryLineError, inLine number: Int) {
        switch error {
        case .notBase64(let column):
            self.init(
                .badRequest,
                .badSubmission,
                "Line \(number) is not base64 of RFC 4648 section 4, from column \(column) on.",
                member: "line \(number) column \(column)"
            )
        case .refused(let refusal):
            self.init(refusal)
            self.member = "line \(number)"
        case .entry(let error):
            self.init(error)
            self.member = "line \(number)"
        }
    }

    /// What an entry of a kind that is not for writers gets.
    init(_ refusal: OpaqueEntryRefusal) {
        switch refusal {
        case .controlClass:
            self.init(
                .unprocessableEntity,
                .badSubmission,
                "Only the log itself writes statements of this class.",
                member: "class"
            )
        case .merkleTreeLeaf:
            self.init(
                .unprocessableEntity,
                .badSubmission,
                "The entry has the shape of RFC 6962's MerkleTreeLeaf and could be taken for one.",
                member: "entry"
            )
        }
    }

    /// What bytes that are not HTTP get.
    init(_ error: HTTPParserError, limits: ServerConfiguration) {
        switch error {
        case .headerOverflow:
            self.init(
                .requestHeaderFieldsTooLarge,
                .unspecified,
                "The header fields have more than \(limits.maximumHeaderByteCount) bytes or are "
                    + "more than \(limits.maximumHeaderCount).",
                member: "header",
                limit: UInt64(limits.maximumHeaderByteCount)
            )
        case .invalidEOFState, .closedConnection:
            self.init(.badRequest, .malformed, "The request ends too early.", member: "body")
        case .invalidChunkSize, .unexpectedContentLength, .invalidContentLength:
            self.init(
                .badRequest,
                .malformed,
                "The length of the body is not stated as HTTP/1.1 says.",
                member: "body"
            )
        case .invalidVersion:
            self.init(
                .badRequest,
                .malformed,
                "The request is not HTTP/1.1 or HTTP/1.0.",
                member: "version"
            )
        case .invalidMethod:
            self.init(.badRequest, .malformed, "The method is unknown.", member: "method")
        default:
            // The parser is not ours: some of its cases must not be named any more, others may come.
            self.init(.badRequest, .malformed, "The request is not HTTP/1.1.", member: "request")
        }
    }
}

extension LogRoute {
    /// What an unknown size is called, and which part of the path it is; nil without one.
    fileprivate var unknownSize: (ProblemKind, member: String)? {
        switch self {
        case .consistencyProof: (.secondUnknown, "second")
        case .inclusionProof, .proofBundle: (.treeSizeUnknown, "size")
        case .ct(let request): request.unknownSize
        case .note, .tile, .bundle, .metadata, .document, .policy, .completeness, .entries, .add,
            .records, .record, .retention, .census, .dueList:
            nil
        }
    }

    /// Whether the path is one of RFC 6962, which has names of its own.
    fileprivate var isCT: Bool {
        if case .ct = self { return true }
        return false
    }

    /// Whether the path leaves the tree size to the moment of the request.
    fileprivate var isAgainstPublishedHead: Bool {
        if case .proofBundle(_, treeSize: nil, _, _) = self { return true }
        return false
    }
}

extension CTRequest {
    /// What an unknown size is called, and in which parameter it stands; nil without one.
    fileprivate var unknownSize: (ProblemKind, member: String)? {
        switch self {
        case .consistency: (.secondUnknown, "second")
        case .proofByHash, .entryAndProof: (.treeSizeUnknown, "tree_size")
        case .treeHead, .entries, .roots: nil
        }
    }
}
