import Foundation
import LogStorePostgres
import Testing

@Suite struct EmbeddedMigrationsTests {
    @Test func theBinaryCarriesTheFilesByteForByte() throws {
        let folder = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Migrations")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".sql") }.sorted()
        #expect(!files.isEmpty)
        try #require(files.count == Migration.embedded.count)
        for (file, migration) in zip(files, Migration.embedded) {
            let number = String(migration.version)
            let padding = String(repeating: "0", count: 4 - number.utf8.count)
            #expect(file == "\(padding)\(number)_\(migration.name).sql")
            let bytes = try Data(contentsOf: folder.appending(path: file))
            #expect(Data(migration.sql.utf8) == bytes, "run Migrations/embed.sh")
        }
    }
}
