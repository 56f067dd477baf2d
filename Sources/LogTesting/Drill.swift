import Foundation
import Glibc

/// How long a drill is, and where its count goes. Every drill has a short form, which is run with all
/// tests, and a long one, which `make drill` runs.
public enum Drill {
    /// Whether the long form was asked for.
    public static var isLong: Bool {
        ProcessInfo.processInfo.environment["DRILL_LONG"] == "1"
    }

    /// The seed: `DRILL_SEED`, or a random one. It is printed with the count.
    public static func seed() throws -> UInt64 {
        try self.number("DRILL_SEED").map { UInt64($0) } ?? UInt64.random(in: 0..<1_000_000)
    }

    /// A variable of the environment that must be a number of at least 1; nil if it is not set.
    ///
    /// - Throws: ``NotANumber``: a drill that was meant to be long must not be short.
    public static func number(_ name: String) throws -> Int? {
        guard let text = ProcessInfo.processInfo.environment[name], !text.isEmpty else {
            return nil
        }
        guard let number = Int(text), number > 0 else { throw NotANumber(name: name, text: text) }
        return number
    }

    /// A variable that cannot be used.
    public struct NotANumber: Error {
        /// Its name.
        public let name: String
        /// What it is set to.
        public let text: String
    }

    /// Prints a line of a drill.
    public static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    /// Tells how a drill ended: on standard output, and as a row of the ledger that
    /// `CONCORDAT_LEDGER` names, if there is one. `count` is what `unit` says, and `failures` how many
    /// of them broke an invariant.
    public static func report(
        _ test: String,
        seed: UInt64?,
        count: Int,
        _ unit: String,
        failures: Int
    ) throws {
        let seedText = seed.map { "seed \($0), " } ?? ""
        self.say("drill \(test): \(seedText)\(count) \(unit), \(failures) failures")
        let environment = ProcessInfo.processInfo.environment
        guard let path = environment["CONCORDAT_LEDGER"], !path.isEmpty else { return }
        let commit = environment["CONCORDAT_COMMIT"] ?? "unknown"
        let date = Date.now.ISO8601Format(.iso8601.year().month().day())
        let row = "\(date),\(commit),\(test),\(seed.map { "\($0)" } ?? ""),\(count),\(failures)\n"
        try self.append(row, to: path)
    }

    /// Adds a row to a file that is there. One write: rows of several processes do not mix.
    private static func append(_ row: String, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { throw LedgerError(path: path, code: errno) }
        defer { close(descriptor) }
        let bytes = Array(row.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            throw LedgerError(path: path, code: errno)
        }
    }

    /// A ledger that cannot be written.
    public struct LedgerError: Error {
        /// Its path.
        public let path: String
        /// The error number.
        public let code: Int32
    }
}
