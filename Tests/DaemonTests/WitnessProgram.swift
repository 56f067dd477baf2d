import LogClient
import Testing

/// How `concordat-witness` is run.
enum WitnessProgram {
    private static let path = RunningProgram.folder + "/concordat-witness"

    /// Runs it to its end.
    static func run(
        _ arguments: [String],
        output: String
    ) async throws -> (status: Int32, output: String) {
        let program = try await RunningProgram.start(Self.path, arguments, output: output)
        guard case .status(let status) = try await program.waitUntilEnded() else {
            throw TimedOut(what: "exit of \(arguments)", detail: program.output)
        }
        return (status, program.output)
    }

    /// Starts to serve, and waits until it says where it listens.
    static func serve(
        _ configuration: String,
        output: String
    ) async throws -> (program: RunningProgram, url: LogURL) {
        let program = try await RunningProgram.start(
            Self.path,
            ["serve", "--config", configuration],
            output: output
        )
        var url: LogURL?
        try await eventually("the witness listens") {
            if let ending = program.ending {
                throw TimedOut(what: "listening, ended with \(ending)", detail: program.output)
            }
            url = program.output.firstMatch(of: #/address=(127\.\d+\.\d+\.\d+:\d+)/#)
                .flatMap { LogURL("http://\($0.1)") }
            return url != nil
        }
        return (program, try #require(url))
    }
}
