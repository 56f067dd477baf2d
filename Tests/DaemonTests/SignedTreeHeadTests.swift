import Foundation
import LogTesting
import Testing

extension DaemonTests {
    /// RFC 6962's tree heads as its clients meet them: JSON, and a key to verify with.
    @Suite struct SignedTreeHeadTests {
        @Test func openSSLVerifiesTheTreeHead() async throws {
            let house = try await House.withLog("sth")
            var daemon = try await house.serve()
            try await daemon.append(["a", "b", "c"])
            try await daemon.waitUntilPublished(3)
            let sth = try await self.check(daemon, house, size: 3)
            let list = try await house.run(["keys", "list", "--sth", "--data", house.data])
            let ct = try await self.listing(daemon)
            #expect(list.output == "eu\t\(ct.logID)\t\(ct.key)\n")

            // SHA-256 of a zero byte and "b", as `printf '\0b' | openssl dgst -sha256` has it.
            let leaf = "V+s1YV1H807HFMrN9f10YIpejhAnJOgLJLKHwMJ7ajE="
            let proof = try await daemon.web.get(
                "/eu/ct/v1/get-proof-by-hash?hash=\(leaf.replacing("+", with: "%2B"))&tree_size=3"
            )
            let members = try proof.object
            #expect(proof.status == 200 && members["leaf_index"] as? Int == 1)
            #expect((members["audit_path"] as? [String])?.count == 2)

            // The same size has the same tree head for ever, and the next a later one.
            daemon.program.signal(SIGKILL)
            _ = try await daemon.program.waitUntilEnded()
            daemon = try await house.serve()
            try await daemon.waitUntilPublished(3)
            #expect(try await self.check(daemon, house, size: 3) == sth)
            try await daemon.append(["d"])
            try await daemon.waitUntilPublished(4)
            #expect(try await self.check(daemon, house, size: 4).timestamp > sth.timestamp)
            try await daemon.stop()
        }

        @Test func aLogWithoutTheKeyGoesOnAndGetsOne() async throws {
            let house = try await House.withLog("no-sth")
            for file in ["p256.pem", "p256.spki"] {
                try FileManager.default.removeItem(atPath: "\(house.keys)/\(file)")
            }
            var daemon = try await house.serve()
            try await daemon.append(["a"])
            try await daemon.waitUntilPublished(1)
            let without = try await daemon.web.get("/eu/ct/v1/get-sth")
            #expect(without.status == 404 && without.text.contains("no key"), "\(without.text)")
            #expect(try await daemon.web.get("/eu/log.json").object["ct"] == nil)
            try await daemon.stop()

            let add = ["keys", "add-sth-key", "--data", house.data, "--name"]
            let nobody = try await house.run(add + ["cn"])
            #expect(nobody.status == 1, "\(nobody.output)")
            // What an interrupted run left is of no use to anybody.
            try Data("left over\n".utf8).write(
                to: URL(fileURLWithPath: house.keys + "/p256.spki")
            )
            let added = try await house.run(add + ["eu"])
            #expect(added.status == 0, "\(added.output)")
            let list = try await house.run(["keys", "--sth", "--data", house.data])
            #expect(list.output == added.output && added.output.hasPrefix("eu\t"))
            let again = try await house.run(add + ["eu"])
            #expect(again.status == 1 && again.output.contains("p256.pem exists already"))

            daemon = try await house.serve()
            try await daemon.waitUntilPublished(1)
            let old = try await daemon.web.get("/eu/ct/v1/get-sth")
            #expect(old.status == 404 && old.text.contains("The next one"), "\(old.text)")
            try await daemon.append(["b"])
            try await daemon.waitUntilPublished(2)
            try await self.check(daemon, house, size: 2)
            let ct = try await self.listing(daemon)
            #expect(added.output == "eu\t\(ct.logID)\t\(ct.key)\n")
            try await daemon.stop()

            // A public key that is not its own is noticed before anything is signed.
            let publicKey = try String(contentsOfFile: house.keys + "/p256.spki", encoding: .utf8)
            let model = try await House.model.value.keys
            try FileManager.default.removeItem(atPath: house.keys + "/p256.spki")
            try await House.copy(model + "/p256.spki", to: house.keys + "/p256.spki")
            let mixed = try await house.serve()
            #expect(try await mixed.web.post("/eu/add", Array("c".utf8)).status == 503)
            #expect(mixed.program.output.contains("not the public half"))
            try await mixed.stop()
            try publicKey.write(
                toFile: house.keys + "/p256.spki",
                atomically: true,
                encoding: .utf8
            )

            // From here on the key belongs to the record.
            try FileManager.default.removeItem(atPath: house.keys + "/p256.pem")
            let bereft = try await house.serve()
            let refused = try await bereft.web.post("/eu/add", Array("c".utf8))
            #expect(refused.status == 503)
            #expect(bereft.program.output.contains("not the key that signed it"))
            try await bereft.stop()
        }

        private struct TreeHead: Equatable {
            let timestamp: UInt64
            let signature: String
        }

        private func listing(_ daemon: Daemon) async throws -> (logID: String, key: String) {
            let metadata = try await daemon.web.get("/eu/log.json").object
            let ct = try #require(metadata["ct"] as? [String: String])
            return (try #require(ct["log_id"]), try #require(ct["key"]))
        }

        /// Verifies `get-sth` with the `openssl` command line alone, under the key of `log.json`.
        @discardableResult
        private func check(
            _ daemon: Daemon,
            _ house: House,
            size: UInt64
        ) async throws -> TreeHead {
            let answer = try await daemon.web.get("/eu/ct/v1/get-sth")
            try #require(answer.status == 200, "\(answer.text)")
            #expect(answer.field("Cache-Control") == "no-store")
            let sth = try answer.object
            let timestamp = try #require((sth["timestamp"] as? NSNumber)?.uint64Value)
            let root = try #require(sth["sha256_root_hash"] as? String)
            let signature = try #require(sth["tree_head_signature"] as? String)
            #expect((sth["tree_size"] as? NSNumber)?.uint64Value == size)
            let now = UInt64(Date().timeIntervalSince1970 * 1_000)
            #expect(timestamp <= now && timestamp > now - 600_000, "\(timestamp) at \(now)")
            // The same root as in the checkpoint of this size.
            let checkpoint = try await daemon.web.get("/eu/checkpoint").text
            #expect(checkpoint.hasPrefix("\(House.origin)\n\(size)\n\(root)\n"))

            let signed = try #require(Data(base64Encoded: signature))
            #expect(Array(signed.prefix(2)) == [4, 3])
            var message = Data([0, 1])
            for number in [timestamp, size] {
                withUnsafeBytes(of: number.bigEndian) { message.append(contentsOf: $0) }
            }
            message.append(try #require(Data(base64Encoded: root)))
            let (logID, key) = try await self.listing(daemon)
            let files = try TemporaryFolder("sth")
            let spki = try #require(Data(base64Encoded: key))
            for (name, data) in [
                ("message", message), ("signature", signed.dropFirst(4)), ("key.der", spki),
            ] {
                try data.write(to: URL(fileURLWithPath: "\(files.path)/\(name)"))
            }
            try await House.tool(
                "/usr/bin/openssl",
                [
                    "pkey", "-pubin", "-inform", "DER", "-in", files.path + "/key.der", "-out",
                    files.path + "/key.pem",
                ]
            )
            let verdict = try await House.tool(
                "/usr/bin/openssl",
                [
                    "dgst", "-sha256", "-verify", files.path + "/key.pem", "-signature",
                    files.path + "/signature", files.path + "/message",
                ]
            )
            #expect(verdict == "Verified OK\n")
            let digest = try await House.tool(
                "/usr/bin/openssl",
                ["dgst", "-sha256", "-hex", "-r", files.path + "/key.der"]
            )
            let hexadecimal = try #require(Data(base64Encoded: logID))
                .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            #expect(digest.hasPrefix(hexadecimal))
            return TreeHead(timestamp: timestamp, signature: signature)
        }
    }
}
