import CryptoSuites
import MerkleTree

/// The contents of one record: from these bytes all of its disclosures can be made again.
///
/// What the vault encrypts, and nobody else ever sees. Erasing fields takes their values and salts out
/// for good, and leaves their leaf hashes, so that the proofs of the others stay as they are.
///
///     {"erased":{"<index>":{"sha256":"…","sm3":"…"}},"hmac":"sha256","salts":{"<depth>.<prefix>":"…"},
///      "schema":"sha256:…","shape":"open","v":1,"values":{"<name>":<value>,…}}
public struct RecordContent: Sendable {
    /// The schema of the record.
    public let schema: RecordSchema
    /// What the record's statement tells.
    public let shape: RecordShape
    /// The salts that are left.
    public let salts: SaltTree
    /// The value of each field of the schema; nil where there is none, or none any more.
    public let values: [JSONValue?]
    let erased: [Int: LeafHashes]

    init(
        schema: RecordSchema,
        shape: RecordShape,
        salts: SaltTree,
        values: [JSONValue?],
        erased: [Int: LeafHashes]
    ) {
        self.schema = schema
        self.shape = shape
        self.salts = salts
        self.values = values
        self.erased = erased
    }

    /// Reads contents that were sealed before.
    ///
    /// - Throws: ``RecordContentError``.
    public init(
        parsing bytes: [UInt8],
        schemas: SchemaRegistry = .embedded
    ) throws(RecordContentError) {
        guard let json = try? StrictJSON.parse(bytes), json.members?.count == 7,
            json["v"]?.integer == 1,
            let digest = json["schema"]?.text.flatMap({ ContentDigest(parsing: $0) }),
            let shape = json["shape"]?.text.flatMap(RecordShape.init),
            let hash = json["hmac"]?.text.flatMap(HMACHash.init),
            let nodes = json["salts"]?.members, let members = json["values"]?.members,
            let hashes = json["erased"]?.members
        else { throw .malformed }
        guard let schema = schemas[digest] else { throw .unknownSchema(digest) }
        var values = [JSONValue?](repeating: nil, count: schema.fields.count)
        for member in members {
            guard let index = schema.index(of: member) else { throw .malformed }
            values[index] = member.value
        }
        var salts: [SaltTree.Node] = []
        for node in nodes {
            guard let node = SaltTree.Node(node) else { throw .malformed }
            salts.append(node)
        }
        // By where the salts below them lie.
        salts.sort { $0.firstIndex < $1.firstIndex }
        var erased: [Int: LeafHashes] = [:]
        for leaf in hashes {
            guard let index = Int(leaf.name), let hashes = LeafHashes(leaf.value) else {
                throw .malformed
            }
            erased[index] = hashes
        }
        self.init(
            schema: schema,
            shape: shape,
            salts: SaltTree(hash, nodes: salts),
            values: values,
            erased: erased
        )
        // SPEC: RECORD-15: one spelling, and each leaf is either known or erased.
        guard self.bytes == bytes,
            (0..<self.leafCount).allSatisfy({
                self.salts.covers($0) == (self.erased[$0] == nil)
            }),
            self.erased.keys.allSatisfy({ (0..<self.leafCount).contains($0) }),
            zip(self.values, 0...).allSatisfy({ $0 == nil || self.erased[$1] == nil })
        else { throw .malformed }
    }

    /// The bytes: canonical JSON.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2_048)
        bytes.append(#"{"erased":{"#)
        let erased = self.erased.map { (String($0), $1) }.sorted {
            CanonicalOrder.precedes($0.0, $1.0)
        }
        for (position, (index, hashes)) in erased.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += "\"\(index)\":".utf8
            bytes += hashes.json.canonicalBytes
        }
        bytes.append(#"},"hmac":""#)
        bytes += self.salts.hash.rawValue.utf8
        bytes.append(#"","salts":{"#)
        let nodes = self.salts.nodes.map { ("\($0.depth).\($0.prefix)", $0.seed) }.sorted {
            CanonicalOrder.precedes($0.0, $1.0)
        }
        for (position, (name, seed)) in nodes.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += "\"\(name)\":\"".utf8
            bytes += seed.withBytes { Base64URL.encode($0) }
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(#"},"schema":""#)
        bytes += self.schema.digest.description.utf8
        bytes.append(#"","shape":""#)
        bytes += self.shape.rawValue.utf8
        bytes.append(#"","v":1,"values":{"#)
        let template = self.schema.template
        var isFirst = true
        for index in template.canonicalOrder {
            guard let value = self.values[index] else { continue }
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            bytes += template.memberHeads[index]
            value.appendCanonical(to: &bytes)
        }
        bytes.append("}}")
        return bytes
    }

    /// How many leaves the record's tree has.
    public var leafCount: Int {
        self.shape == .open ? self.schema.fields.count : RecordShape.opaqueLeafCount
    }

    /// Whether the field's value and salt are erased.
    public func isErased(_ index: Int) -> Bool { self.erased[index] != nil }

    /// The record's members, those with a value, in the order of the schema.
    public var record: JSONValue {
        .object(
            zip(self.schema.fields, self.values).compactMap { field, value in
                value.map { JSONMember(name: field.name, value: $0) }
            }
        )
    }

    /// The disclosure of a leaf; nil if it is erased, or there is no such leaf.
    ///
    /// In an opaque record the leaves behind the schema's fields are padding, and the last one names
    /// the schema.
    public func disclosure(of index: Int) -> RecordDisclosure? {
        guard (0..<self.leafCount).contains(index), let salt = self.salts.salt(index) else {
            return nil
        }
        return RecordDisclosure(
            salt: salt,
            name: self.name(ofLeaf: index),
            value: self.value(ofLeaf: index) ?? .null
        )
    }

    /// What the disclosure of a leaf names: a field, or what an opaque record has behind them.
    public func name(ofLeaf index: Int) -> String {
        if self.schema.fields.indices.contains(index) { return self.schema.fields[index].name }
        return index == RecordShape.schemaLeaf ? RecordShape.schemaName : RecordShape.paddingName
    }

    /// The disclosure of a field; nil if it is erased, or the schema has no such field.
    public func disclosure(of name: String) -> RecordDisclosure? {
        self.schema.index(of: name).flatMap { self.disclosure(of: $0) }
    }

    /// The leaf that an auditor needs beside any field of an opaque record: the one that names the
    /// schema. Nil for other records.
    public var schemaLeaf: Int? { self.shape == .opaque ? RecordShape.schemaLeaf : nil }

    private func value(ofLeaf index: Int) -> JSONValue? {
        if index < self.values.count { return self.values[index] }
        return index == RecordShape.schemaLeaf ? .string(self.schema.digest.description) : nil
    }

    /// All disclosures, those of erased fields with zeros for a salt and without a value.
    func packed() -> PackedDisclosures {
        var salts = self.salts.salts(count: self.leafCount)
        defer { wipe(&salts) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2_048)
        var ranges: [Range<Int>?] = []
        ranges.reserveCapacity(self.leafCount)
        for index in 0..<self.leafCount {
            guard let value = self.value(ofLeaf: index) else {
                ranges.append(nil)
                continue
            }
            let start = bytes.count
            value.appendCanonical(to: &bytes)
            ranges.append(start..<bytes.count)
        }
        return PackedDisclosures(
            self.shape == .open ? self.schema.template : self.schema.opaqueTemplate,
            salts: salts,
            values: bytes,
            ranges: ranges
        )
    }

    /// Both trees over the record, from which the paths of disclosures are taken.
    public func trees() -> RecordTrees { self.disclosures().trees() }

    /// All disclosures in one go.
    public func disclosures() -> RecordDisclosures { RecordDisclosures(self) }

    /// The contents without these leaves: their values and salts are gone, and cannot be computed
    /// from what is left. Those that are erased already stay so.
    ///
    /// SPEC: SALT-5.
    ///
    /// - Precondition: There are such leaves.
    public func erasing(leaves: some Sequence<Int>) -> RecordContent {
        let trees = self.trees()
        var (salts, values, erased) = (self.salts, self.values, self.erased)
        for index in leaves where erased[index] == nil {
            precondition((0..<self.leafCount).contains(index), "the record has the leaf")
            erased[index] = LeafHashes(
                sha256: trees.sha256.leaves[index],
                sm3: trees.sm3.leaves[index]
            )
            salts = salts.puncturing(index)
            if index < values.count { values[index] = nil }
        }
        return RecordContent(
            schema: self.schema,
            shape: self.shape,
            salts: salts.covering(self.leafCount),
            values: values,
            erased: erased
        )
    }

    /// The contents without these fields; nil if the schema has not all of them.
    public func erasing(fields: some Sequence<String>) -> RecordContent? {
        var leaves: [Int] = []
        for name in fields {
            guard let index = self.schema.index(of: name) else { return nil }
            leaves.append(index)
        }
        return self.erasing(leaves: leaves)
    }
}
