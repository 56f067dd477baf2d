import Foundation
import LogTesting
import Records
import Testing

extension DaemonTests {
    /// An opaque log as an operator has it: created, served with writers, asked about its entries and
    /// about what is due.
    @Suite struct OpaqueLogTests {
        private static func record(_ number: Int) -> [UInt8] {
            let id = "00000000-0000-4000-8000-00000000000\(number)"
            var members = SampleRecords.dataAccess(recordID: id).members ?? []
            members.removeAll { $0.name == "writer_seq" }
            members.append(JSONMember(name: "writer_seq", value: .integer(Int64(number))))
            members.append(JSONMember(name: "record_class", value: .string("data-access")))
            return JSONValue.object(members).canonicalBytes
        }

        private func token(_ house: House, _ arguments: [String]) async throws -> String {
            let run = try await house.run(
                ["token", "new", "--data", house.data, "--log", "secret"] + arguments
            )
            try #require(run.status == 0, "\(run.output)")
            return run.output.trimmingCharacters(in: .newlines)
        }

        private func create(
            _ house: House,
            _ more: [String]
        ) async throws -> (status: Int32, output: String) {
            try await house.run(
                [
                    "log", "create", "--data", house.data, "--name", "secret", "--origin",
                    "log.example/secret", "--jurisdiction", "ES",
                ] + more
            )
        }

        /// The published size, and all entries of the first bundle.
        private func entries(_ web: Web) async throws -> (size: Int, lengths: [Int]) {
            let checkpoint = try await web.get("/secret/checkpoint")
            guard checkpoint.status == 200 else { return (0, []) }
            let size = try #require(
                Int(checkpoint.text.split(separator: "\n", omittingEmptySubsequences: false)[1])
            )
            if size == 0 { return (0, []) }
            let bundle = try await web.get(
                size < 256 ? "/secret/tile/entries/000.p/\(size)" : "/secret/tile/entries/000"
            )
            try #require(bundle.status == 200, "\(bundle.text)")
            var lengths: [Int] = []
            var rest = bundle.body[...]
            while let high = rest.popFirst(), let low = rest.popFirst() {
                lengths.append(Int(high) << 8 | Int(low))
                rest = rest.dropFirst(lengths[lengths.count - 1])
            }
            return (size, lengths)
        }

        @Test func anOpaqueLogShowsNothingAndItsOperatorKnows() async throws {
            let house = try await House.withLog("opaque")
            let both = try await self.create(house, ["--opaque-records", "--allow-opaque"])
            #expect(both.status == 64, "\(both.output)")
            let created = try await self.create(house, ["--opaque-records"])
            try #require(created.status == 0, "\(created.output)")
            let tooLarge = try await house.run([
                "serve", "--data", house.data, "--listen", "127.0.0.1:0", "--batch-entries", "8",
                "--opaque-batch", "9",
            ])
            #expect(tooLarge.status == 64, "\(tooLarge.output)")
            #expect(tooLarge.output.contains("a whole number of 1 to 8"))
            let clinic = try await self.token(
                house,
                ["--role", "writer", "--name", "clinic", "--class", "data-access"]
            )
            let keeper = try await self.token(house, ["--role", "operator", "--name", "keeper"])
            let daemon = try await house.serve([
                "--opaque-period", "100ms", "--opaque-batch", "3", "--gap-patience", "1s",
            ])
            let web = try daemon.web
            for number in [1, 3] {
                let sent = try await web.post("/secret/records", Self.record(number), token: clinic)
                try #require(sent.status == 201, "\(sent.text)")
            }
            let bytes = try await web.post("/secret/entries", Array("a".utf8), token: clinic)
            #expect(bytes.status == 403)
            // Two records, the log's own word about the gap, and dummies: nothing is missing.
            try await eventually("the gap is told of") {
                let census = try await web.get("/secret/completeness?limit=1000", token: keeper)
                // Nothing is published right after the start.
                guard census.status == 200 else { return false }
                let counts = try #require(try census.object["counts"] as? [String: Any])
                #expect(counts["missing"] as? Int == 0)
                return counts["record"] as? Int == 2 && counts["control"] as? Int == 1
                    && (counts["dummy"] as? Int ?? 0) > 0
            }
            let seen = try await self.entries(web)
            #expect(seen.size.isMultiple(of: 3))
            #expect(Set(seen.lengths).count == 1, "\(Set(seen.lengths))")
            // What is due, beside the daemon: the two records and the log's own, and no dummy.
            let due = try await house.run([
                "retention", "due", "--data", house.data, "--log", "secret", "--before",
                "9999-12-31", "--json",
            ])
            #expect(due.status == 0, "\(due.output)")
            let lines = due.output.split(separator: "\n").filter { $0.hasPrefix("{") }
            #expect(lines.count == 3, "\(due.output)")
            #expect(lines.allSatisfy { $0.contains(#""due":"erasable""#) })
            #expect(lines.count { $0.contains(#""class":"data-access""#) } == 2)
            let none = try await house.run(["retention", "due", "--data", house.data])
            #expect(none.status == 0 && none.output.contains("nothing is due before"))
            for wrong in [["--before", "soon"], ["--log", "a b"]] {
                let run = try await house.run(["retention", "due", "--data", house.data] + wrong)
                #expect(run.status == 64, "\(run.output)")
            }
            let unknown = try await house.run([
                "retention", "due", "--data", house.data, "--log", "nobody",
            ])
            #expect(unknown.status == 1, "\(unknown.output)")
            try await daemon.stop()
        }
    }
}
