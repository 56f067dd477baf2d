import CryptoSuites
public import SignedNotes

/// The file `closed` in the folder of a log's signer: nothing is recorded or signed for this log any
/// more, because it goes on as another one.
///
///     concordat/closed-log/v1
///     origin <origin>
///     successor <origin>
///     name <short name of the successor>
///     statement <the successor's first entry, base64>
///     digest <SHA-256 of everything above, hexadecimal>
public struct ClosedMark: Hashable, Sendable {
    /// The log that is closed.
    public let origin: LogOrigin
    /// The log that it goes on as.
    public let successor: LogOrigin
    /// The successor's short name.
    public let name: String
    /// The successor's first entry.
    public let statement: [UInt8]

    /// Joins the parts.
    ///
    /// - Precondition: The name has no line feed.
    public init(origin: LogOrigin, successor: LogOrigin, name: String, statement: [UInt8]) {
        precondition(!name.utf8.contains(UInt8(ascii: "\n")), "a name is one line")
        self.origin = origin
        self.successor = successor
        self.name = name
        self.statement = statement
    }

    private static let header = "concordat/closed-log/v1"

    /// The file's contents.
    var bytes: [UInt8] {
        let lines = [
            Self.header, "origin \(self.origin.text)", "successor \(self.successor.text)",
            "name \(self.name)", "statement \(Base64.encode(self.statement))",
        ]
        let body = Array(lines.map { $0 + "\n" }.joined().utf8)
        return body + Array("digest \(Hexadecimal.encode(Hashes.sha256(body)))\n".utf8)
    }

    /// Reads a mark's file.
    ///
    /// - Throws: ``SignerFilesError/damaged(_:)`` unless the bytes are what a mark prints. Such a
    ///   file still closes the log.
    init(parsing bytes: [UInt8]) throws(SignerFilesError) {
        var lines = bytes.split(separator: UInt8(ascii: "\n"))[...]
        func value(_ name: String) -> ArraySlice<UInt8>? { lines.popValue(name) }
        func text(_ name: String) -> String? {
            value(name).flatMap { String(validating: $0, as: UTF8.self) }
        }
        guard lines.popFirst()?.elementsEqual(Self.header.utf8) == true,
            let origin = text("origin").flatMap({ try? LogOrigin($0) }),
            let successor = text("successor").flatMap({ try? LogOrigin($0) }),
            let name = text("name"),
            let statement = value("statement").flatMap({ Base64.decode($0) })
        else { throw Self.damage }
        self.init(origin: origin, successor: successor, name: name, statement: statement)
        guard self.bytes == bytes else { throw Self.damage }
    }

    private static let damage = SignerFilesError.damaged("the mark of a closed log is not one")
}

extension ClosedMark {
    /// The mark in the folder of a log's signer; nil if the log is not closed.
    ///
    /// - Throws: ``SignerFilesError/damaged(_:)``.
    public static func read(directory: String) throws(SignerFilesError) -> ClosedMark? {
        try SignerFolder(path: directory, files: POSIXFiles()).closedMark()
    }

    /// Closes the log for good. The mark is durable when this returns. The folder is made if it is
    /// not there.
    ///
    /// - Throws: ``SignerFilesError/alreadyExists(_:)`` if the log is closed already.
    public func write(directory: String) throws(SignerFilesError) {
        try SignerFolder(path: directory, files: POSIXFiles()).close(with: self)
    }
}
