import Glibc

/// Why a file with a secret was not made or not used. Each case names the file.
public enum KeyFileError: Error, Hashable, Sendable {
    /// There is a file of this name already; it was left alone.
    case alreadyExists(path: String)
    /// There is no such file.
    case notFound(path: String)
    /// Users other than the owner have some right to the file. `mode` holds its permission bits.
    case accessibleByOthers(path: String, mode: UInt32)
    /// A directory, a pipe, a device: something else than a file.
    case notARegularFile(path: String)
    /// The file is longer than such a secret can be.
    case tooLarge(path: String, limitBytes: Int)
    /// The system refused to open or read the file. `errno` is its reason.
    case cannotRead(path: String, errno: Int32)
    /// The system refused to make the file or to put it on disk. `errno` is its reason.
    case cannotWrite(path: String, errno: Int32)
    /// The file is readable, and what is in it is not usable.
    case unusable(path: String, CryptoError)
}

extension KeyFileError: CustomStringConvertible {
    /// One line for an operator.
    public var description: String {
        switch self {
        case .alreadyExists(let path):
            "\(path): exists already and is not overwritten"
        case .notFound(let path):
            "\(path): no such file"
        case .accessibleByOthers(let path, let mode):
            "\(path): others than its owner have access (mode \(Self.octal(mode))); "
                + "make it 0600 and consider the secret known"
        case .notARegularFile(let path):
            "\(path): not a regular file"
        case .tooLarge(let path, let limitBytes):
            "\(path): longer than \(limitBytes) bytes"
        case .cannotRead(let path, let errno):
            "\(path): cannot be read: \(Self.reason(errno))"
        case .cannotWrite(let path, let errno):
            "\(path): cannot be written: \(Self.reason(errno))"
        case .unusable(let path, let error):
            "\(path): \(error)"
        }
    }

    private static func octal(_ mode: UInt32) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private static func reason(_ errno: Int32) -> String { String(cString: strerror(errno)) }
}
