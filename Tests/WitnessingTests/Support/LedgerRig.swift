import LogTesting
import SignedNotes
import Testing

@testable import Witnessing

/// A ledger on a simulated disk, and what an observer outside has seen of it.
final class LedgerRig {
    static let path = "data/signer"

    let disk = SimulatedDisk()
    let log: ReferenceLog
    var keys: any HeadSigner
    let clock = TestClock()
    /// The milliseconds beyond the clock's seconds; nil for a ledger that is not told them.
    var milliseconds: UInt64?
    private let keptRangeCount: Int
    private var ledger: SignerLedger?
    /// The largest size that was confirmed to somebody.
    private(set) var confirmedSize: UInt64 = 0
    /// The notes that left, by the size of their head.
    private(set) var released: [UInt64: HeadNotes] = [:]

    /// Creates the record of a new log. Nothing is open yet.
    init(
        log: ReferenceLog,
        keys: any HeadSigner = CountingSigner(),
        keptRangeCount: Int = 4_096
    ) throws {
        self.log = log
        self.keys = keys
        self.keptRangeCount = keptRangeCount
        try SignerRecord.create(in: self.folder, origin: log.origin)
    }

    var folder: SignerFolder { SignerFolder(path: Self.path, files: self.disk) }

    func open() throws {
        self.ledger = nil
        let clock = self.clock
        var milliseconds: (@Sendable () -> UInt64)?
        if let beyond = self.milliseconds {
            milliseconds = { clock.now * 1_000 + beyond }
        }
        self.ledger = try SignerLedger(
            opening: self.folder,
            keys: self.keys,
            clock: { clock.now },
            milliseconds: milliseconds,
            keptRangeCount: self.keptRangeCount
        )
    }

    private func opened() throws -> SignerLedger {
        struct NotOpen: Error {}
        guard let ledger = self.ledger else { throw NotOpen() }
        return ledger
    }

    /// Gives the ledger up, as the end of its process would.
    func abandon(_ loss: SimulatedDisk.PowerLoss = .none) {
        self.ledger = nil
        self.disk.restart(loss)
    }

    func status() throws -> SignerStatus { try self.opened().status() }

    /// Takes what the ledger says of itself for a promise, as its callers do.
    func promiseStatus() throws {
        self.confirmedSize = max(self.confirmedSize, try self.status().recorded.size)
    }

    @discardableResult
    func offer(_ offers: [SignerOffer]) throws -> [Result<OfferOutcome, SignerError>] {
        let results = try self.opened().offer(offers)
        for (offer, result) in zip(offers, results) {
            if case .success(.recorded(let size)) = result {
                self.confirmedSize = max(self.confirmedSize, offer.head.size, size)
            }
        }
        return results
    }

    @discardableResult
    func offer(_ indexes: Range<Int>) throws -> OfferOutcome {
        try self.offer([self.log.offer(indexes)])[0].get()
    }

    @discardableResult
    func sign(_ size: Int) throws -> HeadNotes { try self.sign(self.log.head(size)) }

    @discardableResult
    func sign(_ head: TwinHead) throws -> HeadNotes {
        let notes = try self.opened().sign(head)
        if let earlier = self.released[head.size] {
            #expect(earlier == notes, "other bytes for the head of \(head.size)")
        }
        self.released[head.size] = notes
        // CT-5: over all that ever left, whatever happened in between.
        let treeHeads = self.released.compactMapValues(\.treeHead)
        let rising = treeHeads.sorted { $0.key < $1.key }.map(\.value.timestamp)
        #expect(zip(rising, rising.dropFirst()).allSatisfy { $0 < $1 }, "times \(rising)")
        return notes
    }

    func published(_ size: Int) throws { try self.opened().published(UInt64(size)) }

    /// Checks that what is open now keeps everything that was promised.
    func check(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let status = try self.status()
        #expect(
            status.recorded.size >= self.confirmedSize,
            "less than was confirmed",
            sourceLocation: sourceLocation
        )
        #expect(
            status.recorded == self.log.head(Int(status.recorded.size)),
            sourceLocation: sourceLocation
        )
        guard let largest = self.released.keys.max() else { return }
        let signed = try #require(status.signed, sourceLocation: sourceLocation)
        #expect(signed.size >= largest, sourceLocation: sourceLocation)
        #expect(signed == self.log.head(Int(signed.size)), sourceLocation: sourceLocation)
        // The same bytes again, if they left before.
        try self.sign(signed)
        for size in 0..<Int(signed.size) {
            #expect(throws: SignerError.belowSigned(signed), sourceLocation: sourceLocation) {
                try self.sign(size)
            }
        }
    }
}
