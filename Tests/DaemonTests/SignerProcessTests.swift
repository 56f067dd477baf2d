import Foundation
import Glibc
import LogTesting
import PrivateCluster
import Testing

extension DaemonTests {
    /// The signer as a process of its own.
    @Suite struct SignerProcessTests {
        @Test func appendsWorkAndGoOnAfterTheSignerWasKilled() async throws {
            let house = try await House.withLog("signer")
            let socket = house.path + "/signer.sock"
            let signer = try await house.startSigner(socket: socket)
            let daemon = try await house.serve([
                "--signer", "unix:" + socket, "--signer-patience", "2m",
            ])
            try await daemon.append((0..<10).map { "before \($0)" })

            signer.signal(SIGKILL)
            #expect(try await signer.waitUntilEnded() == .signal(SIGKILL))
            // Sent while there is no signer, answered once there is one again.
            async let pending = daemon.append(["while it was dead"])
            let next = try await house.startSigner(socket: socket)
            #expect(try await pending == [10])
            #expect(try await daemon.append(["after"]) == [11])
            try await daemon.waitUntilReady()
            try await house.checkTree(daemon, size: 12)

            next.signal(SIGTERM)
            #expect(try await next.waitUntilEnded() == .status(0), "\(next.output)")
            #expect(!FileManager.default.fileExists(atPath: socket), "its socket is left")
            try await daemon.stop()
        }

        @Test func withoutASignerAppendsAreUnknownAndReadsGoOn() async throws {
            let house = try await House.withLog("no-signer")
            let socket = house.path + "/signer.sock"
            let signer = try await house.startSigner(socket: socket)
            let daemon = try await house.serve([
                "--signer", "unix:" + socket, "--signer-patience", "1s",
            ])
            let web = try daemon.web
            try await daemon.append((0..<10).map { "before \($0)" })
            try await daemon.waitUntilPublished(10)
            signer.signal(SIGTERM)
            #expect(try await signer.waitUntilEnded() == .status(0))

            let start = ContinuousClock.now
            let answer = try await web.post("/eu/add", Array("unknown".utf8), key: "k")
            #expect(ContinuousClock.now - start > .seconds(1), "shorter than its patience")
            #expect(answer.status == 503, "\(answer.text)")
            #expect(
                try answer.object["type"] as? String == "urn:concordat:problem:outcome-unknown"
            )
            #expect(answer.field("Retry-After") != nil)
            let readiness = try await daemon.readiness
            #expect(!readiness.isReady)
            #expect(readiness.remarks.contains("the signer does not answer"))
            for path in ["checkpoint", "sm3/checkpoint", "twin", "tile/entries/000.p/10"] {
                #expect(try await web.get("/eu/" + path).status == 200, "\(path)")
            }
            #expect(try await daemon.publishedSize == 10, "nothing is signed without a signer")

            let next = try await house.startSigner(socket: socket)
            try await daemon.waitUntilReady()
            let retry = try await web.post("/eu/add", Array("unknown".utf8), key: "k")
            #expect(retry.text == "10")
            #expect(retry.field("Idempotent-Replay") == "true")
            #expect(try await daemon.append(["after"]) == [11])
            try await house.checkTree(daemon, size: 12)
            next.signal(SIGTERM)
            _ = try await next.waitUntilEnded()
            try await daemon.stop()
        }

        @Test func aSignerStartsOnlyOnceOnARecord() async throws {
            let house = try await House.withLog("one-signer")
            let socket = house.path + "/signer.sock"
            let signer = try await house.startSigner(socket: socket)
            // A second one has its own socket and cannot have the record: it has no log to sign for.
            let second = try await house.startSigner(socket: house.path + "/second.sock")
            #expect(second.output.contains("A signer's record cannot be used"), "\(second.output)")
            let daemon = try await house.serve(["--signer", "unix:" + house.path + "/second.sock"])
            let answer = try await daemon.web.post("/eu/add", Array("x".utf8))
            #expect(answer.status == 503, "\(answer.text)")
            try await daemon.stop()
            for program in [signer, second] {
                program.signal(SIGTERM)
                #expect(try await program.waitUntilEnded() == .status(0))
            }
        }

        /// Two daemons, one database, one signer: any number of daemons may append to one log.
        @Test func twoDaemonsShareALog() async throws {
            let house = try House(empty: "two-daemons")
            try await ThrowawayCluster.durable.withNamedDatabase { cluster, name in
                let database = try await house.external(cluster, name)
                try await house.createLog(in: database)
                let other = house.path + "/other"
                try await house.copyPublicKeys(to: other)
                let socket = house.path + "/signer.sock"
                let signer = try await house.startSigner(socket: socket)
                let flags = database.serve + ["--signer", "unix:" + socket]
                let daemons = [
                    try await house.serve(flags), try await house.serve(flags, data: other),
                ]

                let acknowledged = try await self.append(
                    perClient: 40,
                    clientsPerDaemon: 6,
                    to: daemons
                )
                #expect(
                    acknowledged.keys.sorted() == Array(0..<UInt64(2 * 6 * 40)),
                    "indexes are dense and none is given twice"
                )
                // What one daemon appended the other recognises.
                let first = try await daemons[0].web.post("/eu/add", Array("once".utf8), key: "k")
                let again = try await daemons[1].web.post("/eu/add", Array("once".utf8), key: "k")
                #expect(first.status == 200)
                #expect(again.text == first.text)
                #expect(again.field("Idempotent-Replay") == "true")
                let clash = try await daemons[1].web.post("/eu/add", Array("else".utf8), key: "k")
                #expect(clash.status == 409, "\(clash.text)")

                let size = UInt64(acknowledged.count + 1)
                for daemon in daemons {
                    let entries = try await house.checkTree(daemon, size: size)
                    for (index, entry) in acknowledged {
                        #expect(entries[Int(index)] == Array(entry.utf8), "index \(index)")
                    }
                    #expect(try await daemon.readiness.isReady)
                }
                #expect(!signer.output.contains("another history"), "\(signer.output)")
                for daemon in daemons { try await daemon.stop() }
                signer.signal(SIGTERM)
                #expect(try await signer.waitUntilEnded() == .status(0))
            }
        }

        /// Appends from several clients a daemon at a time; returns entries by their index.
        private func append(
            perClient: Int,
            clientsPerDaemon: Int,
            to daemons: [Daemon]
        ) async throws -> [UInt64: String] {
            try await withThrowingTaskGroup(of: [(UInt64, String)].self) { group in
                for (number, daemon) in daemons.enumerated() {
                    for client in 0..<clientsPerDaemon {
                        group.addTask {
                            let entries = (0..<perClient).map { "\(number)-\(client)-\($0)" }
                            return Array(zip(try await daemon.append(entries), entries))
                        }
                    }
                }
                var acknowledged: [UInt64: String] = [:]
                for try await pairs in group {
                    for (index, entry) in pairs {
                        let other = acknowledged.updateValue(entry, forKey: index)
                        #expect(other == nil, "index \(index) was given twice")
                    }
                }
                return acknowledged
            }
        }
    }
}

extension House {
    /// Makes the data folder of a further daemon: the public keys and the retry secret, and no private
    /// key.
    func copyPublicKeys(to data: String) async throws {
        try FileManager.default.createDirectory(
            atPath: data + "/keys/eu",
            withIntermediateDirectories: true
        )
        for file in ["ed25519.vkey", "sm2.vkey", "p256.spki", "idempotency.key"] {
            try await House.copy("\(self.keys)/\(file)", to: "\(data)/keys/eu/\(file)")
        }
    }

    /// Waits until a size is published, and checks both trees, all tiles and all heads against the
    /// entries, which it returns.
    @discardableResult
    func checkTree(_ daemon: Daemon, size: UInt64) async throws -> [[UInt8]] {
        try await daemon.waitUntilPublished(size)
        let history = HistoryRecorder()
        let tree = try await ServedTree(
            try daemon.web,
            history: history,
            keys: try self.verifierKeys(),
            origin: try self.logOrigin
        )
        #expect(tree.size == size)
        try await tree.checkTiles(try daemon.web)
        let violations = HistoryChecker(history.events, knowsAllWriters: false)
            .violations(in: tree.log)
        #expect(violations == [])
        return tree.entries
    }
}
