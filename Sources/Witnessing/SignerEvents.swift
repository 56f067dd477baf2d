import CryptoSuites
import LogProtocol
import SignedNotes

/// The statements about keys and policy that a signer has recorded, as its file `events` holds them.
///
///     concordat/signer-events/v1
///     origin <origin>
///     event <index> <statement, base64>             for each, in index order
///     digest <SHA-256 of everything above, hexadecimal>
///
/// The journal below the published size is dropped; what these statements change is not. There is no
/// file before the first.
struct SignerEvents: Hashable, Sendable {
    let origin: LogOrigin
    let events: [HistoryStatement]

    private static let header = "concordat/signer-events/v1"

    init(origin: LogOrigin, events: [HistoryStatement]) {
        self.origin = origin
        self.events = events
    }

    /// Reads the file.
    ///
    /// - Throws: ``SignerFilesError/damaged(_:)`` unless the bytes are what a signer wrote.
    init(parsing bytes: [UInt8]) throws(SignerFilesError) {
        guard let events = Self(lines: bytes.split(separator: UInt8(ascii: "\n"))[...]),
            events.bytes == bytes
        else { throw .damaged("the file of events is not one that a signer wrote") }
        self = events
    }

    /// The file's contents.
    var bytes: [UInt8] {
        let lines =
            [Self.header, "origin \(self.origin.text)"] + self.events.recordLines
        let body = Array(lines.map { $0 + "\n" }.joined().utf8)
        return body + Array("digest \(Hexadecimal.encode(Hashes.sha256(body)))\n".utf8)
    }

    private init?(lines: ArraySlice<ArraySlice<UInt8>>) {
        var lines = lines
        guard lines.popFirst()?.elementsEqual(Self.header.utf8) == true,
            let origin = lines.popValue("origin").flatMap({
                String(validating: $0, as: UTF8.self)
            }), let origin = try? LogOrigin(origin),
            let events = [HistoryStatement](popping: &lines)
        else { return nil }
        // Digest and spelling are checked by the caller, who prints what was read and compares.
        self.init(origin: origin, events: events)
    }
}
