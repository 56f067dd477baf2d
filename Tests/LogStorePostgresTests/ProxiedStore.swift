import Foundation
import LogStorePostgres
import LogTesting
import Postgres

/// A store whose connections all go through a proxy.
struct ProxiedStore {
    let store: PostgresLogStore
    let proxy: PostgresProxy

    /// Makes a database of its own, and lends a store on it.
    static func with(_ body: (ProxiedStore) async throws -> Void) async throws {
        try await StoreDatabase.with { database in
            let folder = try TemporaryFolder("proxy")
            let serving = database.configuration("concordat_serving")
            let proxy = try PostgresProxy(before: serving.conninfo, in: folder.path)
            var configuration = serving
            configuration.conninfo = proxy.conninfo
            let writing = ConnectionPool(configuration, maximum: 4)
            let reading = ConnectionPool(configuration, maximum: 4)
            let result: Result<Void, any Error>
            do {
                let store = PostgresLogStore(writing: writing, reading: reading)
                result = .success(try await body(ProxiedStore(store: store, proxy: proxy)))
            } catch {
                result = .failure(error)
            }
            proxy.stop()
            await writing.shutdown()
            await reading.shutdown()
            try result.get()
        }
    }
}
