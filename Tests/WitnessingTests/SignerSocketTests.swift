import Foundation
import Glibc
import LogTesting
import SignedNotes
import Synchronization
import Testing

@testable import Witnessing

/// A signer that answers nothing before it is told to.
private actor SlowSigner: LogSigner {
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var onCall: CheckedContinuation<Void, Never>?
    private var callCount = 0

    func status(of origin: LogOrigin) async throws(SignerError) -> SignerStatus {
        self.callCount += 1
        self.onCall?.resume()
        self.onCall = nil
        await withCheckedContinuation { self.waiting.append($0) }
        return SignerStatus(recorded: .empty, signed: nil, publishedSize: 0)
    }

    func offer(_ offer: SignerOffer) async throws(SignerError) -> OfferOutcome {
        throw .notRecorded
    }

    func sign(_ head: TwinHead, of origin: LogOrigin) async throws(SignerError) -> HeadNotes {
        throw .notRecorded
    }

    func published(_ size: UInt64, of origin: LogOrigin) async throws(SignerError) {}

    func waitForCall() async {
        if self.callCount == 0 { await withCheckedContinuation { self.onCall = $0 } }
    }

    func answer() {
        for continuation in self.waiting { continuation.resume() }
        self.waiting = []
    }
}

/// A clock that moves when it is told to.
private final class SteadyClock: Sendable {
    private let instant = Mutex(ContinuousClock.now)
    var now: ContinuousClock.Instant { self.instant.withLock { $0 } }
    func advance(_ duration: Duration) { self.instant.withLock { $0 += duration } }
}

@Suite struct SignerSocketTests {
    private func isUnavailable(_ error: any Error) -> Bool {
        if case SignerError.unavailable = error { true } else { false }
    }

    @Test func aClientIsAsGoodAsTheSigner() async throws {
        let test = try TestService(size: 20)
        let service = try await test.open()
        let path = "\(test.folder.path)/s"
        let server = SignerServer(signer: service, path: path)
        try server.start()
        #expect(try test.folder.mode(of: "s") == 0o600)
        let client = SignerSocketClient(path: path)
        let origin = test.log.origin

        #expect(try await client.status(of: origin).recorded == .empty)
        #expect(try await client.offer(test.log.offer(0..<8)) == .recorded(recordedSize: 8))
        #expect(try await client.offer(test.log.offer(9..<10)) == .gap(recordedSize: 8))
        let notes = try await client.sign(test.log.head(8), of: origin)
        #expect(try await service.sign(test.log.head(8), of: origin) == notes)
        try await client.published(8, of: origin)
        #expect(
            try await client.offer(test.log.offer(2..<8)) == .belowJournal(journalStart: 8)
        )
        #expect(
            try await client.status(of: origin)
                == SignerStatus(
                    recorded: test.log.head(8),
                    signed: test.log.head(8),
                    publishedSize: 8
                )
        )
        await #expect(throws: SignerError.notRecorded) {
            try await client.sign(test.log.head(9), of: origin)
        }
        await #expect(throws: SignerError.belowSigned(test.log.head(8))) {
            try await client.sign(test.log.head(7), of: origin)
        }
        await #expect(throws: SignerError.fork("the roots of size 8 differ from the recorded ones"))
        {
            let forked = try ReferenceLog(size: 20, forkedAt: 3)
            return try await client.offer(forked.offer(4..<8))
        }
        await #expect(throws: SignerError.unknownLog) {
            try await client.status(of: LogOrigin("log.example/other"))
        }
        await server.stop()
        #expect(try !test.folder.names().contains("s"))
        await service.close()
    }

    @Test func severalDaemonsShareASigner() async throws {
        let test = try TestService(size: 200)
        let service = try await test.open()
        let path = "\(test.folder.path)/s"
        let server = SignerServer(signer: service, path: path)
        try server.start()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for count in [3, 4, 5, 7] {
                group.addTask {
                    try await SignerSocketClient(path: path)
                        .offerAtOnce(0..<200, of: test.log, count: count)
                }
            }
            try await group.waitForAll()
        }
        let client = SignerSocketClient(path: path)
        #expect(try await client.status(of: test.log.origin).recorded == test.log.head(200))
        await server.stop()
        await service.close()
    }

    @Test func aLostConnectionIsUnavailableAndTheNextOneWorks() async throws {
        let test = try TestService(size: 20)
        let service = try await test.open()
        let path = "\(test.folder.path)/s"
        let clock = SteadyClock()
        let client = SignerSocketClient(path: path, now: { clock.now })
        let origin = test.log.origin
        for round in 0..<3 {
            let server = SignerServer(signer: service, path: path)
            try server.start()
            #expect(
                try await client.offer(test.log.offer(round..<round + 1))
                    == .recorded(recordedSize: UInt64(round + 1))
            )
            await server.stop()
            await #expect { try await client.status(of: origin) } throws: { self.isUnavailable($0) }
            clock.advance(.seconds(3))
        }
        await service.close()
    }

    @Test func whileThereIsNoSignerCallsFailAtOnceBetweenAttempts() async throws {
        let test = try TestService(size: 4)
        let service = try await test.open()
        let path = "\(test.folder.path)/s"
        let clock = SteadyClock()
        let client = SignerSocketClient(path: path, now: { clock.now })
        let origin = test.log.origin
        // 50 ms, 100, 200, ... after the attempts that failed, and never more than 2 s.
        for pause in [50, 100, 200, 400, 800, 1_600, 2_000, 2_000] {
            await #expect { try await client.status(of: origin) } throws: {
                "\($0)".contains("no connection to")
            }
            clock.advance(.milliseconds(pause - 1))
            await #expect { try await client.status(of: origin) } throws: {
                "\($0)".contains("there is no signer")
            }
            clock.advance(.milliseconds(1))
        }
        let server = SignerServer(signer: service, path: path)
        try server.start()
        #expect(try await client.status(of: origin).recorded == .empty)
        await server.stop()
        await service.close()
    }

    @Test func aSignerThatDoesNotAnswerIsUnavailable() async throws {
        let folder = try TemporaryFolder()
        // Listens, and never accepts.
        let listener = try UnixSocket.listen(at: "\(folder.path)/s", mode: 0o600)
        let client = SignerSocketClient(path: "\(folder.path)/s", timeout: .milliseconds(30))
        await #expect(throws: SignerError.unavailable("there was no answer in time")) {
            try await client.status(of: LogOrigin("log.example/test"))
        }
        withExtendedLifetime(listener) {}
    }

    /// What a wrong signer may answer to the one request that it gets.
    @Test(
        arguments: [
            [], [0], [1, 0, 0, 0, 0, 0, 0, 0, 9, 4], [1, 0, 0, 0, 0, 0, 0, 0, 1, 4],
            [2, 0, 0, 0, 0, 0, 0, 0, 1, 4], [1, 0, 0, 0, 0, 0, 0, 0, 1, 99],
        ] as [[UInt8]]
    )
    func aWrongAnswerIsUnavailable(_ answer: [UInt8]) async throws {
        let folder = try TemporaryFolder()
        let listener = try UnixSocket.listen(at: "\(folder.path)/s", mode: 0o600)
        let stop = try StopSignal()
        SignerThread.start {
            guard let connection = try? listener.accept(unless: stop),
                (try? connection.receive(maximumByteCount: 4_096, until: .now + .seconds(30)))
                    != nil
            else { return }
            // No bytes at all: the connection is closed instead.
            if !answer.isEmpty { try? connection.send([answer], until: .now + .seconds(30)) }
        }
        let client = SignerSocketClient(path: "\(folder.path)/s")
        await #expect { try await client.status(of: LogOrigin("log.example/test")) } throws: {
            self.isUnavailable($0)
        }
        stop.give()
    }

    @Test func aSocketThatAKilledProcessLeftIsReplaced() async throws {
        let test = try TestService(size: 4)
        let service = try await test.open()
        let path = "\(test.folder.path)/s"
        do {
            let left = try UnixSocket.listen(at: path, mode: 0o600)
            withExtendedLifetime(left) {}
        }
        #expect(try test.folder.names().contains("s"))
        let server = SignerServer(signer: service, path: path)
        try server.start()
        #expect(
            try await SignerSocketClient(path: path).status(of: test.log.origin).recorded == .empty
        )
        await server.stop()
        await service.close()
    }

    @Test func aPathThatIsInUseIsRefused() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/s"
        let server = SignerServer(signer: SlowSigner(), path: path)
        try server.start()
        let second = SignerServer(signer: SlowSigner(), path: path)
        #expect(throws: SignerFilesError.inUse(path + ".lock")) { try second.start() }
        await server.stop()

        // Somebody else's listener, who knows nothing of our lock.
        let other = try UnixSocket.listen(at: path, mode: 0o600)
        #expect(throws: SignerFilesError.inUse(path)) { try second.start() }
        withExtendedLifetime(other) {}

        let file = "\(folder.path)/file"
        try folder.write("precious".utf8, to: "file")
        #expect(throws: SignerFilesError.alreadyExists(file)) {
            try SignerServer(signer: SlowSigner(), path: file).start()
        }
        let long = folder.path + "/" + String(repeating: "x", count: 107)
        #expect(throws: SignerFilesError.self) {
            try SignerServer(signer: SlowSigner(), path: long).start()
        }
        // A server that could not start stops all the same.
        await second.stop()
    }

    @Test func otherUsersAreNotAnswered() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/s"
        let server = SignerServer(
            signer: SlowSigner(),
            path: path,
            mode: 0o600,
            onlyUsers: [geteuid() + 1]
        )
        try server.start()
        await #expect {
            try await SignerSocketClient(path: path).published(
                0,
                of: LogOrigin("log.example/test")
            )
        } throws: { self.isUnavailable($0) }
        await server.stop()
    }

    @Test func stoppingAnswersWhatHasComeIn() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/s"
        let signer = SlowSigner()
        let server = SignerServer(signer: signer, path: path)
        try server.start()
        let idle = try UnixSocket.connect(to: path)
        let origin = try LogOrigin("log.example/test")
        async let answer = SignerSocketClient(path: path).status(of: origin)
        await signer.waitForCall()
        async let isStopped: Void = server.stop()
        await signer.answer()
        #expect(try await answer.recorded == .empty)
        await isStopped
        #expect(try !folder.names().contains("s"))
        withExtendedLifetime(idle) {}
    }

    @Test func noBytesBringTheServerDown() async throws {
        let test = try TestService(size: 4)
        let service = try await test.open()
        let path = "\(test.folder.path)/s"
        let server = SignerServer(signer: service, path: path)
        try server.start()
        // Answered with a gap as long as the origin is right: nothing is recorded on the way.
        let good = SignerRequest.offer(try test.log.offer(1..<4)).parts(id: 1).flatMap { $0 }
        // On a thread of its own: it blocks, and the server needs those of the tests.
        let result = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(returning: Result { try Self.sendNonsense(to: path, good) })
            }
        }
        try result.get()
        let sleeper = try UnixSocket.connect(to: path)
        try sleeper.sendRaw([0, 0, 1, 0, 1], until: .now + .seconds(60))

        let client = SignerSocketClient(path: path)
        #expect(try await client.status(of: test.log.origin).recorded == .empty)
        #expect(try await client.offer(test.log.offer(0..<4)) == .recorded(recordedSize: 4))
        withExtendedLifetime(sleeper) {}
        await service.close()
    }

    /// Sends bytes that are no request, and `good` with damage, on a connection each.
    private static func sendNonsense(to path: String, _ good: [UInt8]) throws {
        var random = SeededGenerator(seed: 11)
        for round in 0..<600 {
            let socket = try UnixSocket.connect(to: path)
            var bytes = good
            switch round % 3 {
            case 0:
                bytes = (0..<Int.random(in: 0..<200, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
            case 1: bytes[Int.random(in: 0..<19, using: &random)] ^= 0x55
            default: bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
            }
            // The server may have closed already: then there is nobody to send to.
            try? socket.send([bytes], until: .now + .seconds(60))
            if round.isMultiple(of: 7) { continue }  // leaves without listening
            let answer = try? socket.receive(maximumByteCount: 4_096, until: .now + .seconds(60))
            if let answer { #expect(SignerResponse.parse(answer) != nil, "seed 11") }
        }
        // A length beyond the limit.
        let liar = try UnixSocket.connect(to: path)
        try liar.sendRaw([0xff, 0xff, 0xff, 0xff, 1], until: .now + .seconds(60))
        #expect(throws: UnixSocket.Ending.closed) {
            try liar.receive(maximumByteCount: 4_096, until: .now + .seconds(60))
        }
    }

    @Test func aMessageThatDoesNotEndIsCutOff() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/s"
        let server = SignerServer(
            signer: SlowSigner(),
            path: path,
            transferTimeout: .milliseconds(20)
        )
        try server.start()
        let deadline = ContinuousClock.now + .seconds(60)
        let socket = try UnixSocket.connect(to: path)
        try socket.sendRaw([0, 0, 1, 0, 1], until: deadline)
        #expect(throws: UnixSocket.Ending.closed) {
            try socket.receive(maximumByteCount: 4_096, until: deadline)
        }
        await server.stop()
    }
}
