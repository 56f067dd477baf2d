public import CryptoSuites
import MerkleTree
import Records
public import SignedNotes

/// All that is needed to check offline what a log holds of one record, and the fields that were
/// disclosed of it: Specs/evidence.md.
///
///     {"checksum":"sha256:…","disclosures":[{"disclosure":"…","index":14,"sha256":["…"],"sm3":["…"]}],
///      "format":"concordat/evidence/v1","proof":"…","schema":"…","sm3_proof":"…","statement":"…",
///      "twin":"…"}
///
/// In canonical form. Nothing in it is to be believed until ``verify(trusting:)`` has returned.
public struct Evidence: Sendable {
    /// What the member `format` says.
    public static let format = "concordat/evidence/v1"
    /// The largest file, in bytes.
    public static let maximumByteCount = 4 << 20

    /// The entry.
    public let statement: [UInt8]
    /// The file with the schema of the record.
    public let schema: [UInt8]
    /// The fields that are disclosed, by index.
    public let disclosures: [EvidenceDisclosure]
    /// The proof that the SHA-256 tree holds the statement.
    public let proof: ProofFile<SHA256Hasher>
    /// The proof that the SM3 tree holds the statement.
    public let sm3Proof: ProofFile<SM3Hasher>
    /// The note in which the log says that the two heads belong together.
    public let twin: UnverifiedNote

    /// Puts a file together.
    ///
    /// - Throws: ``EvidenceError/malformed(_:)`` if the disclosures are not in order, or the
    ///   statement or the schema is not text.
    public init(
        statement: [UInt8],
        schema: [UInt8],
        disclosures: [EvidenceDisclosure],
        proof: ProofFile<SHA256Hasher>,
        sm3Proof: ProofFile<SM3Hasher>,
        twin: UnverifiedNote
    ) throws(EvidenceError) {
        // SPEC: EVID-4.
        guard zip(disclosures, disclosures.dropFirst()).allSatisfy({ $0.index < $1.index }),
            disclosures.allSatisfy({ 0..<128 ~= $0.index })
        else { throw .malformed("disclosures") }
        guard String(validating: statement, as: UTF8.self) != nil else {
            throw .malformed("statement")
        }
        guard String(validating: schema, as: UTF8.self) != nil else { throw .malformed("schema") }
        self.statement = statement
        self.schema = schema
        self.disclosures = disclosures
        self.proof = proof
        self.sm3Proof = sm3Proof
        self.twin = twin
    }

    /// Reads a file. Nothing is verified but its form and its checksum.
    ///
    /// - Throws: ``EvidenceError`` with the member that is wrong.
    public init(parsing bytes: [UInt8]) throws(EvidenceError) {
        // SPEC: EVID-1, EVID-2.
        let json: JSONValue
        do throws(StrictJSONError) {
            json = try StrictJSON.parse(bytes, maximumByteCount: Self.maximumByteCount)
        } catch { throw .json(error) }
        guard json.members?.count == 8 else { throw .malformed("") }
        func text(_ name: String) throws(EvidenceError) -> [UInt8] {
            guard let text = json[name]?.text else { throw .malformed(name) }
            return Array(text.utf8)
        }
        guard try text("format").elementsEqual(Self.format.utf8) else {
            throw .malformed("format")
        }
        guard let elements = json["disclosures"]?.elements else { throw .malformed("disclosures") }
        var disclosures: [EvidenceDisclosure] = []
        for element in elements {
            guard let disclosure = EvidenceDisclosure(element) else {
                throw .malformed("disclosures[\(disclosures.count)]")
            }
            disclosures.append(disclosure)
        }
        let proof: ProofFile<SHA256Hasher>
        let sm3Proof: ProofFile<SM3Hasher>
        let twin: UnverifiedNote
        let (proofText, sm3Text) = (try text("proof"), try text("sm3_proof"))
        do { proof = try ProofFile(parsing: proofText) } catch { throw .proof(.sha256, error) }
        do { sm3Proof = try ProofFile(parsing: sm3Text) } catch { throw .proof(.sm3, error) }
        let twinText = try text("twin")
        do { twin = try UnverifiedNote(parsing: twinText) } catch { throw .twinNote(error) }
        try self.init(
            statement: text("statement"),
            schema: text("schema"),
            disclosures: disclosures,
            proof: proof,
            sm3Proof: sm3Proof,
            twin: twin
        )
        // SPEC: EVID-3: what was read must be what would be printed, the checksum included.
        guard json["checksum"]?.text == self.checksum.description else { throw .checksum }
        guard self.bytes == bytes else { throw .notCanonical }
    }

    /// What the checksum is over, as one object in canonical form.
    private var checked: [UInt8] {
        // Put together by hand in the canonical order: most of it is the schema, whose text is at hand.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(self.schema.count * 5 / 4 + 4_096)
        func add(_ head: StaticString, _ text: [UInt8]) {
            head.withUTF8Buffer { bytes.append(contentsOf: $0) }
            bytes += text
        }
        func text(_ bytes: [UInt8]) -> [UInt8] {
            JSONValue.string(String(decoding: bytes, as: UTF8.self)).canonicalBytes
        }
        add(#"{"format":"#, text(Array(Self.format.utf8)))
        add(#","proof":"#, text(self.proof.bytes))
        add(#","schema":"#, SchemaRegistry.canonicalText(of: self.schema))
        add(#","sm3_proof":"#, text(self.sm3Proof.bytes))
        add(#","statement":"#, text(self.statement))
        add(#","twin":"#, text(self.twin.bytes))
        add("}", [])
        return bytes
    }

    /// SPEC: EVID-3: over everything but the disclosures, which vouch for themselves and may be taken
    /// out. It finds damage, also in what no key of a verifier speaks for; it stops nobody who
    /// computes it anew.
    private var checksum: ContentDigest { ContentDigest(of: self.checked) }

    /// The file.
    public var bytes: [UInt8] {
        let checked = self.checked
        // Both names come before all others: the rest of the object is what the checksum is over.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(checked.count + 1_024 * (self.disclosures.count + 1))
        bytes += #"{"checksum":""#.utf8
        bytes += ContentDigest(of: checked).description.utf8
        bytes += #"","disclosures":["#.utf8
        for (position, disclosure) in self.disclosures.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            disclosure.write(to: &bytes)
        }
        bytes += "],".utf8
        bytes += checked.dropFirst()
        return bytes
    }

    /// The file with those disclosures only whose index `isIncluded` picks. It stays valid.
    ///
    /// - Throws: Nothing that the original did not.
    public func keeping(
        _ isIncluded: (Int) -> Bool
    ) throws(EvidenceError) -> Evidence {
        try Evidence(
            statement: self.statement,
            schema: self.schema,
            disclosures: self.disclosures.filter { isIncluded($0.index) },
            proof: self.proof,
            sm3Proof: self.sm3Proof,
            twin: self.twin
        )
    }
}

extension EvidenceDisclosure {
    /// Reads a disclosure; nil if a member is missing, malformed or one too many.
    fileprivate init?(_ json: JSONValue) {
        guard json.members?.count == 4, let index = json["index"]?.integer, 0..<128 ~= index,
            let digits = json["disclosure"]?.text, let sha256 = json["sha256"]?.elements,
            let sm3 = json["sm3"]?.elements
        else { return nil }
        func hashes<Hasher>(_ elements: [JSONValue]) -> [TreeHash<Hasher>]? {
            let hashes = elements.compactMap { $0.text.flatMap { TreeHash<Hasher>(base64: $0) } }
            return hashes.count == elements.count && hashes.count <= 7 ? hashes : nil
        }
        guard let sha256Path: [TreeHash<SHA256Hasher>] = hashes(sha256),
            let sm3Path: [TreeHash<SM3Hasher>] = hashes(sm3)
        else { return nil }
        self.init(
            index: Int(index),
            digits: Array(digits.utf8),
            paths: DisclosurePaths(sha256: sha256Path, sm3: sm3Path)
        )
    }

    /// Adds the disclosure in canonical form. Its digits and hashes hold nothing that JSON escapes, as
    /// long as they are what they should be; what is not is escaped all the same.
    fileprivate func write(to bytes: inout [UInt8]) {
        bytes += #"{"disclosure":"#.utf8
        bytes += JSONValue.string(String(decoding: self.digits, as: UTF8.self)).canonicalBytes
        bytes += #","index":"#.utf8
        bytes += String(self.index).utf8
        bytes += #","sha256":["#.utf8
        Self.write(self.paths.sha256, to: &bytes)
        bytes += #"],"sm3":["#.utf8
        Self.write(self.paths.sm3, to: &bytes)
        bytes += "]}".utf8
    }

    private static func write<Hasher>(_ path: [TreeHash<Hasher>], to bytes: inout [UInt8]) {
        for (position, hash) in path.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(UInt8(ascii: "\""))
            hash.appendBase64(to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
    }
}
