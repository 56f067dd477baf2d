/// Why an append cannot begin, or go on where it was interrupted.
enum AppendError: Error, Hashable, CustomStringConvertible {
    /// The file with the progress is not one.
    case unreadableProgress(path: String)
    /// An append of other inputs, or to another log, was interrupted here.
    case otherAppend(path: String, log: String, inputs: [String])
    /// Another run is appending the same input.
    case underWay(path: String)
    /// The inputs are not any more what they were before the interruption.
    case inputsChanged(path: String)

    /// What is wrong and what to do, in words.
    var description: String {
        switch self {
        case .unreadableProgress(let path):
            "\(path.printable) is no record of an append; remove it to begin anew"
        case .otherAppend(let path, let log, let inputs):
            """
            \(path.printable) is of an interrupted append of \
            \(inputs.map(\.printable).joined(separator: " ")) to \(log.printable); finish that \
            one, or remove the file to begin anew
            """
        case .underWay(let path):
            "\(path.printable) is being appended by another run; wait for it, or stop it first"
        case .inputsChanged(let path):
            """
            the inputs have changed since the interrupted append in \(path.printable); remove it \
            to begin anew, knowing that some entries are in the log already
            """
        }
    }
}
