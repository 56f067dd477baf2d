import ArgumentParser
import Foundation
import LogProtocol
import SignedNotes
import Witnessing

/// `concordat-witness status`
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows what is stored of each log, also while the witness serves.",
        discussion: """
            Of a log whose entries change its keys the keys are shown, with the sizes of the heads that
            each signs. Exit status 0 if all records can be used, 1 if one cannot.

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
                let keys = Self.keys(of: state, configuration)
                print(self.json ? try WireJSON.encode(Line(state, keys)) : Self.text(state, keys))
            }
            guard states.allSatisfy({ $0.problem == nil }) else { throw ExitCode.failure }
        }
    }

    /// The keys with their sizes of a log whose entries change them; none of other logs.
    private static func keys(
        of state: StoredWitnessState,
        _ configuration: WitnessConfiguration
    ) -> [String] {
        let log = configuration.logs.first { $0.log.origin.utf8.elementsEqual(state.origin.utf8) }
        guard !state.events.isEmpty, var history = log?.log.history else { return [] }
        for event in state.events { history.take(event) }
        return history.keys.map(\.textWithSizes)
    }

    private static func text(_ state: StoredWitnessState, _ keys: [String]) -> String {
        if let problem = state.problem { return "\(state.origin): \(problem)" }
        guard let timestamp = state.timestamp else { return "\(state.origin): nothing cosigned" }
        let date = Date(timeIntervalSince1970: TimeInterval(timestamp)).formatted(.iso8601)
        let sizes = [
            state.size.map { "\($0) entries" }, state.sm3Size.map { "\($0) entries (SM3)" },
        ]
        .compactMap(\.self).joined(separator: ", ")
        let verified =
            state.verifiedSize > 0 ? ", both trees verified to \(state.verifiedSize)" : ""
        let line = "\(state.origin): cosigned \(sizes) at \(date)\(verified)"
        return ([line] + keys.map { "  key \($0)" }).joined(separator: "\n")
    }

    /// One log, as scripts read it.
    private struct Line: Encodable {
        let origin: String
        let size: UInt64?
        let sm3Size: UInt64?
        let timestamp: UInt64?
        let verifiedSize: UInt64
        let keys: [String]
        let problem: String?

        init(_ state: StoredWitnessState, _ keys: [String]) {
            self.origin = state.origin
            self.size = state.size
            self.sm3Size = state.sm3Size
            self.timestamp = state.timestamp
            self.verifiedSize = state.verifiedSize
            self.keys = keys
            self.problem = state.problem
        }
    }
}
