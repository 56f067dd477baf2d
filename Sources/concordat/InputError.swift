import Glibc
import SignedNotes

/// A file cannot be read or written.
struct InputError: Error, Hashable, CustomStringConvertible {
    /// The file's path.
    let path: String
    /// What the system says, as a number of `errno`.
    let errorNumber: Int32

    /// The path and what the system says, in words.
    var description: String {
        "\(self.path.printable): \(String(cString: strerror(self.errorNumber)))"
    }

    /// The error as the end of a command: nothing is known then.
    var outcome: Outcome { .failed(.undecided, step: "file", detail: self.description) }
}
