import NIOCore
import NIOHTTP1
import SignedNotes

/// Answers requests for public documents by their digests. They are in memory, so no answer waits.
struct DocumentAnswers: Sendable {
    private struct Document: Sendable {
        let body: ByteBuffer
        let entityTag: String
    }

    private let crosswalks: [[UInt8]: Document]
    private let schemas: [[UInt8]: Document]

    init(documents: PublicDocuments) {
        func ready(_ documents: [[UInt8]: [UInt8]]) -> [[UInt8]: Document] {
            var ready: [[UInt8]: Document] = [:]
            for (digest, bytes) in documents {
                ready[digest] = Document(
                    body: ByteBuffer(bytes: bytes),
                    entityTag: "\"\(Hexadecimal.encode(digest))\""
                )
            }
            return ready
        }
        self.crosswalks = ready(documents.crosswalks)
        self.schemas = ready(documents.schemas)
    }

    /// The document of this digest: its bytes never change.
    func answer(_ kind: DocumentKind, digest: [UInt8], fields: RequestFields) -> Answer {
        let document =
            switch kind {
            case .crosswalk: self.crosswalks[digest]
            case .schema: self.schemas[digest]
            }
        guard let document else {
            return Problem(
                .notFound,
                .unspecified,
                "There is no \(kind.rawValue) of this digest here.",
                member: "digest"
            ).answer
        }
        if fields.matches(entityTag: document.entityTag) {
            return Answer(notModified: document.entityTag, caching: .immutable)
        }
        var answer = Answer(type: .json, caching: .immutable, body: document.body)
        answer.fields.append(("ETag", document.entityTag))
        return answer
    }
}
