import ArgumentParser
import Foundation
import Logging

/// The flag that all commands have.
struct ConfigurationOption: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config: String

    func read() throws -> WitnessConfiguration { try WitnessConfiguration(file: self.config) }
}

/// Runs a command and turns what it throws into one line on standard error and an exit status: 64
/// for flags and files that cannot be used, 1 for everything else.
func reportingErrors(_ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch let error as ValidationError {
        throw error
    } catch let error as ExitCode {
        throw error
    } catch {
        let text = (error as? CocoaError)?.localizedDescription ?? "\(error)"
        FileHandle.standardError.write(Data("concordat-witness: \(text)\n".utf8))
        throw error is ConfigurationError ? ExitCode.validationFailure : ExitCode.failure
    }
}

/// Sends log messages to standard error, from a level on.
func bootstrapLogging(level text: String) throws -> Logger {
    guard let level = Logger.Level(rawValue: text) else {
        throw ConfigurationError(
            "--log-level is \"\(text)\" and must be one of "
                + Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
        )
    }
    LoggingSystem.bootstrap { label in
        var handler = StreamLogHandler.standardError(label: label)
        handler.logLevel = level
        return handler
    }
    return Logger(label: "concordat-witness")
}

/// Seconds since 1970, from the system's clock.
@Sendable func systemTime() -> UInt64 { UInt64(max(Date().timeIntervalSince1970, 0)) }
