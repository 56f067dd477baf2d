import ArgumentParser
import Foundation
import LogProtocol
import Witnessing

/// `concordat-witness status`
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows what is stored of each log, also while the witness serves.",
        discussion: """
            Exit status 0 if all records can be used, 1 if one cannot.

              concordat-witness status --config witness.json
              concordat-witness status --config witness.json --json
            """
    )

    @OptionGroup var configuration: ConfigurationOption

    @Flag(help: ArgumentHelp("Print JSON, a document a line."))
    var json = false

    func run() async throws {
        try await reportingErrors {
            let configuration = try self.configuration.read()
            let states = try Witness.describe(directory: configuration.dataFolder)
            for state in states {
                print(self.json ? try WireJSON.encode(Line(state)) : Self.text(state))
            }
            guard states.allSatisfy({ $0.problem == nil }) else { throw ExitCode.failure }
        }
    }

    private static func text(_ state: StoredWitnessState) -> String {
        if let problem = state.problem { return "\(state.origin): \(problem)" }
        guard let timestamp = state.timestamp else { return "\(state.origin): nothing cosigned" }
        let date = Date(timeIntervalSince1970: TimeInterval(timestamp)).formatted(.iso8601)
        let sizes = [
            state.size.map { "\($0) entries" }, state.sm3Size.map { "\($0) entries (SM3)" },
        ]
        .compactMap(\.self).joined(separator: ", ")
        let verified =
            state.verifiedSize > 0 ? ", both trees verified to \(state.verifiedSize)" : ""
        return "\(state.origin): cosigned \(sizes) at \(date)\(verified)"
    }

    /// One log, as scripts read it.
    private struct Line: Encodable {
        let origin: String
        let size: UInt64?
        let sm3Size: UInt64?
        let timestamp: UInt64?
        let verifiedSize: UInt64
        let problem: String?

        init(_ state: StoredWitnessState) {
            self.origin = state.origin
            self.size = state.size
            self.sm3Size = state.sm3Size
            self.timestamp = state.timestamp
            self.verifiedSize = state.verifiedSize
            self.problem = state.problem
        }
    }
}
