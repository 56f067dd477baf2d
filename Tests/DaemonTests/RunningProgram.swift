import CProcess
import Foundation
import Glibc
import Postgres
import Synchronization

/// A program of ours that a test started. It cannot outlive the test's process: the kernel kills it
/// then.
final class RunningProgram: Sendable {
    /// How a program ended.
    enum Ending: Hashable, Sendable {
        case status(Int32)
        case signal(Int32)
    }

    let id: pid_t
    /// The file with all that the program says, on both streams.
    let outputPath: String
    private let ended = Mutex<Ending?>(nil)

    fileprivate init(id: pid_t, outputPath: String) {
        self.id = id
        self.outputPath = outputPath
        OwnedThread.start(name: "reaper") { [self] in self.reap() }
    }

    /// Where the built programs are: beside the test bundle.
    static let folder: String = {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        return ((bundle ?? CommandLine.arguments[0]) as NSString).deletingLastPathComponent
    }()

    /// Starts `concordatd`, with a bare environment besides `environment`.
    static func daemon(
        _ arguments: [String],
        environment: [String: String] = [:],
        output: String
    ) async throws -> RunningProgram {
        try await Starter.shared.start(
            Self.folder + "/concordatd",
            arguments,
            environment: environment,
            output: output
        )
    }

    /// Starts any program.
    static func start(
        _ path: String,
        _ arguments: [String],
        output: String
    ) async throws -> RunningProgram {
        try await Starter.shared.start(path, arguments, environment: [:], output: output)
    }

    /// All that the program has said.
    var output: String {
        (try? String(contentsOfFile: self.outputPath, encoding: .utf8)) ?? ""
    }

    /// How it ended; nil while it lives.
    var ending: Ending? { self.ended.withLock { $0 } }

    /// Sends a signal; nothing happens if the program has ended.
    func signal(_ number: Int32) {
        // Under the lock, as reaping is: the number is still this program's.
        self.ended.withLock { if $0 == nil { kill(self.id, number) } }
    }

    /// Sends a signal as a terminal does: to the program and all that is in its process group.
    func signalGroup(_ number: Int32) {
        self.ended.withLock { if $0 == nil { kill(-self.id, number) } }
    }

    /// Waits for the end.
    func waitUntilEnded(within limit: Duration = .patience) async throws -> Ending {
        try await eventually("\(self.outputPath) ends", within: limit) { self.ending != nil }
        return try Self.required(self.ending)
    }

    private static func required(_ ending: Ending?) throws -> Ending {
        guard let ending else { throw TimedOut(what: "an ending") }
        return ending
    }

    private func reap() {
        let waitCode = cprocess_wait_until_ended(self.id)
        precondition(waitCode == 0, "somebody else reaped a child: error \(waitCode)")
        self.ended.withLock { ended in
            let code = cprocess_reap(self.id)
            ended = code >= 256 ? .signal(code - 256) : .status(code)
        }
    }
}

/// Why a program was not started.
struct NotStarted: Error {
    let path: String
    let code: Int32
}

/// Starts programs from a thread that lives as long as the tests: the kernel kills a program when
/// the thread that started it ends.
private actor Starter {
    static let shared = Starter()

    private nonisolated let executor = ThreadExecutor(name: "starter")

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.executor.asUnownedSerialExecutor()
    }

    func start(
        _ path: String,
        _ arguments: [String],
        environment: [String: String],
        output: String
    ) throws -> RunningProgram {
        let log = open(output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard log >= 0 else { throw NotStarted(path: output, code: errno) }
        defer { close(log) }
        let own = ProcessInfo.processInfo.environment
        var variables = ["LC_ALL": "C", "TZ": "UTC"]
        for name in ["PATH", "LD_LIBRARY_PATH", "TMPDIR"] { variables[name] = own[name] }
        variables.merge(environment) { _, new in new }
        let id = Self.withStrings([path] + arguments) { arguments in
            Self.withStrings(variables.map { "\($0.key)=\($0.value)" }) { variables in
                path.withCString { path in
                    "/".withCString { folder in
                        var options = cprocess_options()
                        options.path = path
                        options.arguments = arguments
                        options.environment = variables
                        options.directory = folder
                        options.death_signal = SIGKILL
                        options.output = log
                        return cprocess_spawn(&options)
                    }
                }
            }
        }
        guard id > 0 else { throw NotStarted(path: path, code: -id) }
        return RunningProgram(id: id, outputPath: output)
    }

    /// Lends the strings as C wants them: an array of pointers that ends with NULL.
    private static func withStrings<Result>(
        _ strings: [String],
        _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>?) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) } + [nil]
        defer { for copy in copies { free(copy) } }
        return copies.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}
