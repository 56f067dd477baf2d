import Foundation
import LogCore
import SignedNotes

/// The policy files that the settings name, read before anything is started.
struct PolicyFiles {
    private struct File {
        let path: String
        let bytes: [UInt8]
    }

    /// By the name of a log; under the empty name the file for all others.
    private var files: [String: File] = [:]

    /// Reads the files of `--policy`: `FILE`, or `NAME=FILE` separated by commas.
    ///
    /// - Throws: ``SettingsError`` or ``DaemonError/policy(_:reason:)``.
    init(_ settings: Settings) throws {
        guard let text = settings.text(.policy) else { return }
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = halves.count == 2 ? String(halves[0]) : ""
            let path = String(halves[halves.count - 1])
            let isName = halves.count == 1 || (try? LogName(name)) != nil
            guard !path.isEmpty, isName, self.files[name] == nil else {
                throw SettingsError.invalid(
                    .policy,
                    text,
                    expected: "FILE, or NAME=FILE for each log, separated by commas"
                )
            }
            self.files[name] = File(path: path, bytes: try Self.read(path))
        }
    }

    /// The bytes of a policy file, one more than the longest one has at most.
    static func read(_ path: String) throws -> [UInt8] {
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? file.close() }
            return Array(try file.read(upToCount: PolicyLimits.byteCount + 1) ?? Data())
        } catch {
            throw DaemonError.policy(path, reason: error.localizedDescription)
        }
    }

    /// Refuses files of logs that are not there: a misspelt name must not mean `quorum none`.
    func check(names: [String]) throws {
        for (name, file) in self.files where !name.isEmpty && !names.contains(name) {
            throw DaemonError.policy(file.path, reason: "there is no log \(name)")
        }
    }

    /// The policy of a log; nil if none is configured.
    func policy(
        of log: LogDescriptor,
        keys: [VerifierKey]
    ) throws -> PublicationPolicy? {
        guard let file = self.files[log.name.text] ?? self.files[""] else { return nil }
        do {
            return try PublicationPolicy(
                parsing: file.bytes,
                origin: log.origin,
                logKeys: keys
            )
        } catch {
            throw DaemonError.policy(file.path, reason: "\(error)")
        }
    }
}
