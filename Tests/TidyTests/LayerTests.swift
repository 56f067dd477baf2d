import Foundation
import Testing

/// The direction of dependencies, as `Specs/layers.json` has it.
@Suite struct LayerTests {
    let layers: Layers
    let manifest: PackageManifest

    init() throws {
        self.layers = try Layers.load()
        self.manifest = try PackageManifest(#require(ProjectTree.text("Package.swift")))
    }

    @Test func everyImportIsOneThatTheLayersAllow() {
        for file in ProjectTree.sources {
            let allowed = self.layers.allowed(in: file.module)
            for name in file.imports where !allowed.contains(name) {
                Issue.record("\(file.path) imports \(name), which Specs/layers.json does not allow")
            }
        }
    }

    @Test func everyModuleHasALayerAndNoneIsMadeUp() throws {
        let folders = Set(
            ProjectTree.files.filter { $0.hasPrefix("Sources/") }
                .compactMap { $0.split(separator: "/").dropFirst().first.map(String.init) }
        )
        #expect(folders == Set(self.layers.modules.keys), "folders against Specs/layers.json")
        #expect(folders == Set(self.manifest.targets.keys), "folders against Package.swift")
    }

    @Test func theManifestDeclaresWhatTheLayersSay() {
        for (name, module) in self.layers.modules {
            let target = self.manifest.targets[name] ?? PackageManifest.Target()
            let undeclared = Set(module.imports).subtracting(target.modules)
            #expect(
                undeclared.isEmpty,
                "\(name): \(undeclared.sorted()) in Specs/layers.json, not in Package.swift"
            )
            let forbidden = target.modules.subtracting(self.layers.reachable(from: name))
            #expect(
                forbidden.isEmpty,
                "\(name): \(forbidden.sorted()) in Package.swift, not in Specs/layers.json"
            )
            let unlisted = target.products.filter { product in
                Set(self.layers.products[product] ?? [product]).isDisjoint(with: module.packages)
            }
            #expect(
                unlisted.isEmpty,
                "\(name): \(unlisted.sorted()) in Package.swift, not in Specs/layers.json"
            )
        }
    }

    /// What nobody needs any more is taken off the list, so that it cannot come back unseen.
    @Test func nothingIsAllowedThatNobodyUses() {
        var used: [String: Set<String>] = [:]
        for file in ProjectTree.sources { used[file.module, default: []].formUnion(file.imports) }
        // C names the modules of packages by what their headers begin with.
        for path in ProjectTree.files where path.hasPrefix("Sources/C") && path.hasSuffix(".c") {
            let module = String(path.split(separator: "/")[1])
            let headers = (ProjectTree.text(path) ?? "").matches(of: #/#include <([A-Za-z]+)_/#)
            used[module, default: []].formUnion(headers.map { String($0.1) })
        }
        for (name, module) in self.layers.modules {
            let unused = Set(module.system + module.packages).subtracting(used[name] ?? [])
            #expect(
                unused.isEmpty,
                "\(name): \(unused.sorted()) in Specs/layers.json, imported by none of its files"
            )
        }
    }

    @Test func theFuzzerImportsNoPackage() throws {
        let allowed = Set(self.layers.fuzzer.modules + self.layers.fuzzer.system)
        var used: Set<String> = []
        for file in ProjectTree.fuzzer where file.path != "Fuzz/Package.swift" {
            used.formUnion(file.imports)
            for name in file.imports where !allowed.contains(name) {
                Issue.record("\(file.path) imports \(name), which Specs/layers.json does not allow")
            }
        }
        let unused = Set(self.layers.fuzzer.system).subtracting(used)
        #expect(unused.isEmpty, "imported by no file of Fuzz: \(unused.sorted())")
    }

    /// What is fuzzed is the product's own source, and builds without the packages of others.
    @Test func theFuzzerIsBuiltFromTheProductsOwnFiles() throws {
        let folder = ProjectTree.url("Fuzz/Modules").path()
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(Set(names) == Set(self.layers.fuzzer.modules))
        for name in names {
            let module = try #require(self.layers.modules[name], "\(name) is no module")
            let missing = Set(module.imports).subtracting(names)
            let path = "Fuzz/Modules/\(name)"
            if let destination = ProjectTree.destination(ofLink: path) {
                #expect(destination == "Sources/\(name)")
                self.checkThatItBuilds(name, without: missing.union(module.packages))
                continue
            }
            for file in try FileManager.default.contentsOfDirectory(
                atPath: ProjectTree.url(path).path()
            ) {
                let destination = try #require(
                    ProjectTree.destination(ofLink: "\(path)/\(file)"),
                    "\(path)/\(file) is a copy"
                )
                #expect(destination == "Sources/\(name)/\(file)")
                let source = try #require(
                    ProjectTree.sources.first { $0.path == destination },
                    "\(destination) is not there"
                )
                let foreign = Set(source.imports).subtracting(names).subtracting(module.system)
                #expect(foreign.isEmpty, "\(destination) imports \(foreign.sorted())")
            }
        }
    }

    /// A module that is linked whole names the modules that the fuzzer lacks only where it asks
    /// whether they are there.
    private func checkThatItBuilds(_ name: String, without missing: Set<String>) {
        for file in ProjectTree.sources where file.module == name {
            for module in file.imports where missing.contains(module) {
                #expect(
                    file.text.hasPrefix("#if canImport(\(module))\n"),
                    "\(file.path) needs \(module): ask whether it is there, or link single files"
                )
            }
        }
    }

    @Test func noModuleReachesItself() {
        for name in self.layers.modules.keys {
            #expect(!self.layers.reachable(from: name).contains(name), "\(name) imports itself")
        }
    }

    @Test func merkleTreeImportsNothing() throws {
        #expect(self.layers.allowed(in: "MerkleTree").isEmpty)
    }

    @Test func serverAndStoreMeetOnlyInTheDaemon() {
        #expect(!self.layers.reachable(from: "LogServer").contains("LogStorePostgres"))
        #expect(!self.layers.reachable(from: "LogStorePostgres").contains("LogServer"))
    }

    @Test(arguments: ["concordat", "concordat-witness"])
    func whatRunsElsewhereDoesNotLinkPostgreSQL(_ program: String) {
        #expect(self.layers.reachable(from: program).isDisjoint(with: ["Postgres", "CLibPQ"]))
    }

    @Test func onlyTestsUseTheTestingModule() {
        for name in self.layers.modules.keys {
            #expect(!self.layers.reachable(from: name).contains("LogTesting"), "\(name)")
        }
    }
}

extension SwiftFile {
    /// The modules named in its `import` declarations.
    var imports: [String] {
        let declaration =
            #/^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:\w+\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/#
        return self.parts.codeLines.compactMap { line in
            line.text.firstMatch(of: declaration).map { String($0.1) }
        }
    }
}
