import Foundation
import LogTesting
import Testing

extension DaemonTests {
    /// `concordatd token new`, and what its tokens are good for.
    @Suite struct TokenTests {
        private func house(_ purpose: String) throws -> House {
            let house = try House(empty: purpose)
            try FileManager.default.createDirectory(
                atPath: house.data,
                withIntermediateDirectories: true
            )
            return house
        }

        private func new(
            _ house: House,
            _ arguments: [String]
        ) async throws -> (status: Int32, output: String) {
            try await house.run(["token", "new", "--data", house.data] + arguments)
        }

        private static let writer = [
            "--role", "writer", "--name", "clinic", "--log", "eu", "--class", "opaque",
        ]

        private func access(_ house: House) throws -> [String: Any] {
            let data = try Data(contentsOf: URL(filePath: house.data + "/tokens/access.json"))
            return try #require(
                try JSONSerialization.jsonObject(with: data) as? [String: Any]
            )
        }

        @Test func aTokenCarriesANameAndTheFileTheRights() async throws {
            let house = try self.house("token")
            let first = try await self.new(house, Self.writer)
            #expect(first.status == 0, "\(first.output)")
            let token = first.output.trimmingCharacters(in: .newlines)
            #expect(token.split(separator: ".").count == 3 && !token.contains("\n"))
            let key = house.data + "/tokens/ed25519.pem"
            let pem = try Data(contentsOf: URL(filePath: key))
            let mode = try FileManager.default.attributesOfItem(atPath: key)[.posixPermissions]
            #expect(mode as? Int == 0o600)

            // The same principal again: another token of the same key, and the file as it was.
            let before = try Data(contentsOf: URL(filePath: house.data + "/tokens/access.json"))
            #expect(try await self.new(house, Self.writer).status == 0)
            #expect(try Data(contentsOf: URL(filePath: key)) == pem)
            #expect(
                try Data(contentsOf: URL(filePath: house.data + "/tokens/access.json")) == before
            )

            let auditor = try await self.new(
                house,
                [
                    "--role", "auditor", "--name", "aepd", "--log", "eu", "--profile", "eu-gdpr",
                    "--engagement", "AEPD-2026-17", "--from", "2026-01-01", "--until",
                    "2099-12-31", "--ground", "complaint",
                ]
            )
            #expect(auditor.status == 0, "\(auditor.output)")
            let keeper = try await self.new(
                house,
                ["--role", "operator", "--name", "keeper", "--log", "eu"]
            )
            #expect(keeper.status == 0, "\(keeper.output)")
            let principals = try #require(try self.access(house)["principals"] as? [String: Any])
            #expect(Set(principals.keys) == ["clinic", "aepd", "keeper"])
        }

        @Test func otherRightsUnderAKnownNameAreRefused() async throws {
            let house = try self.house("token-again")
            #expect(try await self.new(house, Self.writer).status == 0)
            let other = try await self.new(house, Self.writer + ["--class", "data-access"])
            #expect(other.status == 1)
            #expect(other.output.contains("a principal clinic with other rights"))
        }

        @Test func aFileThatWasChangedByHandIsLeftAlone() async throws {
            let house = try self.house("token-hand")
            #expect(try await self.new(house, Self.writer).status == 0)
            let path = house.data + "/tokens/access.json"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let changed = text.replacing(
                "{\n  \"audience\"",
                with: "{\"leeway_seconds\":5,\"audience\""
            )
            try #require(changed != text)
            try changed.write(toFile: path, atomically: true, encoding: .utf8)
            let run = try await self.new(
                house,
                ["--role", "operator", "--name", "keeper", "--log", "eu"]
            )
            #expect(run.status == 64, "\(run.output)")
            #expect(run.output.contains("it was changed by hand"))
            #expect(try String(contentsOfFile: path, encoding: .utf8) == changed)
        }

        @Test(arguments: [
            ["--role", "writer", "--name", "clinic", "--log", "eu"],
            ["--role", "king", "--name", "clinic", "--log", "eu"],
            ["--role", "writer", "--name", "a b", "--log", "eu", "--class", "x"],
            ["--role", "writer", "--name", "a", "--class", "x"],
            ["--role", "operator", "--name", "a", "--log", "eu", "--class", "x"],
            ["--role", "auditor", "--name", "a", "--log", "eu", "--profile", "eu-gdpr"],
            [
                "--role", "auditor", "--name", "a", "--log", "eu", "--profile", "eu-all",
                "--engagement", "e", "--until", "2099-01-01",
            ],
            [
                "--role", "auditor", "--name", "a", "--log", "eu", "--profile", "eu-gdpr",
                "--engagement", "e", "--until", "2001-01-01",
            ],
            [
                "--role", "writer", "--name", "a", "--log", "eu", "--class", "x", "--lifetime",
                "tomorrow",
            ],
        ])
        func wrongUsageMakesNothing(_ arguments: [String]) async throws {
            let house = try self.house("token-usage")
            let run = try await self.new(house, arguments)
            #expect(run.status == 64, "\(run.output)")
            #expect(!FileManager.default.fileExists(atPath: house.data + "/tokens"))
        }

        /// The whole way: a token, a daemon that finds the access file, an append.
        @Test func aTokenOpensAppendsAndNothingElseDoes() async throws {
            let house = try await House.withLog("token-serve")
            let token = try await self.new(house, Self.writer).output
                .trimmingCharacters(in: .newlines)
            let daemon = try await house.serve()
            try await daemon.waitUntilReady()
            let web = try daemon.web
            let refused = try await web.post("/eu/entries", Array("a".utf8))
            #expect(refused.status == 401)
            let accepted = try await web.post("/eu/entries", Array("a".utf8), token: token)
            #expect(accepted.status == 201, "\(accepted.text)")
            let damaged = try await web.post("/eu/entries", Array("a".utf8), token: token + "A")
            #expect(damaged.status == 401)
            try await daemon.stop()
        }

        @Test func aDaemonDoesNotStartWithAnAccessFileThatItDoesNotUnderstand() async throws {
            let house = try await House.withLog("token-bad")
            let path = house.path + "/access.json"
            try #"{"audience":"a","principals":{"x":{"role":"king"}}}"#
                .write(toFile: path, atomically: true, encoding: .utf8)
            for (file, words) in [
                (path, "principals.x.role must be"), (house.path + "/none", "no such file"),
            ] {
                let run = try await house.run([
                    "serve", "--data", house.data, "--listen", "127.0.0.1:0", "--access", file,
                ])
                #expect(run.status == 64, "\(run.output)")
                #expect(run.output.contains(words), "\(run.output)")
            }
        }
    }
}
