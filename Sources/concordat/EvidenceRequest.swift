import LogClient
import LogProtocol
import Records
import SignedNotes

/// What `evidence` asks a log for.
struct EvidenceRequest {
    let recordID: String
    /// What it is needed for, a code.
    let purpose: String
    /// The names of the fields; none for all that the profile allows.
    let fields: [String]
    /// How long to wait for the record's publication.
    let patience: Duration
    /// The keys to verify with; none to verify later.
    let keys: [VerifierKey]

    /// The longest token, in bytes.
    private static let tokenByteCount = 16 << 10

    /// Whether the text is a UUID in lower case, which can stand in a path.
    static func isRecordID(_ text: String) -> Bool {
        text.utf8.count == 36
            && text.utf8.enumerated().allSatisfy { position, byte in
                [8, 13, 18, 23].contains(position)
                    ? byte == UInt8(ascii: "-")
                    : (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                        || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            }
    }

    /// Whether the text is a code, which can stand in a URL.
    static func isCode(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 96
            && text.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || "._:-".utf8.contains($0)
            }
    }

    /// The names in a list; nil if one of them could not be a field's.
    static func fields(_ list: String?) -> [String]? {
        guard let list else { return [] }
        let names = list.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let isEachAName = names.allSatisfy { name in
            !name.isEmpty
                && name.utf8.allSatisfy {
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                        || $0 == UInt8(ascii: "_")
                }
        }
        return isEachAName ? names : nil
    }

    /// The token in a file, without the white space around it.
    ///
    /// - Throws: ``InputError``, or ``UsageError`` if the file holds no token.
    static func token(in file: InputFile) throws -> String {
        let bytes = try file.bytes(limit: self.tokenByteCount)
        let isSpace: (UInt8) -> Bool = { [0x20, 0x09, 0x0a, 0x0d].contains($0) }
        let token = bytes.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
        guard !token.isEmpty, bytes.count <= self.tokenByteCount,
            token.allSatisfy({ 0x21...0x7e ~= $0 })
        else { throw UsageError(description: "\(file.path.printable) holds no token") }
        return String(decoding: Array(token), as: UTF8.self)
    }

    /// The file, verified if there are keys, and the entry in which the log recorded the disclosure.
    ///
    /// - Throws: ``LogClientError``, ``EvidenceError``.
    func evidence(
        from client: LogClient,
        token: String?
    ) async throws -> (bytes: [UInt8], disclosureIndex: UInt64) {
        let answer = try await client.evidence(
            recordID: self.recordID,
            purpose: self.purpose,
            fields: self.fields,
            bearerToken: token,
            patience: self.patience
        )
        var evidence = answer.evidence
        if !self.fields.isEmpty {
            // What was not asked for is not passed on, whatever the log answered.
            let names = try Dictionary(
                uniqueKeysWithValues: evidence.disclosures.map { disclosure in
                    do throws(DisclosureError) {
                        let read = try RecordDisclosure(parsing: disclosure.digits)
                        return (disclosure.index, read.name)
                    } catch { throw EvidenceError.disclosure(index: disclosure.index, error) }
                }
            )
            let wanted = Set(self.fields + [RecordForm.schemaLeafName])
            evidence = try evidence.keeping { names[$0].map { wanted.contains($0) } ?? false }
        }
        if !self.keys.isEmpty { _ = try evidence.verify(trusting: .keys(self.keys)) }
        return (evidence.bytes, answer.disclosureIndex)
    }
}
