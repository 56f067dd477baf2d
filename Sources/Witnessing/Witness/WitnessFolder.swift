import CryptoSuites
import LogProtocol
import SignedNotes

/// The files of a witness: `lock`, `origins`, and a record a log in the folder `state`.
///
/// The file `origins` says which logs the witness ever knew. It is what tells a log that is new from
/// one whose record was lost: a lost record is never begun again.
struct WitnessFolder: Sendable {
    /// The folder's path.
    let path: String
    /// How files are read and written.
    let files: any DurableFiles

    private var statePath: String { "\(self.path)/state" }
    private var originsPath: String { "\(self.path)/origins" }
    private var evidencePath: String { "\(self.path)/evidence" }

    /// Creates the files of a witness that knows no log yet. The folder itself may be there.
    ///
    /// - Throws: ``SignerFilesError/alreadyExists(_:)`` if there is a witness's state in it.
    func create() throws(SignerFilesError) {
        if let names = try self.files.names(in: self.path) {
            guard !names.contains("origins"), !names.contains("state") else {
                throw .alreadyExists(self.path)
            }
        } else {
            try self.files.createDirectory(self.path)
        }
        try self.files.createDirectory(self.statePath)
        try self.files.createDirectory(self.evidencePath)
        // The name of the list appears last, and so only if the rest is there.
        try self.replaceOrigins([])
        try self.files.synchronize(directory: self.parentPath)
    }

    /// Takes the folder for this process.
    ///
    /// - Throws: ``SignerFilesError/inUse(_:)`` or ``SignerFilesError/missing(_:)``.
    func lock() throws(SignerFilesError) -> any FileLock {
        // Not created by asking: a folder without state stays as it is.
        guard let names = try self.files.names(in: self.path), names.contains("origins") else {
            throw .missing(self.path)
        }
        return try self.files.lock("\(self.path)/lock")
    }

    // MARK: Origins

    private static let originsHeader = "concordat/witness-origins/v1"

    /// The logs that the witness ever knew, in the order in which it came to know them.
    ///
    /// - Throws: ``SignerFilesError/missing(_:)`` or ``SignerFilesError/damaged(_:)``.
    func origins() throws(SignerFilesError) -> [String] {
        guard let bytes = try self.files.read(self.originsPath) else { throw .missing(self.path) }
        var lines = bytes.split(separator: UInt8(ascii: "\n"))[...]
        var origins: [String] = []
        guard lines.popFirst()?.elementsEqual(Self.originsHeader.utf8) == true else {
            throw Self.damagedOrigins
        }
        while lines.count > 1 {
            guard
                let origin = lines.popValue("origin").flatMap({
                    String(validating: $0, as: UTF8.self)
                })
            else { throw Self.damagedOrigins }
            origins.append(origin)
        }
        guard Self.bytes(ofOrigins: origins) == bytes else { throw Self.damagedOrigins }
        return origins
    }

    /// Puts another list in the place of the file's. It is durable when this returns.
    func replaceOrigins(_ origins: [String]) throws(SignerFilesError) {
        try self.replace(self.originsPath, with: Self.bytes(ofOrigins: origins))
        try self.files.synchronize(directory: self.path)
    }

    private static let damagedOrigins = SignerFilesError.damaged(
        "the list of origins is not one that a witness wrote"
    )

    private static func bytes(ofOrigins origins: [String]) -> [UInt8] {
        let body = Array(
            ([self.originsHeader] + origins.map { "origin \($0)" }).map { $0 + "\n" }.joined().utf8
        )
        return body + Array("digest \(Hexadecimal.encode(Hashes.sha256(body)))\n".utf8)
    }

    // MARK: Records

    private func recordPath(_ origin: String) -> String {
        "\(self.statePath)/\(WitnessPath.identifier(ofOrigin: origin))"
    }

    /// The record of a log.
    ///
    /// - Throws: ``SignerFilesError/missing(_:)`` or ``SignerFilesError/damaged(_:)``.
    func record(of origin: String) throws(SignerFilesError) -> WitnessRecord {
        let path = self.recordPath(origin)
        guard let bytes = try self.files.read(path) else { throw .missing(path) }
        let record = try WitnessRecord(parsing: bytes)
        guard record.origin.utf8.elementsEqual(origin.utf8) else {
            throw .damaged("\(path) is the record of \(record.origin)")
        }
        return record
    }

    /// Whether there is a record of a log, in whatever state.
    func hasRecord(of origin: String) throws(SignerFilesError) -> Bool {
        try self.files.names(in: self.statePath)?
            .contains(WitnessPath.identifier(ofOrigin: origin)) == true
    }

    /// Puts records in the places of those of their logs. SPEC: WITNESS-7.
    ///
    /// All of them share what is dear: the directory is made durable once. Each is durable when this
    /// returns, unless its error is given: `.failed` is that of a step before the new record took
    /// the old one's place, which is then still there.
    ///
    /// - Throws: ``SignerFilesError`` if it is not known which of the records are in place.
    func replace(
        _ records: [WitnessRecord]
    ) throws(SignerFilesError) -> [SignerFilesError?] {
        var errors: [SignerFilesError?] = []
        for record in records {
            do throws(SignerFilesError) {
                try self.write(self.recordPath(record.origin), record.bytes)
                errors.append(nil)
            } catch {
                errors.append(error)
            }
        }
        var isAnyInPlace = false
        for (record, error) in zip(records, errors) where error == nil {
            let path = self.recordPath(record.origin)
            try self.files.rename(Self.draft(path), to: path)
            isAnyInPlace = true
        }
        if isAnyInPlace { try self.files.synchronize(directory: self.statePath) }
        return errors
    }

    /// Removes what interrupted writing left behind.
    func removeLeftovers() throws(SignerFilesError) {
        for directory in [self.path, self.statePath] {
            for name in try self.files.names(in: directory) ?? []
            where name.utf8.suffix(4).elementsEqual(".new".utf8) {
                try self.files.remove("\(directory)/\(name)")
            }
        }
    }

    // MARK: Evidence

    /// The most files of evidence that are kept: a log that contradicts itself without end does not
    /// fill the disk.
    static let maximumEvidenceCount = 256

    /// Keeps what a log signed and cannot explain; nothing if there is as much as is kept.
    func keepEvidence(_ bytes: [UInt8], name: String) throws(SignerFilesError) {
        let names = try self.files.names(in: self.evidencePath) ?? []
        guard names.count < Self.maximumEvidenceCount, !names.contains(name) else { return }
        try self.replace("\(self.evidencePath)/\(name)", with: bytes)
        try self.files.synchronize(directory: self.evidencePath)
    }

    // MARK: Writing

    private static func draft(_ path: String) -> String { path + ".new" }

    /// Writes a file's successor beside it, durably but for its name.
    private func write(_ path: String, _ bytes: [UInt8]) throws(SignerFilesError) {
        let draft = Self.draft(path)
        let file: any DurableFile
        do throws(SignerFilesError) { file = try self.files.create(draft) } catch {
            // What a full disk left of the last attempt gives way.
            guard case .alreadyExists = error else { throw error }
            try self.files.remove(draft)
            file = try self.files.create(draft)
        }
        try file.append([bytes])
        try file.synchronize()
    }

    private func replace(_ path: String, with bytes: [UInt8]) throws(SignerFilesError) {
        try self.write(path, bytes)
        try self.files.rename(Self.draft(path), to: path)
    }

    private var parentPath: String {
        guard let slash = self.path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == self.path.startIndex ? "/" : String(self.path[..<slash])
    }
}
