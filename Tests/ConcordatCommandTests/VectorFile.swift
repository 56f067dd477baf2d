import Foundation
import Testing

/// A file of `Specs/vectors`: cases with the verdict written in each.
struct VectorFile<Vector: Decodable>: Decodable {
    let vectors: [Vector]

    static func load(_ name: String) throws -> [Vector] {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let data = try Data(contentsOf: root.appending(path: "Specs/vectors/\(name).json"))
        let vectors = try JSONDecoder().decode(Self.self, from: data).vectors
        try #require(!vectors.isEmpty)
        return vectors
    }
}

/// What is to become of a vector.
enum ExpectedVerdict: String, Decodable {
    case valid
    case mustFail = "must_fail"
    case couldNotTell = "could_not_tell"
}
