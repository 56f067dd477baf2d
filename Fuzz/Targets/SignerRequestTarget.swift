import MerkleTree
import SignedNotes

@testable import Witnessing

/// Requests to a signer, as anybody who may open its socket sends them.
enum SignerRequestTarget: FuzzTarget {
    static let name = "signer-request"
    static let maximumByteCount = 400
    static let words = ["log.example/eu"]

    static func seeds() throws -> [[UInt8]] {
        let origin = try LogOrigin(FuzzKeys.origin)
        return try [
            SignerRequest.status(origin),
            .offer(SignerSamples.offer(0..<3)), .offer(SignerSamples.offer(2..<4)),
            .sign(SignerSamples.range(3).head, origin), .published(3, origin),
        ].map { $0.parts(id: 7).flatMap { $0 } }
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        guard let read = try? SignerRequest.parse(input) else { return false }
        try demand(
            read.request.parts(id: read.id).flatMap { $0 } == input,
            "a request is sent as it was read"
        )
        if case .offer(let offer) = read.request {
            try demand(
                !offer.entries.isEmpty
                    && offer.head.size - offer.firstIndex == UInt64(offer.entries.count),
                "an offer ends at its head"
            )
        } else {
            try demand(
                (try? SignerRequest.parse(input + [0])) == nil,
                "nothing stands behind a request"
            )
        }
        return true
    }
}
