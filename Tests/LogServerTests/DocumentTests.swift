import CryptoSuites
import LogProtocol
import LogServer
import Records
import SignedNotes
import Testing

/// `crosswalk/<digest>` and `schema/<digest>`.
@Suite struct DocumentTests {
    @Test func documentsAreServedByTheirDigests() async throws {
        let crosswalk = try CrosswalkLibrary.embedded().newest
        let schema = Array(#"{"title":"x"}"#.utf8)
        let documents = PublicDocuments(
            crosswalks: [crosswalk.digest.bytes: crosswalk.bytes],
            schemas: [Hashes.sha256(schema): schema]
        )
        try await withServer([MemoryLog()], documents: documents) { server in
            let digest = Hexadecimal.encode(crosswalk.digest.bytes)
            let answer = try await server.request("GET", "/eu/crosswalk/\(digest)")
            #expect(answer.status == 200)
            #expect(answer.body == crosswalk.bytes)
            #expect(Hexadecimal.encode(Hashes.sha256(answer.body)) == digest)
            #expect(answer["Content-Type"] == "application/json")
            #expect(answer["Cache-Control"] == "public, max-age=31536000, immutable")
            let tag = try #require(answer["ETag"])
            let again = try await server.request(
                "GET",
                "/eu/crosswalk/\(digest)",
                ["If-None-Match: \(tag)"]
            )
            #expect(again.status == 304)

            let other = Hexadecimal.encode(Hashes.sha256(schema))
            #expect(try await server.request("GET", "/eu/schema/\(other)").body == schema)
            // One kind is not the other.
            expectProblem(
                try await server.request("GET", "/eu/schema/\(digest)"),
                status: 404,
                member: "digest"
            )
            expectProblem(
                try await server.request("GET", "/eu/crosswalk/\(other)"),
                status: 404,
                member: "digest"
            )
            expectProblem(
                try await server.request("POST", "/eu/crosswalk/\(digest)"),
                status: 405,
                member: "method"
            )
            for path in [
                "crosswalk/\(digest.uppercased())", "crosswalk/\(digest)0", "crosswalk/",
                "crosswalk/\(digest.dropLast())", "crosswalk/sha256:\(digest)", "schema/x",
            ] {
                expectProblem(
                    try await server.request("GET", "/eu/\(path)"),
                    status: 400,
                    member: "digest"
                )
            }
            for path in ["crosswalk", "schema/\(other)/", "crosswalks/\(digest)"] {
                #expect(try await server.request("GET", "/eu/\(path)").status == 404)
            }
        }
    }
}
