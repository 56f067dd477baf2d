import CryptoSuites
import Foundation
import LogClient
import LogProtocol
import LogTesting
import MerkleTree
import Monitoring
import SignedNotes
import Testing

/// A scripted log with its keys and two scripted witnesses, over HTTP, and what each of them can lie about.
final class LyingLog: Sendable {
    /// A lie, or a failure that looks like one.
    enum Lie: CaseIterable, Sendable {
        case splitView
        case splitViewThroughAWitness
        case rollback
        case inconsistency
        case rewrittenHistory
        case twinEntries
        case twinNote
        case stale
        case noQuorum
        case alteredEntry
        case alteredLastEntry
        case missingTile
        case clockAhead
        case clockBack
        case noHead
        case witnessOfNothing

        /// The alarm that it raises.
        var alarm: AlarmKind {
            switch self {
            case .splitView, .splitViewThroughAWitness: .splitView
            case .rollback: .rollback
            case .inconsistency, .rewrittenHistory: .inconsistency
            case .twinEntries, .twinNote: .twinMismatch
            case .stale: .staleHead
            case .noQuorum: .quorumLoss
            case .alteredEntry, .alteredLastEntry: .alteredEntry
            case .missingTile: .missingTile
            case .clockAhead, .clockBack: .clock
            case .noHead: .invalidHead
            case .witnessOfNothing: .witnessFault
            }
        }

        /// Whether the log's own signatures convict it.
        var isProvable: Bool {
            switch self {
            case .splitView, .splitViewThroughAWitness, .rollback, .inconsistency,
                .rewrittenHistory,
                .twinEntries, .twinNote, .clockBack:
                true
            case .stale, .noQuorum, .alteredEntry, .alteredLastEntry, .missingTile, .clockAhead,
                .noHead, .witnessOfNothing:
                false
            }
        }
    }

    static let size = 600

    let keys: LogKeys
    let served: ServedFileLog
    let witnesses: [ScriptedWitness]
    private let witnessServer: WitnessServer
    /// When the log signed what it shows at first, in POSIX seconds.
    private let signedAt = UInt64(Date().timeIntervalSince1970) - 100

    /// A sound log of ``size`` entries, cosigned by both witnesses.
    init() async throws {
        self.keys = try LogKeys()
        self.witnesses = try [ScriptedWitness(name: "eu1"), ScriptedWitness(name: "cn1")]
        self.witnessServer = try await WitnessServer(self.witnesses, origin: SmallLog.origin)
        self.served = try await ServedFileLog(FileLog(SmallLog(size: Self.size, keys: self.keys)))
        let log = try self.log(Self.size)
        self.served.log.become(log)
        for witness in self.witnesses {
            for suite in Suite.allCases { try self.show(log, suite, by: witness) }
        }
    }

    var url: String { self.served.url }

    func stop() async throws {
        try await self.served.stop()
        try await self.witnessServer.stop()
    }

    /// The policy: both witnesses on either head.
    var policy: [UInt8] {
        var lines = self.keys.verifierKeys.map { "log \($0)" }
        for witness in self.witnesses {
            let url = self.witnessServer.url(of: witness)
            lines.append("witness \(witness.name)-ed \(witness.ed25519.verifierKey) \(url)")
            lines.append("witness \(witness.name)-sm \(witness.sm2.verifierKey) \(url)")
            lines.append("group \(witness.name) any \(witness.name)-ed \(witness.name)-sm")
        }
        lines += ["group both all eu1 cn1", "quorum both", ""]
        return Array(lines.joined(separator: "\n").utf8)
    }

    // MARK: What it shows

    /// A log of some entries, cosigned by both witnesses, signed so many seconds after the first head.
    func log(
        _ size: Int,
        after seconds: Int = 0,
        cosigned: Bool = true,
        entry: (UInt64) -> [UInt8] = SmallLog.entry
    ) throws -> SmallLog {
        let time = UInt64(Int(self.signedAt) + seconds)
        var log = try SmallLog(size: size, keys: self.keys, at: time, entry: entry)
        if cosigned { try self.cosign(&log) }
        return log
    }

    private func cosign(_ log: inout SmallLog) throws {
        try log.cosign(.sha256, with: self.witnesses.map(\.ed25519), at: self.signedAt)
        try log.cosign(.sm3, with: self.witnesses.map(\.sm2), at: self.signedAt)
    }

    /// Shows a head through a witness, cosigned by it.
    func show(_ log: SmallLog, _ suite: Suite, by witness: ScriptedWitness) throws {
        let note = try UnverifiedNote(parsing: try #require(log.files[.checkpoint(suite)]))
        let signer: any NoteSigner = suite == .sha256 ? witness.ed25519 : witness.sm2
        let line = try signer.signature(over: note.text, at: self.signedAt)
        witness.show(
            note.signatures.contains { $0.name == line.name } ? note : try note.adding([line]),
            ofOrigin: suite == .sha256 ? SmallLog.origin : SmallLog.origin + LogOrigin.sm3Suffix
        )
    }

    static func other(_ index: UInt64) -> [UInt8] { Array("other \(index)".utf8) }

    /// The entries up to an index, and others from there.
    static func fork(at index: UInt64) -> (UInt64) -> [UInt8] {
        { $0 < index ? SmallLog.entry($0) : Self.other($0) }
    }

    // MARK: Lying

    /// Begins to lie.
    func lie(_ lie: Lie) throws {
        let file = self.served.log
        switch lie {
        case .splitView: file.become(try self.log(Self.size, entry: Self.fork(at: 550)))
        case .splitViewThroughAWitness:
            let fork = try self.log(Self.size, entry: Self.fork(at: 550))
            try self.show(fork, .sm3, by: self.witnesses[1])
        case .rollback: file.become(try self.log(300, after: 20))
        case .inconsistency:
            let fork = try self.log(500, entry: Self.fork(at: 450))
            try self.show(fork, .sha256, by: self.witnesses[0])
        case .rewrittenHistory:
            file.become(try self.log(700, after: 20, entry: Self.fork(at: 550)))
        case .twinEntries:
            var log = try self.log(700, cosigned: false)
            let other = try self.log(700, cosigned: false) {
                $0 == 650 ? Self.other($0) : SmallLog.entry($0)
            }
            try log.take(sm3From: other, keys: self.keys, at: self.signedAt)
            try self.cosign(&log)
            file.become(log)
        case .twinNote:
            let other = try self.log(Self.size, entry: Self.other)
            file.damage(.twin) { $0 = other.files[.twin] ?? [] }
        case .stale:
            let larger = try self.log(700, cosigned: false)
            file.showPending(["pending/checkpoint": larger.files[.checkpoint(.sha256)] ?? []])
        case .noQuorum:
            var log = try self.log(700, cosigned: false)
            try log.cosign(.sha256, with: self.witnesses.map(\.ed25519), at: self.signedAt)
            try log.cosign(.sm3, with: [self.witnesses[0].sm2], at: self.signedAt)
            file.become(log)
        case .alteredEntry:
            let bundle = try #require(BundleCoordinate(index: 1))
            file.damage(.entries(bundle)) { $0[$0.count - 1] ^= 1 }
        case .alteredLastEntry:
            let bundle = try #require(BundleCoordinate(index: 2, width: Self.size - 512))
            file.damage(.entries(bundle)) { $0[$0.count - 1] ^= 1 }
        case .missingTile:
            file.remove(.tile(.sm3, try #require(TileCoordinate(level: 0, index: 0))))
        case .clockAhead: file.become(try self.log(700, after: 10_000))
        case .clockBack: file.become(try self.log(700, after: -50))
        case .noHead:
            file.damage(.checkpoint(.sm3)) { bytes in
                let letter = UInt8(ascii: "A")
                let line = bytes.firstIndex(of: 0xe2) ?? 0
                let position = line + 60
                bytes[position] = bytes[position] == letter ? letter + 1 : letter
            }
        case .witnessOfNothing:
            let stranger = try SmallLog(size: Self.size, keys: LogKeys(), at: self.signedAt)
            try self.show(stranger, .sha256, by: self.witnesses[0])
        }
    }

    /// Tells the truth again, which has gone on to 800 entries.
    func repent() throws {
        self.served.log.showPending([:])
        self.served.log.become(try self.log(800, after: 90))
        for witness in self.witnesses {
            for suite in Suite.allCases {
                try self.show(try self.log(Self.size), suite, by: witness)
            }
        }
    }
}
