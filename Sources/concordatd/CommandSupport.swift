import ArgumentParser
import CryptoSuites
import Foundation
import Logging
import SignedNotes

/// Runs a command and turns what it throws into one line on standard error and an exit status: 64 for
/// flags and settings that cannot be used, 1 for everything else.
func reportingErrors(_ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch let error as ValidationError {
        throw error
    } catch let error as ExitCode {
        throw error
    } catch {
        FileHandle.standardError.write(Data("concordatd: \(errorText(error))\n".utf8))
        throw isUsage(error) ? ExitCode.validationFailure : ExitCode.failure
    }
}

/// Whether an error lies in what was given on the command line, in the environment or in the file.
private func isUsage(_ error: any Error) -> Bool {
    if error is SettingsError { return true }
    return switch error as? DaemonError {
    case .badArgument, .badAddress, .badLogLevel, .badAccessFile: true
    default: false
    }
}

/// Makes something of a flag's text; what is wrong with it is told with the flag's name.
func naming<Value>(_ flag: String, _ text: String, _ body: () throws -> Value) throws -> Value {
    do {
        return try body()
    } catch {
        throw DaemonError.badArgument(flag, text, reason: "\(error)")
    }
}

/// Sends log messages to standard error, from the configured level on. Short commands are `quiet`:
/// unless a level is given they show warnings and errors only.
func bootstrapLogging(_ settings: Settings, quiet: Bool = false) throws -> Logger {
    let text = settings.text(.logLevel) ?? (quiet ? "warning" : "info")
    guard let level = Logger.Level(rawValue: text) else { throw DaemonError.badLogLevel(text) }
    LoggingSystem.bootstrap { label in
        var handler = StreamLogHandler.standardError(label: label)
        handler.logLevel = level
        return handler
    }
    return Logger(label: "concordatd")
}

/// The passphrase of the private keys, if a file with one is configured.
func passphrase(_ settings: Settings) throws -> [UInt8]? {
    try settings.text(.keyPassphraseFile).map { try KeyFile.readPassphrase(from: $0) }
}

/// Seconds since 1970, from the system's clock.
@Sendable func systemTime() -> UInt64 { UInt64(max(Date().timeIntervalSince1970, 0)) }

/// Milliseconds since 1970, from the system's clock.
@Sendable func systemTimeMilliseconds() -> UInt64 {
    UInt64(max(Date().timeIntervalSince1970 * 1_000, 0))
}

/// Microseconds since 1970, from the system's clock.
@Sendable func systemMicroseconds() -> Int64 { Int64(Date().timeIntervalSince1970 * 1_000_000) }

/// An origin from the command line.
func checkedOrigin(_ flag: String, _ text: String) throws -> LogOrigin {
    let origin = try naming(flag, text) { try LogOrigin(text) }
    guard !text.contains("://") else {
        throw DaemonError.badArgument(
            flag,
            text,
            reason: "an origin is a URL without its scheme"
        )
    }
    return origin
}

/// The code of a legal domain from the command line.
func checkedJurisdiction(_ text: String) throws -> String {
    let letters = UInt8(ascii: "A")...UInt8(ascii: "Z")
    guard (2...16).contains(text.utf8.count),
        text.utf8.allSatisfy({ letters.contains($0) || $0 == UInt8(ascii: "-") })
    else {
        throw ValidationError(
            "--jurisdiction is \"\(text)\" and must be 2 to 16 capital letters and hyphens"
        )
    }
    return text
}
