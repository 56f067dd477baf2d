import LogProtocol
import LogTesting
import SignedNotes
import Testing

@testable import LogCore

/// What follows from a witness's answers, without a witness.
@Suite struct WitnessCourseTests {
    private func seat() throws -> WitnessSeat {
        let witness = try ScriptedWitness(name: "eu1")
        let text = "witness eu1 \(witness.ed25519.verifierKey) https://eu1.example\nquorum eu1\n"
        let policy = try Policy(parsing: Array(text.utf8))
        return WitnessSeat(
            url: "https://eu1.example",
            suite: .sha256,
            witnesses: policy.witnesses
        )
    }

    private func course() throws -> WitnessCourse {
        WitnessCourse(seat: try self.seat(), rules: WitnessRules())
    }

    private func moment(_ milliseconds: Int) -> Moment {
        Moment(
            seconds: 1_800_000_000 + UInt64(milliseconds / 1_000),
            elapsed: .milliseconds(milliseconds)
        )
    }

    @discardableResult
    private func receive(
        _ response: AddCheckpointResponse,
        oldSize: UInt64 = 0,
        size: UInt64 = 10,
        at milliseconds: Int = 0,
        _ course: inout WitnessCourse
    ) -> WitnessCourse.Step {
        course.received(
            response,
            oldSize: oldSize,
            size: size,
            lines: [],
            problem: nil,
            at: self.moment(milliseconds)
        )
    }

    @Test func eachRestIsTwiceAsLongUpToTheLongest() throws {
        var course = try self.course()
        var rests: [Duration] = []
        for number in 0..<9 {
            course.failed("away", at: self.moment(number))
            rests.append(course.restsUntil - .milliseconds(number))
        }
        #expect(
            rests
                == [250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000].map {
                    .milliseconds($0)
                }
        )
        #expect(!course.isAwake(at: .milliseconds(9_999)))
        #expect(course.isAwake(at: .milliseconds(10_008)))
    }

    private static let rests: [(UInt64?, Int)] = [
        (nil, 250), (1, 1_000), (60, 60_000), (.max, 600_000),
    ]

    @Test(arguments: Self.rests)
    func aRestThatIsAskedForIsGrantedUpToALimit(_ seconds: UInt64?, _ rest: Int) throws {
        for response in [
            AddCheckpointResponse.tooManyRequests(retryAfterSeconds: seconds, reason: ""),
            .failed(status: 503, retryAfterSeconds: seconds, reason: ""),
        ] {
            var course = try self.course()
            #expect(self.receive(response, &course) == .rest)
            #expect(course.restsUntil == .milliseconds(rest))
        }
    }

    @Test func anotherSizeIsAskedFromAtOnce() throws {
        var course = try self.course()
        #expect(course.oldSize(forHeadOf: 10) == 0)
        #expect(self.receive(.otherSize(7), &course) == .askAgain)
        #expect(course.oldSize(forHeadOf: 10) == 7)
        #expect(course.isAwake(at: .zero) && course.trouble == nil)
        // The same size as asked from: it contradicts itself.
        #expect(self.receive(.otherSize(7), oldSize: 7, &course) == .rest)
        #expect(course.trouble != nil)
    }

    @Test func onlyRoundsOnEndThatAWitnessIsAheadCount() throws {
        var course = try self.course()
        for _ in 0..<2 { #expect(self.receive(.otherSize(12), &course) == .rest) }
        #expect(course.consistentlyAhead == nil)
        #expect(course.oldSize(forHeadOf: 10) == 10, "asked as if it had this head")
        #expect(self.receive(.otherSize(13), &course) == .rest)
        #expect(course.consistentlyAhead == 13)
        let line = HeadCosignature(
            suite: .sha256,
            line: try NoteSignature(name: "eu1", keyID: 1, bytes: [1])
        )
        let step = course.received(
            .cosigned([line.line]),
            oldSize: 10,
            size: 14,
            lines: [line],
            problem: nil,
            at: self.moment(0)
        )
        #expect(step == .cosigned([line]))
        #expect(course.consistentlyAhead == nil && course.trouble == nil)
        #expect(course.knownSize == 14)
    }

    /// Another publisher had gone on: that is no reason to leave the witness alone.
    @Test func whoWasAheadOfTheHeadBeforeIsAskedForThisOneAtOnce() throws {
        var course = try self.course()
        for _ in 0..<4 { self.receive(.otherSize(12), &course) }
        course.turns(toHeadOf: 11)
        #expect(!course.isAwake(at: .zero) && course.consistentlyAhead == 12)
        course.turns(toHeadOf: 12)
        #expect(course.isAwake(at: .zero) && course.consistentlyAhead == nil)
        #expect(course.trouble == nil)
        course.failed("away", at: self.moment(0))
        #expect(course.restsUntil == .milliseconds(250), "it begins with the first rest")
        // Who asked for time gets it, whatever came before.
        self.receive(.otherSize(14), &course)
        self.receive(.tooManyRequests(retryAfterSeconds: 60, reason: ""), &course)
        course.turns(toHeadOf: 14)
        #expect(course.restsUntil == .seconds(60))
    }

    @Test func troubleLastsUntilALineComes() throws {
        var course = try self.course()
        self.receive(.unknownOrigin(reason: "who"), at: 1_000, &course)
        self.receive(.malformed(reason: "what"), at: 9_000, &course)
        #expect(course.trouble?.since == 1_800_000_001)
        #expect(course.trouble?.reason == "refused as malformed: what")
        self.receive(.cosigned([]), at: 10_000, &course)
        #expect(course.trouble?.reason == "its answer has no line of its key")
    }

    @Test func possibleForksAreTold() throws {
        var course = try self.course()
        #expect(self.receive(.conflict(reason: "a"), &course) == .possibleFork("a"))
        #expect(self.receive(.inconsistent(reason: "b"), &course) == .possibleFork("b"))
    }

    // MARK: Lines

    private static let times: [(UInt64, Bool)] = [
        (0, false), (1_799_999_699, false), (1_799_999_700, true), (1_800_000_000, true),
        (1_800_001_300, true), (1_800_001_301, false), (UInt64(Int64.max), false),
    ]

    @Test(arguments: Self.times)
    func theTimeOfALineHasToBeSane(_ seconds: UInt64, _ counts: Bool) throws {
        let witness = try ScriptedWitness(name: "eu1")
        let text = "witness eu1 \(witness.ed25519.verifierKey) https://eu1.example\nquorum eu1\n"
        let seat = WitnessSeat(
            url: "https://eu1.example",
            suite: .sha256,
            witnesses: try Policy(parsing: Array(text.utf8)).witnesses
        )
        let head = "log.example/eu\n0\n\(TwinHead.empty.sha256.base64)\n"
        let note = try SignedNote.sign(text: head, with: [witness.sm2], at: 1)
        let check = CosignatureCheck(
            note: note,
            suite: .sha256,
            signedAt: 1_800_000_000,
            tolerance: 300
        )
        let line = try witness.ed25519.signature(over: head, at: seconds)
        let found = check.lines([line], of: seat, now: 1_800_001_000)
        #expect(found.lines.count == (counts ? 1 : 0))
        #expect((found.problem == nil) == counts)
        // A second line of the same key adds nothing.
        if counts {
            let twice = check.lines([line, line], of: seat, now: 1_800_001_000)
            #expect(twice.lines.count == 1 && twice.problem != nil)
        }
    }

    @Test func timesAreWrittenInUTC() {
        #expect("\(TimeText(0))" == "1970-01-01T00:00:00Z")
        #expect("\(TimeText(951_782_400))" == "2000-02-29T00:00:00Z")
        #expect("\(TimeText(1_795_392_000))" == "2026-11-23T00:00:00Z")
        #expect("\(TimeText(.max))" == "9999-12-31T23:59:59Z")
    }
}
