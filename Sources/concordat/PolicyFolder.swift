import Foundation
import LogProtocol
import SignedNotes

/// A folder with the policies that a log's entries announce, a file each: what whoever verifies offline
/// needs of the log besides its keys.
struct PolicyFolder {
    /// The folder's path; it is made if it is not there.
    let path: String

    /// Writes the policies of a log, in the order of their sizes. Returns each as `verify --policy` takes
    /// it: `<folder>/from-<first>.policy@<first>..<last>`.
    ///
    /// - Throws: What the file system says.
    func write(_ periods: [LogHistory.PolicyPeriod]) throws -> [String] {
        try FileManager.default.createDirectory(
            atPath: self.path,
            withIntermediateDirectories: true
        )
        var arguments: [String] = []
        for (number, period) in periods.enumerated() {
            let file = "\(self.path)/from-\(period.from).policy"
            try Data(period.text).write(to: URL(fileURLWithPath: file), options: .atomic)
            let last = periods.dropFirst(number + 1).first.map { "\($0.from - 1)" } ?? ""
            arguments.append("\(file)@\(period.from)..\(last)")
        }
        return arguments
    }
}
