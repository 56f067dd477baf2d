import Testing

/// Every MUST of the specifications has one id, and nobody refers to one that does not exist.
@Suite struct RequirementTests {
    /// How many requirements no source and no test names. Make it smaller, never larger.
    static let unnamedCeiling = 1

    private let defined: [String: [String]]

    init() {
        var defined: [String: [String]] = [:]
        for path in ProjectTree.files where path.hasPrefix("Specs/") && path.hasSuffix(".md") {
            for id in Requirements.definitions(in: ProjectTree.text(path) ?? "") {
                defined[id, default: []].append(path)
            }
        }
        self.defined = defined
    }

    private var prefixes: Set<String> {
        Set(self.defined.keys.map { String($0.prefix { $0 != "-" }) })
    }

    /// Where an id may be referred to: this target's own examples are none.
    private var referring: [String] {
        ProjectTree.files.filter { path in
            ["Sources/", "Tests/", "Specs/", "Migrations/", "Deploy/", "Fuzz/"].contains {
                path.hasPrefix($0)
            }
                && !path.hasPrefix("Tests/TidyTests/") && !path.hasPrefix("Specs/vectors/")
        }
    }

    @Test func everyRequirementHasAnIdOfItsOwn() {
        for (id, paths) in self.defined where paths.count > 1 {
            Issue.record("\(id) is defined \(paths.count) times: \(paths.joined(separator: ", "))")
        }
    }

    @Test func everyRequirementReferredToExists() {
        for path in self.referring {
            let mentioned = Requirements.mentions(
                in: ProjectTree.text(path) ?? "",
                of: self.prefixes
            )
            for id in mentioned where self.defined[id] == nil {
                Issue.record("\(path) refers to \(id), which no file in Specs defines")
            }
        }
    }

    @Test func requirementsAreNamedWhereTheyAreKeptOrTested() {
        var unnamed = Set(self.defined.keys)
        for path in self.referring where !path.hasSuffix(".md") {
            unnamed.subtract(
                Requirements.mentions(in: ProjectTree.text(path) ?? "", of: self.prefixes)
            )
        }
        #expect(
            unnamed.count <= Self.unnamedCeiling,
            "no source or test names these \(unnamed.count): \(unnamed.sorted().joined(separator: ", "))"
        )
    }
}
