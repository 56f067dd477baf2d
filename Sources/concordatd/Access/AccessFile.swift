import Foundation
import LogCore
import LogServer
import Logging
import Records

/// The file that says who may do what.
struct AccessFile {
    /// The absolute path.
    let path: String

    /// The name of the file that `concordatd token new` writes.
    static let name = "access.json"

    /// The file that the settings name, or the one that `concordatd token new` wrote; nil if there is
    /// neither.
    ///
    /// - Throws: ``DaemonError/badAccessFile(_:reason:)`` if the settings name one that is not there.
    init?(_ settings: Settings, folder: DataFolder) throws {
        if let named = settings.text(.access) {
            self.path = URL(fileURLWithPath: named).standardizedFileURL.path
            guard FileManager.default.fileExists(atPath: self.path) else {
                throw DaemonError.badAccessFile(self.path, reason: "there is no such file")
            }
        } else {
            self.path = "\(folder.tokens)/\(Self.name)"
            guard FileManager.default.fileExists(atPath: self.path) else { return nil }
        }
    }

    /// Reads the file and puts the gate together. Keys are read when the first token comes.
    ///
    /// - Throws: ``DaemonError/badAccessFile(_:reason:)`` with the place.
    func gate(
        logs: [LogName],
        library: CrosswalkLibrary,
        logger: Logger
    ) throws -> AccessGate {
        let configuration: AccessConfiguration
        do {
            configuration = try AccessConfiguration(
                parsing: Array(Data(contentsOf: URL(fileURLWithPath: self.path))),
                profiles: Set(library.newest.profiles.map(\.id)),
                logNames: Set(logs.map(\.text))
            )
        } catch let error as AccessConfigurationError {
            throw DaemonError.badAccessFile(self.path, reason: "\(error)")
        } catch {
            throw DaemonError.badAccessFile(self.path, reason: error.localizedDescription)
        }
        return AccessGate(
            configuration,
            crosswalk: library.newest,
            transport: KeySetReader(folder: (self.path as NSString).deletingLastPathComponent),
            now: systemTime,
            logger: logger
        )
    }
}
