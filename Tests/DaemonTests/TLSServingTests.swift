import Foundation
import LogTesting
import Testing

extension DaemonTests {
    /// TLS from the command line of the daemon to that of the client.
    @Suite struct TLSServingTests {
        /// Runs `concordat` to its end.
        private func concordat(
            _ arguments: [String],
            in house: House
        ) async throws -> (ending: RunningProgram.Ending, output: String) {
            let program = try await RunningProgram.start(
                RunningProgram.folder + "/concordat",
                arguments,
                output: "\(house.path)/concordat-\(UUID().uuidString.prefix(8)).log"
            )
            return (try await program.waitUntilEnded(), program.output)
        }

        @Test func aWriterIsKnownByHisCertificate() async throws {
            let house = try await House.withLog("tls")
            let files = try TemporaryFolder("daemon-tls-files")
            let authority = try TestAuthority("ca", in: files)
            let server = try authority.issue("localhost", for: .server)
            let clinic = try authority.issue("clinic", for: .client)
            let access = try files.write(
                Array(
                    """
                    {"audience":"a","principals":
                     {"clinic":{"role":"writer","logs":{"eu":["opaque"]}}},
                     "certificates":[{"sha256":"\(clinic.fingerprint)","principal":"clinic"}]}
                    """.utf8
                ),
                to: "access.json"
            )
            let daemon = try await house.serve([
                "--tls-certificate", server.paths.certificate, "--tls-key", server.paths.key,
                "--tls-client-ca", authority.path, "--access", access,
            ])
            let port = try #require(try daemon.web.base.split(separator: ":").last)
            let log = "https://localhost:\(port)/eu"
            let entry = try files.write(Array("an entry".utf8), to: "entry")
            let identity = [
                "--client-certificate", clinic.paths.certificate, "--client-key", clinic.paths.key,
            ]
            let known = try await self.concordat(
                ["append", "--log", log, "--ca", authority.path] + identity + [entry],
                in: house
            )
            #expect(known.ending == .status(0), "\(known.output)")
            #expect(known.output.split(separator: "\n").contains("0"), "\(known.output)")
            let nobody = try await self.concordat(
                ["append", "--log", log, "--ca", authority.path, "--retry", "1s", entry],
                in: house
            )
            #expect(nobody.ending != .status(0), "\(nobody.output)")
            // Without the authority nobody believes the server.
            let doubter = try await self.concordat(
                ["append", "--log", log, "--retry", "1s"] + identity + [entry],
                in: house
            )
            #expect(doubter.ending != .status(0), "\(doubter.output)")
            try await daemon.stop()
        }

        @Test func halfOfTLSIsNone() async throws {
            let house = try await House.withLog("tls-half")
            let files = try TemporaryFolder("daemon-tls-half")
            let authority = try TestAuthority("ca", in: files)
            let server = try authority.issue("localhost", for: .server)
            func serve(_ arguments: [String]) async throws -> String {
                let run = try await house.run(["serve", "--data", house.data] + arguments)
                #expect(run.status != 0, "\(run.output)")
                return run.output
            }
            let (certificate, key) = server.paths
            #expect(
                try await serve(["--tls-key", key]).contains("--tls-certificate")
            )
            #expect(
                try await serve(["--tls-certificate", certificate]).contains("--tls-key")
            )
            #expect(
                try await serve(["--tls-client-ca", authority.path]).contains("--tls-certificate")
            )
            // A key of another certificate, and a key that others can read.
            let other = try authority.issue("other", for: .server)
            let pair = ["--tls-certificate", certificate, "--tls-key"]
            #expect(
                try await serve(pair + [other.paths.key]).contains("not the key of the certificate")
            )
            try files.write(server.key, to: "loose.key", mode: 0o644)
            #expect(try await serve(pair + [files.path(of: "loose.key")]).contains("loose.key"))
        }
    }
}
