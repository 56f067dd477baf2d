import NIOCore
import NIOHTTP1

/// What a request needs before it can be answered.
enum RequestPlan: Sendable {
    /// Nothing: this is the answer.
    case ready(Answer)
    /// Work that waits for something.
    case later(@Sendable () async -> Answer)
    /// The body, and then work that waits for something.
    case body(BodyLimit, @Sendable (ByteBuffer) async -> Answer)
}

/// How long a body may be, and what it is called when it is longer.
struct BodyLimit: Hashable, Sendable {
    /// The most bytes.
    let byteCount: Int
    /// What the body is: `entry` or `body`.
    let member: String

    /// What a longer body gets.
    var problem: Problem {
        Problem(
            .payloadTooLarge,
            .badSubmission,
            "The \(self.member) has more than \(self.byteCount) bytes.",
            member: self.member,
            limit: UInt64(self.byteCount)
        )
    }
}
