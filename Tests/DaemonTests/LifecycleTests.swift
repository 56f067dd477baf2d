import Foundation
import Glibc
import Testing

extension DaemonTests {
    /// Starting and stopping, and what is left of the private cluster.
    @Suite struct LifecycleTests {
        @Test func killingTheDaemonLeavesNoServer() async throws {
            let house = try await House.withLog("orphan")
            let daemon = try await house.serve()
            try await daemon.append(["a"])
            #expect(!ServerProcesses.all(in: house.postgres).isEmpty)
            daemon.program.signal(SIGKILL)
            #expect(try await daemon.program.waitUntilEnded() == .signal(SIGKILL))
            try await eventually("no server process is left") {
                ServerProcesses.all(in: house.postgres).isEmpty
            }
        }

        @Test func theDataFolderIsOneDaemonsAtATime() async throws {
            let house = try await House.withLog("taken")
            let daemon = try await house.serve()
            let second = try await house.run([
                "serve", "--data", house.data, "--listen", "127.0.0.1:0",
            ])
            #expect(second.status == 1)
            #expect(
                second.output
                    == "concordatd: another process uses the cluster in \(house.postgres)\n"
            )
            let create = try await house.run([
                "log", "create", "--data", house.data, "--name", "cn",
                "--origin", "log.example/cn", "--jurisdiction", "CN",
            ])
            #expect(create.status == 1)
            #expect(create.output.contains("another process uses the cluster"))
            #expect(!FileManager.default.fileExists(atPath: house.data + "/keys/cn"))
            #expect(!FileManager.default.fileExists(atPath: house.data + "/signer/cn"))
            // The first one is not disturbed.
            #expect(try await daemon.append(["a"]) == [0])
            try await daemon.stop()
        }

        /// Requests wait for a signer that is held, so that they are surely under way when the
        /// daemon is told to stop.
        @Test(arguments: [SIGTERM, SIGINT])
        func whatIsUnderWayIsAnsweredBeforeTheEnd(_ signal: Int32) async throws {
            let house = try await House.withLog("stopping")
            let socket = house.path + "/signer.sock"
            let signer = try await house.startSigner(socket: socket)
            let daemon = try await house.serve([
                "--signer", "unix:" + socket, "--signer-patience", "2m",
            ])
            let web = try daemon.web
            try await daemon.append(["first"])
            signer.signal(SIGSTOP)
            // Two batches: both are committed, and neither is promised.
            async let one = web.post("/eu/add", Array("held".utf8))
            try await eventually("the first request is under way") {
                try await Self.appendedEntries(web) == 2
            }
            async let many = web.post(
                "/eu/entries",
                Array("aGVsZCAx\naGVsZCAy\n".utf8),
                type: "application/x-ndjson"
            )
            try await eventually("the second request is under way") {
                try await Self.appendedEntries(web) == 4
            }
            if signal == SIGINT {
                // As Ctrl-C does: to all in the terminal's foreground group.
                daemon.program.signalGroup(signal)
            } else {
                daemon.program.signal(signal)
            }
            // It takes no more connections.
            let other = Web(base: web.base.replacing("127.0.0.1", with: "localhost"))
            try await eventually("it has heard the signal") {
                (try? await other.get("/healthz")) == nil
            }
            #expect(daemon.program.ending == nil, "it did not wait for its requests")
            signer.signal(SIGCONT)
            #expect(try await one.text == "1")
            let lines = try await many
            #expect(lines.status == 200, "\(lines.text)")
            #expect(lines.text.split(separator: "\n").count == 2)
            let ending = try await daemon.program.waitUntilEnded()
            #expect(ending == .status(0), "\(daemon.program.output)")
            #expect(ServerProcesses.all(in: house.postgres).isEmpty, "servers are left")
            signer.signal(SIGTERM)
            _ = try await signer.waitUntilEnded()

            // What was promised at the end is published by the next start at the latest.
            let next = try await house.serve()
            try await house.checkTree(next, size: 4)
            try await next.stop()
        }

        /// How many entries the daemon has committed since its start.
        private static func appendedEntries(_ web: Web) async throws -> Int {
            let name = #/(?m)^concordat_appended_entries_total\{[^}]*\} (\d+)$/#
            return try await web.get("/metrics").text.firstMatch(of: name).flatMap { Int($0.1) }
                ?? 0
        }

        @Test func anIdleDaemonStopsAtOnce() async throws {
            let house = try await House.withLog("idle")
            for signal in [SIGTERM, SIGINT] {
                let daemon = try await house.serve()
                // A connection that is kept alive does not hold it up: it would for 25 s.
                #expect(try await daemon.web.get("/healthz").status == 200)
                let start = ContinuousClock.now
                daemon.program.signal(signal)
                let ending = try await daemon.program.waitUntilEnded()
                #expect(ending == .status(0), "\(daemon.program.output)")
                #expect(ContinuousClock.now - start < .seconds(20))
                #expect(ServerProcesses.all(in: house.postgres).isEmpty)
            }
        }

        @Test(arguments: [SIGTERM, SIGINT])
        func aSignalDuringTheStartStopsInOrder(_ signal: Int32) async throws {
            let house = try await House.withLog("early")
            let daemon = try await house.serve(waits: false)
            try await eventually("the database starts") {
                !ServerProcesses.all(in: house.postgres).isEmpty
            }
            daemon.program.signal(signal)
            let ending = try await daemon.program.waitUntilEnded()
            #expect(ending == .status(0), "\(daemon.program.output)")
            #expect(ServerProcesses.all(in: house.postgres).isEmpty)
        }

        @Test func anAddressInUseIsNamed() async throws {
            let first = try await House.withLog("first-listener")
            let second = try await House.withLog("second-listener")
            let daemon = try await first.serve()
            let address = try daemon.web.base.replacing("http://", with: "")
            let other = try await second.serve(listen: address, waits: false)
            #expect(try await other.program.waitUntilEnded() == .status(1))
            let reason = "concordatd: cannot listen on \(address): Address already in use\n"
            #expect(other.program.output.hasSuffix(reason), "\(other.program.output)")
            try await daemon.stop()
        }

        @Test func aUnixSocketServesAndReplacesOneThatAKilledDaemonLeft() async throws {
            let house = try await House.withLog("socket")
            let socket = house.path + "/http.sock"
            let daemon = try await house.serve(listen: "unix:" + socket)
            #expect(try await daemon.append(["a"]) == [0])
            daemon.program.signal(SIGKILL)
            _ = try await daemon.program.waitUntilEnded()
            let next = try await house.serve(listen: "unix:" + socket)
            #expect(try await next.append(["b"]) == [1])
            try await next.stop()
        }

        /// The daemon answers while its database is away, and says so.
        @Test func withoutItsServerTheDaemonSaysSoAndComesBack() async throws {
            let house = try await House.withLog("no-server")
            let daemon = try await house.serve()
            let web = try daemon.web
            try await daemon.append(["a"])
            try await daemon.waitUntilPublished(1)
            let postmaster = try #require(ServerProcesses.postmaster(of: house.postgres))
            try #require(ServerProcesses.all(in: house.postgres).contains(postmaster))
            kill(postmaster, SIGKILL)
            // Heads are in memory: readers do not notice.
            #expect(try await web.get("/eu/checkpoint").status == 200)
            #expect(try await web.get("/healthz").status == 200)
            var index: String?
            try await eventually("an append under one key succeeds") {
                let answer = try await web.post("/eu/add", Array("b".utf8), key: "b")
                try #require([200, 503].contains(answer.status), "\(answer.text)")
                index = answer.status == 200 ? answer.text : nil
                return index != nil
            }
            #expect(index == "1")
            try await daemon.waitUntilReady()
            try await house.checkTree(daemon, size: 2)
            try await daemon.stop()
        }
    }
}
