import CryptoSuites
import MerkleTree
import SignedNotes

@testable import Witnessing

/// What a signer and its daemon say to each other and write down, about the log of ``FuzzKeys``.
enum SignerSamples {
    static func range(_ size: Int) throws -> TwinRange {
        TwinRange().appending(try FuzzKeys.entries(size))
    }

    static func offer(_ indexes: Range<Int>) throws -> SignerOffer {
        SignerOffer(
            origin: try LogOrigin(FuzzKeys.origin),
            firstIndex: UInt64(indexes.lowerBound),
            entries: try FuzzKeys.entries(indexes.upperBound).slice(indexes),
            head: try self.range(indexes.upperBound).head
        )
    }

    static func notes(_ size: Int) throws -> HeadNotes {
        let signers = try FuzzKeys.shared.get()
        let keys = SignerKeys(ed25519: signers.log, sm2: signers.sm3Log)
        return try keys.notes(
            of: self.range(size).head,
            origin: LogOrigin(FuzzKeys.origin),
            at: 1_800_000_000
        )
    }
}
