import Foundation
import Glibc
import LogTesting

/// File systems of a fixed size in a mount namespace of their own, which goes with the process that
/// holds it: nothing stays mounted, whatever becomes of the test.
final class Volumes: Sendable {
    /// A file system to be made.
    struct Volume: Sendable {
        /// Where it is mounted: an existing folder, which is empty.
        let path: String
        let megabytes: Int
        /// Who owns its root.
        let user: String
    }

    private let holder: RunningProgram

    /// Why volumes cannot be made here; nil if they can.
    static let obstacle: String? = {
        if geteuid() != 0 { return "mounting a file system of a fixed size needs root" }
        for tool in [Volumes.unshare, Volumes.nsenter]
        where !FileManager.default.isExecutableFile(atPath: tool) {
            return "\(tool) is not there"
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Volumes.unshare)
        process.arguments = ["--mount", "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", "/mnt"]
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { return "\(Volumes.unshare): \(error)" }
        process.waitUntilExit()
        return process.terminationStatus == 0 ? nil : "file systems cannot be mounted here"
    }()

    private static let unshare = "/usr/bin/unshare"
    private static let nsenter = "/usr/bin/nsenter"

    /// Mounts the volumes.
    init(_ volumes: [Volume], output: String) async throws {
        let mounts = volumes.map { volume in
            "mount -t tmpfs -o size=\(volume.megabytes)m,mode=0700,uid=$(id -u \(volume.user)),"
                + "gid=$(id -g \(volume.user)) tmpfs '\(volume.path)'"
        }
        self.holder = try await RunningProgram.start(
            Self.unshare,
            [
                "--mount", "--propagation", "private", "/bin/sh", "-c",
                (mounts + ["echo mounted", "exec sleep 900"]).joined(separator: " && "),
            ],
            output: output
        )
        let holder = self.holder
        try await eventually("the volumes are mounted") {
            guard holder.ending == nil else {
                throw TimedOut(what: "mounts", detail: holder.output)
            }
            return holder.output.contains("mounted")
        }
    }

    deinit { self.holder.signal(SIGKILL) }

    /// The program and arguments that run something where the volumes are.
    func inside(_ program: String, _ arguments: [String]) -> (program: String, arguments: [String])
    {
        (Self.nsenter, ["--mount=/proc/\(self.holder.id)/ns/mnt", "--", program] + arguments)
    }

    /// Runs a program of the system where the volumes are; it has to succeed.
    @discardableResult
    func tool(_ path: String, _ arguments: [String]) async throws -> String {
        let command = self.inside(path, arguments)
        return try await House.tool(command.program, command.arguments)
    }

    /// A path as it is seen from outside.
    func outside(_ path: String) -> String { "/proc/\(self.holder.id)/root" + path }

    /// Fills the volume of a folder with a file, but for so many bytes.
    func fill(_ folder: String, leaving spare: Int = 0) throws {
        let free = try self.freeBytes(folder)
        let path = self.outside(folder + "/" + Self.ballast)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw TimedOut(what: "opening \(path)", detail: "\(errno)") }
        defer { close(descriptor) }
        let zeros = [UInt8](repeating: 0, count: 64 << 10)
        var rest = free - spare
        while rest > 0 {
            let count = write(descriptor, zeros, min(rest, zeros.count))
            if count <= 0 { break }
            rest -= count
        }
    }

    /// Gives the room back.
    func empty(_ folder: String) throws {
        try FileManager.default.removeItem(atPath: self.outside(folder + "/" + Self.ballast))
    }

    private static let ballast = "ballast"

    private func freeBytes(_ folder: String) throws -> Int {
        var status = statvfs()
        guard statvfs(self.outside(folder), &status) == 0 else {
            throw TimedOut(what: "statvfs of \(folder)", detail: "\(errno)")
        }
        return Int(status.f_bavail) * Int(status.f_frsize)
    }
}
