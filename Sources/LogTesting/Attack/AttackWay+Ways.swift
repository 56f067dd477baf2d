import CryptoSuites
import MerkleTree
public import Records

extension AttackWay {
    /// Hashes of the value without a secret: alone, as JSON, behind names that are public, twice.
    public static func hashes(fields: [GuessedField], names: [String]) -> [AttackWay] {
        HMACHash.allCases.flatMap { hash -> [AttackWay] in
            var ways = [
                AttackWay("hash of the value", hash, head: []),
                AttackWay("hash of the value, hashed again", hash, head: [], then: .hash(head: [])),
                // As an opaque entry of a log would be, or a leaf of any tree of RFC 6962.
                AttackWay("leaf hash of the value", hash, head: [0]),
                AttackWay(
                    "hash of the value as JSON",
                    hash,
                    head: Array("\"".utf8),
                    body: .plain(suffix: Array("\"".utf8))
                ),
            ]
            for name in names {
                ways.append(
                    AttackWay("hash of \(name) and the value", hash, head: Array(name.utf8))
                )
            }
            for field in fields {
                for separator in [":", "=", "\n"] {
                    ways.append(
                        AttackWay(
                            "hash of \(field.name)\(separator.debugDescription) and the value",
                            hash,
                            head: Array((field.name + separator).utf8),
                            kinds: field.kinds
                        )
                    )
                }
            }
            return ways
        }
    }

    /// Disclosures as the format makes them, with a salt that the attacker has; nil for none at all,
    /// not even an empty one. Their leaves in the record's tree, and their bare hashes.
    public static func disclosures(
        of field: GuessedField,
        salts: [(name: String, text: String?)]
    ) -> [AttackWay] {
        salts.flatMap { salt in
            HMACHash.allCases.flatMap { hash -> [AttackWay] in
                let parts = Self.disclosure(of: field, saltText: salt.text)
                return [
                    AttackWay(
                        "leaf of \(field.name) with \(salt.name)",
                        hash,
                        head: Self.leafHead(field.index) + parts.head,
                        body: parts.body,
                        kinds: field.kinds
                    ),
                    AttackWay(
                        "digest of \(field.name) with \(salt.name)",
                        hash,
                        head: parts.head,
                        body: parts.body,
                        kinds: field.kinds
                    ),
                ]
            }
        }
    }

    /// Codes by which a record is found, or a retry is known, under keys that anybody has: as they are,
    /// and under what the vault makes of a key.
    public static func codes(
        keys: [(name: String, bytes: [UInt8])],
        terms: [(field: SearchByte, kinds: Set<PlausibleValues.Kind>)]
    ) -> [AttackWay] {
        keys.flatMap { key in
            HMACHash.allCases.flatMap { hash -> [AttackWay] in
                let derived = HMAC(hash, key: key.bytes)
                    .code(for: Array("concordat/vault/tokens/v1".utf8))
                return terms.flatMap { term in
                    [("", key.bytes), (" as an epoch's key", derived)].map { suffix, bytes in
                        Self.code(
                            "token under \(key.name)\(suffix)",
                            hash,
                            key: bytes,
                            message: [term.field],
                            kinds: term.kinds
                        )
                    }
                }
            }
        }
    }

    /// The byte before a value in a token.
    public typealias SearchByte = UInt8

    /// HMAC under a key of at most 64 bytes, of a message that ends with the value.
    static func code(
        _ name: String,
        _ hash: HMACHash,
        key: [UInt8],
        message: [UInt8],
        body: Body = .plain(suffix: []),
        kinds: Set<PlausibleValues.Kind>
    ) -> AttackWay {
        var block = key
        if block.count > 64 {
            block = hash == .sha256 ? Hashes.sha256(block) : Hashes.sm3(block)
        }
        block += [UInt8](repeating: 0, count: 64 - block.count)
        return AttackWay(
            name,
            hash,
            head: block.map { $0 ^ 0x36 } + message,
            body: body,
            then: .hash(head: block.map { $0 ^ 0x5c }),
            kinds: kinds
        )
    }

    /// The roots of a record of which the attacker knows everything but one field, and the salts as
    /// well: `disclosures` are all leaves, and `salt` is what that field has under the same guess.
    public static func record(
        _ name: String,
        disclosures: [[UInt8]],
        field: GuessedField,
        salt: String
    ) -> [AttackWay] {
        let parts = Self.disclosure(of: field, saltText: salt)
        let leaves = disclosures.enumerated().map { Array(Self.leafHead($0).dropFirst()) + $1 }
        func way<Hasher: TreeHasher>(_: Hasher.Type, _ hash: HMACHash) -> AttackWay {
            let path = ReferenceTree<Hasher>(leaves).path(field.index, 0..<leaves.count)
            let sides = Self.sides(field.index, of: leaves.count)
            return AttackWay(
                "root of a known record by \(field.name), \(name)",
                hash,
                head: Self.leafHead(field.index) + parts.head,
                body: parts.body,
                then: .climb(path: zip(path, sides).map { ($0.bytes, $1) }),
                kinds: field.kinds
            )
        }
        return [way(SHA256Hasher.self, .sha256), way(SM3Hasher.self, .sm3)]
    }

    /// The request that brought a record of which the attacker knows everything but one value, which
    /// stands in it once, as `placeholder`: its hash, and its code, beside the writer if there is one,
    /// under keys that anybody has.
    public static func request(
        _ record: JSONValue,
        writer: String? = nil,
        placeholder: String,
        keys: [(name: String, bytes: [UInt8])],
        kinds: Set<PlausibleValues.Kind>
    ) -> [AttackWay] {
        let parts = String(decoding: record.canonicalBytes, as: UTF8.self)
            .split(separator: placeholder, omittingEmptySubsequences: false)
        precondition(parts.count == 2, "the placeholder stands there once")
        let head = Array(parts[0].utf8)
        let sender: [UInt8] = writer.map { Array($0.utf8) + [0] } ?? []
        let body = Body.plain(suffix: Array(parts[1].utf8))
        return HMACHash.allCases.flatMap { hash -> [AttackWay] in
            [
                AttackWay("hash of a known request", hash, head: head, body: body, kinds: kinds)
            ]
                + keys.map { key in
                    Self.code(
                        "mark of a known request under \(key.name)",
                        hash,
                        key: key.bytes,
                        message: [0x04] + sender + head,
                        body: body,
                        kinds: kinds
                    )
                }
        }
    }

    // MARK: Parts

    /// What stands before the digits of a disclosure when its leaf is hashed.
    private static func leafHead(_ index: Int) -> [UInt8] {
        [0] + Array("concordat/field/v1\n".utf8) + [UInt8(index >> 8), UInt8(index & 0xff)]
    }

    /// The digits of a disclosure up to the value, in whole groups, and how the rest follows from it.
    private static func disclosure(
        of field: GuessedField,
        saltText: String?
    ) -> (head: [UInt8], body: Body) {
        let salt = saltText.map { "\"\($0)\"," } ?? ""
        let text = Array("[\(salt)\"\(field.name)\",".utf8) + field.form.before
        let whole = text.count - text.count % 3
        return (
            DictionaryAttack.base64URL(Array(text[..<whole])),
            .digits(
                before: Array(text[whole...]),
                after: field.form.after + Array("]".utf8)
            )
        )
    }

    /// On which side the sibling of each step from a leaf to the root is: true for the left.
    private static func sides(_ index: Int, of count: Int) -> [Bool] {
        guard count > 1 else { return [] }
        var half = 1
        while half * 2 < count { half *= 2 }
        return index < half
            ? Self.sides(index, of: half) + [false]
            : Self.sides(index - half, of: count - half) + [true]
    }
}
