import Foundation
import Records
import Testing

/// The files of `Specs/crosswalk`.
enum CrosswalkFiles {
    static let parts = ["laws", "duties", "provisions", "profiles", "retention", "labels"]

    /// The bytes of a file of a version.
    static func bytes(_ name: String, version: Int = 1) throws -> [UInt8] {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try Array(
            Data(contentsOf: root.appending(path: "Specs/crosswalk/v\(version)/\(name).json"))
        )
    }

    /// The newest version that is compiled in.
    static func newest() throws -> Crosswalk { try CrosswalkLibrary.embedded().newest }

    /// The newest version's value, for tests that damage it.
    static func value() throws -> JSONValue { try StrictJSON.parse(Self.newest().bytes) }
}

extension JSONValue {
    /// The value with another one at a path of member names and element numbers; nil removes it.
    func replacing(_ path: [String], by value: JSONValue?) -> JSONValue {
        guard let step = path.first else { return value ?? .null }
        let rest = Array(path.dropFirst())
        switch self {
        case .object(let members):
            var changed: [JSONMember] = []
            var isFound = false
            for member in members {
                guard member.name == step else {
                    changed.append(member)
                    continue
                }
                isFound = true
                if rest.isEmpty && value == nil { continue }
                changed.append(
                    JSONMember(name: step, value: member.value.replacing(rest, by: value))
                )
            }
            if !isFound, let value { changed.append(JSONMember(name: step, value: value)) }
            return .object(changed)
        case .array(var elements):
            guard let index = Int(step) else { return self }
            if index == elements.count, let value { return .array(elements + [value]) }
            if rest.isEmpty && value == nil {
                elements.remove(at: index)
            } else {
                elements[index] = elements[index].replacing(rest, by: value)
            }
            return .array(elements)
        default: return self
        }
    }
}
