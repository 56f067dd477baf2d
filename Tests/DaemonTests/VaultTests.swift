import Foundation
import LogCore
import LogTesting
import Records
import SignedNotes
import Testing

@testable import concordatd

extension DaemonTests {
    /// The vault's keys as an operator has them.
    @Suite struct VaultTests {
        private static func record(_ number: Int) -> [UInt8] {
            let id = "00000000-0000-4000-8000-00000000000\(number)"
            let members = SampleRecords.dataAccess(recordID: id).members ?? []
            return JSONValue.object(
                members + [JSONMember(name: "record_class", value: .string("data-access"))]
            ).canonicalBytes
        }

        private func files(_ house: House) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: house.data + "/vault/eu").sorted()
        }

        private func rotate(_ house: House) async throws -> String {
            let run = try await house.run([
                "keys", "rotate-vault", "--data", house.data, "--name", "eu", "--json",
            ])
            #expect(run.status == 0, "\(run.output)")
            return String(run.output.split(separator: "\n").last ?? "")
        }

        /// Rotation beside a daemon; then the database of before, with the keys of after.
        @Test func aRestoredDatabaseOpensWithTodaysKeys() async throws {
            let house = try await House.withLog("vault")
            #expect(try self.files(house) == ["epoch-1.key"])
            let first = try await house.serve()
            let web = try first.web
            let sent = try await web.post("/eu/records", Self.record(1))
            #expect(sent.status == 201, "\(sent.text)")
            try await first.stop()
            try await House.copy(house.postgres, to: house.path + "/backup")

            let second = try await house.serve()
            let rotated = try await self.rotate(house)
            #expect(
                rotated
                    == #"{"destroyed":[1],"epoch":2,"forgotten":0,"log":"eu","resumed":false,"rewrapped":1}"#
            )
            #expect(try self.files(house) == ["carried-2.keys", "epoch-2.key"])
            // The daemon notices, or is told when it appends.
            let known = try await second.web.post("/eu/records", Self.record(1))
            #expect(known.status == 201, "\(known.text)")
            #expect(known.field("Idempotent-Replay") == "true")
            try await second.stop()

            try await House.replace(house.postgres, by: house.path + "/backup")
            // Examined with the keys that were carried over.
            let carried = try await house.fsck()
            #expect(
                carried.output.contains("1 records in the vault (1 opened, 0 erased)"),
                "\(carried.output)"
            )
            let restored = try await self.rotate(house)
            #expect(
                restored
                    == #"{"destroyed":[],"epoch":2,"forgotten":0,"log":"eu","resumed":false,"rewrapped":1}"#
            )
            let third = try await house.serve()
            let again = try await third.web.post("/eu/records", Self.record(1))
            #expect(again.field("Idempotent-Replay") == "true", "\(again.text)")
            let next = try await third.web.post("/eu/records", Self.record(2))
            #expect(next.status == 201, "\(next.text)")
            try await third.stop()
            let well = try await house.fsck()
            #expect(well.status == 0, "\(well.output)")
            #expect(well.output.contains("2 records in the vault (2 opened, 0 erased)"))
            // A key that is gone is not made up for by another one.
            try FileManager.default.removeItem(atPath: house.data + "/vault/eu")
            let lost = try await house.run([
                "keys", "rotate-vault", "--data", house.data, "--name", "eu",
            ])
            #expect(lost.status == 1)
            #expect(lost.output.contains("is gone, and with it the key of 2 records"))
            let unopened = try await house.fsck()
            #expect(unopened.status == 2, "\(unopened.output)")
            #expect(unopened.output.contains("the contents of 2 records were not opened"))
        }

        @Test func carriedKeysAreFoundByHalving() async throws {
            let folder = try TemporaryFolder("carried")
            let file = CarriedKeyFile(path: folder.path + "/carried-3.keys")
            @Sendable func key(_ index: UInt64) -> CarriedKey {
                CarriedKey(
                    index: index,
                    recordMAC: [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: 32),
                    epoch: 3,
                    wrappedKey: (0..<61).map { UInt8(truncatingIfNeeded: index &+ $0) }
                )
            }
            let missing = try file.key(index: 1, recordMAC: key(1).recordMAC)
            #expect(missing == nil)
            let all = (0..<200).map { key(3 * $0 + 1) }
            let parts = Parts([Array(all[..<150]), Array(all[150...])])
            try await file.write(epoch: 3) { await parts.next() }
            for index in 0..<UInt64(610) {
                let found = try file.key(index: index, recordMAC: key(index).recordMAC)
                let expected = index % 3 == 1 && index < 600 ? key(index) : nil
                #expect(found == expected, "\(index)")
            }
            let other = try file.key(index: 4, recordMAC: key(5).recordMAC)
            #expect(other == nil)
            // What is there stays.
            try await file.write(epoch: 3) { [key(9)] }
            let kept = try file.key(index: 4, recordMAC: key(4).recordMAC)
            #expect(kept == key(4))
            let mode = try FileManager.default.attributesOfItem(atPath: file.path)[
                .posixPermissions
            ]
            #expect(mode as? Int == 0o600)
            try Data("something else".utf8).write(to: URL(fileURLWithPath: file.path))
            #expect(throws: DaemonError.self) { try file.key(index: 4, recordMAC: []) }
        }

        private actor Parts {
            private var rest: [[CarriedKey]]

            init(_ parts: [[CarriedKey]]) { self.rest = parts }

            func next() -> [CarriedKey] { self.rest.isEmpty ? [] : self.rest.removeFirst() }
        }
    }
}
