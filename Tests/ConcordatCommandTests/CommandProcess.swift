import Foundation
import Glibc
import LogTesting
import Testing

/// The built `concordat`, run as a process of its own.
enum CommandProcess {
    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Runs the program with these arguments and waits for its end.
    static func run(_ arguments: [String], input: [UInt8] = []) async throws -> Result {
        try await self.run(try self.program(), with: arguments, input: input)
    }

    /// Runs the reference verifier with these arguments and waits for its end.
    static func python(_ arguments: [String]) async throws -> Result {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try await self.run(
            URL(filePath: "/usr/bin/env"),
            with: ["python3", root.appending(path: "Specs/verifier").path] + arguments,
            input: []
        )
    }

    private static func run(
        _ program: URL,
        with arguments: [String],
        input: [UInt8]
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            // A thread of its own: waiting for a process blocks.
            Thread.detachNewThread {
                continuation.resume(
                    with: Swift.Result { try self.run(program, arguments, input: input) }
                )
            }
        }
    }

    /// Runs the program and kills it once `isDue` says so; how it ended: a signal's number, or the
    /// exit status as a negative number.
    static func kill(
        _ arguments: [String],
        when isDue: @escaping @Sendable () -> Bool
    ) async throws -> Int32 {
        let program = try self.program()
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Swift.Result {
                        let process = Process()
                        process.executableURL = program
                        process.arguments = arguments
                        process.standardOutput = FileHandle.nullDevice
                        process.standardError = FileHandle.nullDevice
                        try process.run()
                        while process.isRunning && !isDue() { usleep(500) }
                        Glibc.kill(process.processIdentifier, SIGKILL)
                        process.waitUntilExit()
                        let isSignal = process.terminationReason == .uncaughtSignal
                        return isSignal ? process.terminationStatus : -process.terminationStatus
                    }
                )
            }
        }
    }

    /// The program lies where the test bundle does.
    private static func program() throws -> URL {
        let bundle = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        let program = bundle.deletingLastPathComponent().appending(path: "concordat")
        try #require(FileManager.default.isExecutableFile(atPath: program.path))
        return program
    }

    private static func run(
        _ program: URL,
        _ arguments: [String],
        input: [UInt8]
    ) throws -> Result {
        let folder = try TemporaryFolder()
        let output = folder.path(of: "output")
        let errors = folder.path(of: "errors")
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.standardInput = try FileHandle(
            forReadingFrom: URL(filePath: folder.write(input, to: "input"))
        )
        // Files, not pipes: nothing blocks however much is printed.
        process.standardOutput = try FileHandle(
            forWritingTo: URL(filePath: folder.write([], to: "output"))
        )
        process.standardError = try FileHandle(
            forWritingTo: URL(filePath: folder.write([], to: "errors"))
        )
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationReason == .exit)
        return Result(
            status: process.terminationStatus,
            output: try String(contentsOfFile: output, encoding: .utf8),
            errors: try String(contentsOfFile: errors, encoding: .utf8)
        )
    }
}
