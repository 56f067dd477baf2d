import SignedNotes
import Synchronization

/// The heads that reads are answered with, as the publisher last saw them in the store.
final class HeadBoard: Sendable {
    private struct Heads {
        var published: PublishedHead?
        var pending: PublishedHead?
    }

    // Written by the publisher alone; read by every request.
    private let heads = Mutex(Heads())

    /// The newest published head.
    var published: PublishedHead? { self.heads.withLock { $0.published } }

    /// The signed head that is not published yet.
    var pending: PublishedHead? { self.heads.withLock { $0.pending } }

    /// The newest size that the signer put its name to: tiles and bundles are served up to here,
    /// because full witnesses need them before they cosign.
    var signedSize: UInt64 {
        self.heads.withLock { max($0.published?.head.size ?? 0, $0.pending?.head.size ?? 0) }
    }

    /// The newest size that the world was shown.
    var publishedSize: UInt64 { self.published?.head.size ?? 0 }

    /// Shows other heads. A published head never makes room for a smaller one.
    func show(published: PublishedHead?, pending: PublishedHead?) {
        self.heads.withLock { heads in
            if let published, published.head.size >= heads.published?.head.size ?? 0 {
                heads.published = published
            }
            heads.pending = pending
        }
    }
}
