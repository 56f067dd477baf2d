import Foundation

/// `Specs/layers.json`: which module may import which.
struct Layers: Decodable {
    struct Module: Decodable {
        let layer: String
        /// Project modules, without those that these import in turn.
        let imports: [String]
        /// Modules of the toolchain.
        let system: [String]
        /// Modules of other packages.
        let packages: [String]
    }

    /// What the sources in Fuzz/ may import.
    struct Fuzzer: Decodable {
        /// Project modules that are built into the fuzzer, whole or in part.
        let modules: [String]
        /// Modules of the toolchain.
        let system: [String]
    }

    let modules: [String: Module]
    let fuzzer: Fuzzer
    /// The modules that a product of another package brings, where its name does not tell.
    let products: [String: [String]]

    static func load() throws -> Self {
        let data = try Data(contentsOf: ProjectTree.url("Specs/layers.json"))
        return try JSONDecoder().decode(Self.self, from: data)
    }

    /// The project modules that a module may import: its own and what those import.
    func reachable(from name: String) -> Set<String> {
        var reached: Set<String> = []
        var pending = self.modules[name]?.imports ?? []
        while let next = pending.popLast() {
            if reached.insert(next).inserted { pending += self.modules[next]?.imports ?? [] }
        }
        return reached
    }

    /// Every module that a source file of this module may name in an `import`.
    func allowed(in name: String) -> Set<String> {
        guard let module = self.modules[name] else { return [] }
        return self.reachable(from: name).union(module.system).union(module.packages)
    }
}
