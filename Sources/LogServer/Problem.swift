import NIOCore
import NIOHTTP1

/// Why a request was not answered as asked: an RFC 9457 problem document.
///
/// Its texts are fixed or made from numbers and names of our own. Nothing of the request and
/// nothing of an inner error's text is in it.
struct Problem: Error, Sendable {
    /// The status.
    let status: HTTPResponseStatus
    /// What kind of problem it is.
    let kind: ProblemKind
    /// What is wrong with this request.
    let detail: String
    /// The part of the request that is wrong.
    var member: String?
    /// The limit that the request exceeds.
    var limit: UInt64?
    /// When to try again, in seconds.
    var retryAfterSeconds: Int?
    /// The methods that the path takes.
    var allowedMethods: String?
    /// What happened inside, for the operator's log. It is never written into the document.
    var incident: String?

    /// Creates a problem.
    init(
        _ status: HTTPResponseStatus,
        _ kind: ProblemKind,
        _ detail: String,
        member: String? = nil,
        limit: UInt64? = nil,
        retryAfterSeconds: Int? = nil,
        allowedMethods: String? = nil,
        incident: String? = nil
    ) {
        self.status = status
        self.kind = kind
        self.detail = detail
        self.member = member
        self.limit = limit
        self.retryAfterSeconds = retryAfterSeconds
        self.allowedMethods = allowedMethods
        self.incident = incident
    }

    /// The problem as an answer.
    var answer: Answer {
        var text = JSONText()
        text.object { self.write(to: &$0) }
        // SPEC: HTTP-17: every refusal is such a document.
        var answer = Answer(self.status, type: .problem, caching: .none, body: text.buffer)
        if let seconds = self.retryAfterSeconds {
            answer.fields.append(("Retry-After", String(seconds)))
        }
        // RFC 9110 §15.5.2: what would be taken.
        if self.status == .unauthorized { answer.fields.append(("WWW-Authenticate", "Bearer")) }
        if let methods = self.allowedMethods { answer.fields.append(("Allow", methods)) }
        answer.incident = self.incident
        return answer
    }

    /// Writes the document's members.
    func write(to text: inout JSONText) {
        text.member("type", self.kind.rawValue)
        text.member("title", self.kind.title ?? self.status.reasonPhrase)
        text.member("status", self.status.code)
        text.member("detail", self.detail)
        if let member = self.member { text.member("member", member) }
        if let limit = self.limit { text.member("limit", limit) }
    }
}

/// The kinds of problems, by their `type`. Those of RFC 9162 §5 where one fits.
enum ProblemKind: String, CaseIterable, Sendable {
    /// The status says all.
    case unspecified = "about:blank"
    /// The request is not well-formed.
    case malformed = "urn:ietf:params:trans:error:malformed"
    /// What was sent is not an entry that the log takes.
    case badSubmission = "urn:ietf:params:trans:error:badSubmission"
    /// The log does not take appends, until an operator acts.
    case shutdown = "urn:ietf:params:trans:error:shutdown"
    /// The size is not one that the log has published.
    case treeSizeUnknown = "urn:ietf:params:trans:error:treeSizeUnknown"
    /// The second size is not one that the log has published.
    case secondUnknown = "urn:ietf:params:trans:error:secondUnknown"
    /// The second size is below the first.
    case secondBeforeFirst = "urn:ietf:params:trans:error:secondBeforeFirst"
    /// No entry has the leaf hash.
    case hashUnknown = "urn:ietf:params:trans:error:hashUnknown"
    /// The first index is not one that the log has published.
    case startUnknown = "urn:ietf:params:trans:error:startUnknown"
    /// The last index is below the first.
    case endBeforeStart = "urn:ietf:params:trans:error:endBeforeStart"
    /// There is no such log.
    case unknownLog = "urn:concordat:problem:unknown-log"
    /// The tile or bundle is not in the signed tree yet.
    case notSigned = "urn:concordat:problem:not-signed"
    /// The entry is not in the published tree yet.
    case notPublished = "urn:concordat:problem:not-published"
    /// There is no such head: nothing is published, or nothing is pending.
    case noHead = "urn:concordat:problem:no-head"
    /// The head has no signature of RFC 6962.
    case noTreeHead = "urn:concordat:problem:no-tree-head"
    /// Too many entries are not indexed by their leaf hashes yet.
    case notIndexed = "urn:concordat:problem:not-indexed"
    /// Appends are not accepted here or not of this kind.
    case appendsNotAccepted = "urn:concordat:problem:appends-not-accepted"
    /// The key was used before, with another body.
    case keyConflict = "urn:concordat:problem:key-conflict"
    /// As many entries wait as the configuration allows.
    case queueFull = "urn:concordat:problem:queue-full"
    /// The database is out of reach.
    case unavailable = "urn:concordat:problem:unavailable"
    /// The database has no room left.
    case storeFull = "urn:concordat:problem:store-full"
    /// What is stored contradicts itself.
    case corrupt = "urn:concordat:problem:corrupt"
    /// The entry may have been appended; a retry with the same key finds out.
    case outcomeUnknown = "urn:concordat:problem:outcome-unknown"
    /// The daemon is about to stop.
    case stopping = "urn:concordat:problem:stopping"
    /// Too many request bodies are under way.
    case overloaded = "urn:concordat:problem:overloaded"
    /// Nobody knows who asks, or what he brings is not right.
    case unauthenticated = "urn:concordat:problem:unauthenticated"
    /// Who asks may not, whatever he asks about.
    case forbidden = "urn:concordat:problem:forbidden"
    /// There is no such record, for him.
    case noRecord = "urn:concordat:problem:no-record"
    /// The record's state, or its retention class, does not allow what is to be done to it.
    case retentionRefused = "urn:concordat:problem:retention-refused"

    /// A short text for the kind; nil where the status has one.
    var title: String? {
        switch self {
        case .unspecified: nil
        case .malformed: "Malformed request"
        case .badSubmission: "Not an entry that this log takes"
        case .shutdown: "The log takes no appends"
        case .treeSizeUnknown: "Unknown tree size"
        case .secondUnknown: "Unknown second tree size"
        case .secondBeforeFirst: "Second tree size below the first"
        case .hashUnknown: "Unknown leaf hash"
        case .startUnknown: "Unknown first index"
        case .endBeforeStart: "Last index below the first"
        case .unknownLog: "Unknown log"
        case .notSigned: "Not in the signed tree"
        case .notPublished: "Not published yet"
        case .noHead: "No such head"
        case .noTreeHead: "No signed tree head"
        case .notIndexed: "Not indexed yet"
        case .appendsNotAccepted: "Appends are not accepted"
        case .keyConflict: "Key used for another body"
        case .queueFull: "Too many entries waiting"
        case .unavailable: "Temporarily unavailable"
        case .storeFull: "No room left"
        case .corrupt: "Stored rows contradict each other"
        case .outcomeUnknown: "Outcome unknown"
        case .stopping: "About to stop"
        case .overloaded: "Too many requests under way"
        case .unauthenticated: "Not authenticated"
        case .forbidden: "Not permitted"
        case .noRecord: "No such record"
        case .retentionRefused: "Not allowed by the record's retention"
        }
    }
}
