import CryptoSuites
import LogTesting
import MerkleTree
import SignedNotes
import Synchronization
import Testing

/// The checker's own judgement: a history that is as it should be is not blamed, and one that breaks
/// a single invariant is refused for that one and for no other.
@Suite struct HistoryCheckerTests {
    @Test func aHistoryAsItShouldBeIsNotBlamed() { #expect(Story().violations == []) }

    @Test(arguments: Doctored.all) func eachDoctoredHistoryIsRefused(_ doctored: Doctored) {
        var story = Story()
        doctored.change(&story)
        let found = story.violations
        #expect(Set(found.map(\.invariant)) == [doctored.breaks], "\(doctored.what): \(found)")
    }

    @Test func eachInvariantHasAHistoryThatBreaksIt() {
        #expect(Set(Doctored.all.map(\.breaks)) == Set(Invariant.allCases))
    }

    @Test func openEndsMayBeAllowed() {
        var story = Story()
        story.epilogue = { $0.append("never answered", .unknown, key: "k") }
        let checker = HistoryChecker(story.events, requiresOutcomes: false)
        #expect(checker.violations(in: story.finalLog) == [])
    }

    @Test func countsTellWhatHappened() {
        let recorder = HistoryRecorder()
        Story().tell(to: recorder)
        let counts = recorder.counts
        #expect(counts.acknowledged == 6)
        #expect(counts.refused == 3)
        #expect(counts.unknown == 1)
        #expect(counts.recovered == 1)
        #expect(counts.repeated == 1)
        #expect(recorder.promisedSize == 6)
        #expect(recorder.headSizes == [0, 2, 4, 6])
    }

    @Test func recoveryBeginsWithWhatIsSentAfterwards() {
        let recorder = HistoryRecorder()
        let early = recorder.sends(.init(key: nil, entries: [[1]]))
        let mark = recorder.mark
        recorder.fault("killed")
        recorder.answered(early, .promised(first: 0, isRepeat: false))
        #expect(recorder.recovery(since: mark) == nil)
        recorder.append("later", .promised(first: 1, isRepeat: false))
        #expect(recorder.recovery(since: mark) != nil)
    }

    @Test(arguments: 0...70) func theRootsAreThoseOfTheRecursion(_ count: Int) {
        let entries = (0..<count).map { Array("entry \($0)".utf8) }
        let roots = LeafList<SM3Hasher>(entries: entries).roots(at: Set(0...UInt64(count)))
        let reference = ReferenceTree<SM3Hasher>(entries)
        for size in 0...count { #expect(roots[UInt64(size)] == reference.root(0..<size)) }
    }

    @Test func tilesOfHigherLevelsStandFor256Hashes() {
        let entries = (0..<600).map { Array("entry \($0)".utf8) }
        let levels = LeafList<SHA256Hasher>(entries: entries).tileLevels()
        let reference = ReferenceTree<SHA256Hasher>(entries)
        #expect(
            levels == [reference.leaves, [reference.root(0..<256), reference.root(256..<512)]]
        )
    }

    @Test func aNoteIsReadOnlyUnderTheKeysAndNamesOfTheLog() throws {
        let origin = try LogOrigin("log.example/eu")
        let signer = try Ed25519NoteSigner(name: origin.text, privateKey: .generate())
        let stranger = try Ed25519NoteSigner(name: origin.text, privateKey: .generate())
        func read(_ origin: LogOrigin, _ key: VerifierKey) throws -> HeadSighting {
            let text = try Checkpoint<SHA256Hasher>(
                origin: "log.example/eu",
                size: 0,
                root: SHA256Hasher.emptyRoot
            ).text
            return try HeadSighting(
                .checkpoint,
                try SignedNote.sign(text: text, with: [signer], at: 0).bytes,
                keys: [key],
                origin: origin,
                isPublished: true
            )
        }
        #expect(try read(origin, signer.verifierKey).sha256 == SHA256Hasher.emptyRoot)
        #expect(throws: NoteError.self) { try read(origin, stranger.verifierKey) }
        #expect(throws: HeadSighting.OtherOrigin.self) {
            try read(try LogOrigin("log.example/us"), signer.verifierKey)
        }
    }
}

/// A history of six appends with a retry, refusals, a conflict, a lost answer and four heads, in
/// which everything can be replaced.
struct Story {
    /// What clients send.
    static let entries = (0..<6).map { Array("entry \($0)".utf8) }

    /// What the log holds in the end. The heads are made over it.
    var log = Self.entries
    /// The last row's index; nil for the one that follows.
    var lastIndex: UInt64?
    var publishedSize: UInt64 = 6
    var largestHead: UInt64 = 6
    /// The time of each head; that of the entries is 100, and 103 from the third on.
    var times: [UInt64: UInt64] = [0: 100, 2: 100, 4: 103, 6: 104]
    /// What one head is made over instead.
    var forked: [UInt64: [[UInt8]]] = [:]
    var retry = HistoryEvent.Answer.promised(first: 1, isRepeat: true)
    var conflict = HistoryEvent.Answer.conflict
    var lostTry = HistoryEvent.Answer.unknown
    var keyless = HistoryEvent.Answer.promised(first: 5, isRepeat: false)
    var shown: UInt64 = 4
    var commits = [0..<2, 2..<5, 5..<6]
    /// Told at the end.
    var epilogue: (HistoryRecorder) -> Void = { _ in }

    var violations: [HistoryViolation] {
        HistoryChecker(self.events).violations(in: self.finalLog)
    }

    var finalLog: FinalLog {
        var rows = self.log.enumerated().map { (index: UInt64($0.offset), entry: $0.element) }
        if let lastIndex { rows[rows.count - 1].index = lastIndex }
        return FinalLog(rows: rows, publishedSize: self.publishedSize)
    }

    var events: [HistoryEvent] {
        let now = Mutex<UInt64>(100)
        let recorder = HistoryRecorder(clock: { now.withLock { $0 } })
        self.tell(to: recorder, at: { time in now.withLock { $0 = time } })
        return recorder.events
    }

    func head(
        _ size: UInt64,
        over entries: [[UInt8]]? = nil,
        at time: UInt64? = nil
    )
        -> HeadSighting
    {
        let entries = entries ?? self.forked[size] ?? self.log
        let leaves = 0..<min(Int(size), entries.count)
        return HeadSighting(
            note: .twin,
            size: size,
            sha256: ReferenceTree<SHA256Hasher>(entries).root(leaves),
            sm3: ReferenceTree<SM3Hasher>(entries).root(leaves),
            seconds: time ?? self.times[size] ?? 104,
            isPublished: true
        )
    }

    func tell(to recorder: HistoryRecorder, at setTime: (UInt64) -> Void = { _ in }) {
        let entries = Self.entries.map { String(decoding: $0, as: UTF8.self) }
        recorder.sees(self.head(0))
        recorder.append(entries[0], .promised(first: 0, isRepeat: false), key: "a")
        recorder.append(entries[1], .promised(first: 1, isRepeat: false), key: "b")
        recorder.sees(self.head(2))
        recorder.append(entries[1], self.retry, key: "b")
        recorder.append(entries[0], self.conflict, key: "b")
        setTime(103)
        recorder.append(entries[2], .promised(first: 2, isRepeat: false), key: "c")
        recorder.append(entries[3], self.lostTry, key: "d")
        recorder.append(entries[3], .promised(first: 3, isRepeat: true), key: "d")
        recorder.sees(self.head(4))
        recorder.wasShown(size: self.shown, by: "monitor")
        recorder.sees(self.head(4))
        recorder.append(entries[4], .refused, key: "e")
        recorder.append(entries[4], .refused, key: "e")
        recorder.append(entries[4], .promised(first: 4, isRepeat: false), key: "e")
        recorder.append(entries[5], self.keyless)
        for commit in self.commits {
            recorder.committed(
                from: self.twinHead(commit.lowerBound),
                to: self.twinHead(commit.upperBound),
                by: "daemon"
            )
        }
        setTime(104)
        recorder.sees(self.head(self.largestHead))
        self.epilogue(recorder)
    }

    private func twinHead(_ size: Int) -> TwinHead {
        TwinHead(
            size: UInt64(size),
            sha256: ReferenceTree<SHA256Hasher>(Self.entries).root(0..<size),
            sm3: ReferenceTree<SM3Hasher>(Self.entries).root(0..<size)
        )
    }
}

extension HistoryRecorder {
    fileprivate func append(
        _ text: String,
        _ answer: HistoryEvent.Answer,
        key: String? = nil
    ) {
        let request = HistoryEvent.Request(
            key: key.map { Array($0.utf8) },
            entries: [Array(text.utf8)]
        )
        self.answered(self.sends(request), answer)
    }

    fileprivate func sees(_ head: HeadSighting) { self.saw(head, asked: self.mark, by: "monitor") }
}

/// A change to the story, and the one invariant that it breaks.
struct Doctored: Sendable, CustomTestStringConvertible {
    let what: String
    let breaks: Invariant
    let change: @Sendable (inout Story) -> Void

    init(_ what: String, _ breaks: Invariant, _ change: @escaping @Sendable (inout Story) -> Void) {
        self.what = what
        self.breaks = breaks
        self.change = change
    }

    var testDescription: String { "\(self.breaks.rawValue): \(self.what)" }

    private static let strangers = (0..<4).map { Array("stranger \($0)".utf8) }

    static let all = [
        Doctored("two acknowledged entries changed places", .acknowledgedIsKept) {
            $0.log.swapAt(0, 1)
        },
        Doctored("the last acknowledged entry is gone", .acknowledgedIsKept) {
            $0.log.removeLast()
            $0.publishedSize = 5
            $0.largestHead = 5
        },
        Doctored("two heads of one size", .headsDoNotFork) {
            $0.epilogue = { [story = $0] in $0.sees(story.head(6, over: Self.strangers)) }
        },
        Doctored("a head over other entries", .headsAreConsistent) {
            $0.forked[4] = Self.strangers
        },
        Doctored("a head that is larger than the log", .headsAreConsistent) {
            $0.epilogue = { [story = $0] in $0.sees(story.head(9)) }
        },
        Doctored("a published head went back", .sizesOnlyGrow) {
            $0.epilogue = { [story = $0] in $0.sees(story.head(4)) }
        },
        Doctored("an index is missing", .indexesAreContiguous) {
            $0.keyless = .unknown
            $0.lastIndex = 6
        },
        Doctored("an index was given twice", .indexesAreContiguous) {
            $0.keyless = .promised(first: 4, isRepeat: false)
        },
        Doctored("a head is older than a smaller one", .timesDoNotGoBack) {
            $0.times[4] = 105
            $0.times[6] = 104
        },
        Doctored("a head is older than an entry in it", .timesDoNotGoBack) { $0.times[4] = 102 },
        Doctored("a head is more than 5 seconds ahead", .timesDoNotGoBack) { $0.times[6] = 110 },
        Doctored("a head was signed again with another time", .timesDoNotGoBack) {
            $0.epilogue = { [story = $0] in $0.sees(story.head(6, at: 105)) }
        },
        Doctored("a retry got another index", .keysAreKept) {
            $0.retry = .promised(first: 2, isRepeat: true)
        },
        Doctored("a retry was called new", .keysAreKept) {
            $0.retry = .promised(first: 1, isRepeat: false)
        },
        Doctored("another body under the key was acknowledged", .keysAreKept) {
            $0.conflict = .promised(first: 1, isRepeat: true)
        },
        Doctored("the same body was called another", .keysAreKept) {
            $0.epilogue = { $0.append("entry 2", .conflict, key: "c") }
        },
        Doctored("an append without a key was called a repeat", .keysAreKept) {
            $0.keyless = .promised(first: 5, isRepeat: true)
        },
        Doctored("an append has no outcome", .retriesSettle) {
            $0.epilogue = { $0.append("lost", .unknown, key: "lost") }
        },
        Doctored("a retry appended again", .retriesSettle) {
            $0.log.append(Story.entries[3])
            $0.publishedSize = 7
            $0.largestHead = 7
        },
        Doctored("an entry that nobody sent", .promisesAreEnumerable) {
            $0.log.append(Self.strangers[0])
            $0.publishedSize = 7
            $0.largestHead = 7
        },
        Doctored("an acknowledged entry that no head reaches", .promisesAreEnumerable) {
            $0.publishedSize = 5
            $0.largestHead = 5
        },
        Doctored("a refused entry is there", .refusedIsNotAppended) {
            $0.log.append(Array("refused".utf8))
            $0.publishedSize = 7
            $0.largestHead = 7
            $0.epilogue = { $0.append("refused", .refused, key: "r") }
        },
        Doctored("a try that was refused had appended", .refusedIsNotAppended) {
            $0.lostTry = .refused
        },
        Doctored("two batches took one place", .oneWriterAtATime) {
            $0.commits = [0..<2, 1..<5, 5..<6]
        },
        Doctored("a read went beyond the published size", .readsEndAtPublished) { $0.shown = 5 },
        Doctored("the log did not come back", .recovers) {
            $0.epilogue = { $0.violated(.recovers, "nothing is published") }
        },
        Doctored("an answer that is none", .answersAreKnown) {
            $0.epilogue = { $0.violated(.answersAreKnown, "418") }
        },
    ]
}
