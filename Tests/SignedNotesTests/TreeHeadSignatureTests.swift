import CryptoSuites
import LogTesting
import MerkleTree
import Testing

@testable import SignedNotes

struct TreeHeadVector: Decodable, Sendable {
    let name: String
    let treeSize: UInt64
    let timestamp: UInt64
    let root: String
    let key: String
    let logID: String?
    let signature: String
    let verdict: String
}

@Suite struct TreeHeadSignatureTests {
    @Test(arguments: try VectorFile<TreeHeadVector>.load("treeheads"))
    func everyVectorHasTheVerdictWrittenInIt(_ vector: TreeHeadVector) throws {
        let root = try #require(
            Hexadecimal.decode(vector.root).flatMap { TreeHash<SHA256Hasher>($0) }
        )
        let spki = try #require(Base64.decode(vector.key))
        let signed = try #require(Base64.decode(vector.signature))
        let time = withUnsafeBytes(of: vector.timestamp.bigEndian) { Array($0) }
        let isValid =
            if let key = try? P256PublicKey(derRepresentation: spki),
                let signature = TreeHeadSignature(parsing: time + signed)
            {
                signature.isValid(for: root, treeSize: vector.treeSize, key: key)
            } else { false }
        #expect(isValid == (vector.verdict == "valid"), "\(vector.name)")
        if let logID = vector.logID { #expect(Base64.encode(Hashes.sha256(spki)) == logID) }
    }

    private func sign(
        _ size: UInt64 = 5,
        at time: UInt64 = 1_800_000_000_123
    ) throws -> (
        key: P256PublicKey, root: TreeHash<SHA256Hasher>, signature: TreeHeadSignature
    ) {
        let key = try P256PrivateKey.generate()
        let root = SHA256Hasher.leafHash([1, 2, 3])
        let signature = try TreeHeadSignature(
            signing: root,
            treeSize: size,
            timestamp: time,
            with: key
        )
        return (key.publicKey, root, signature)
    }

    @Test func theBytesAreThoseOfTheSpecification() throws {
        let (key, root, signature) = try self.sign()
        var message: [UInt8] = [0, 1]
        message += [0, 0, 0x01, 0xa3, 0x18, 0x5c, 0x50, 0x7b]  // 1,800,000,000,123
        message += [0, 0, 0, 0, 0, 0, 0, 5]
        message += root.bytes
        #expect(message.count == 50)
        #expect(key.isValidSignature(signature.der, for: message))
        #expect(Array(signature.bytes[..<8]) == Array(message[2..<10]))
        #expect(Array(signature.bytes[8..<12]) == [4, 3, 0, UInt8(signature.der.count)])
        #expect(Array(signature.bytes[12...]) == signature.der)
        #expect(signature.digitallySigned == Array(signature.bytes[8...]))
    }

    @Test func everythingThatIsSignedCounts() throws {
        let (key, root, signature) = try self.sign()
        #expect(signature.isValid(for: root, treeSize: 5, key: key))
        #expect(!signature.isValid(for: root, treeSize: 6, key: key))
        #expect(
            !signature.isValid(for: SHA256Hasher.leafHash([1, 2, 4]), treeSize: 5, key: key)
        )
        #expect(
            !signature.isValid(
                for: root,
                treeSize: 5,
                key: try P256PrivateKey.generate().publicKey
            )
        )
        let later = try #require(
            TreeHeadSignature(timestamp: signature.timestamp + 1, der: signature.der)
        )
        #expect(!later.isValid(for: root, treeSize: 5, key: key))
    }

    @Test func whatIsPrintedIsReadAndEveryDamageIsSeen() throws {
        let (key, root, signature) = try self.sign()
        #expect(TreeHeadSignature(parsing: signature.bytes) == signature)
        for bit in 0..<8 * signature.bytes.count {
            var bytes = signature.bytes
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            let damaged = TreeHeadSignature(parsing: bytes)
            #expect(damaged?.isValid(for: root, treeSize: 5, key: key) != true, "bit \(bit)")
            // Algorithms and length are not read past.
            if (8..<12).contains(bit / 8) { #expect(damaged == nil, "bit \(bit)") }
        }
        for count in 0..<signature.bytes.count {
            #expect(TreeHeadSignature(parsing: Array(signature.bytes[..<count])) == nil)
        }
        #expect(TreeHeadSignature(parsing: signature.bytes + [0]) == nil)
        for count in [0, 7, 73] {
            let der = [UInt8](repeating: 1, count: count)
            #expect(TreeHeadSignature(timestamp: 1, der: der) == nil)
            let head: [UInt8] = [UInt8](repeating: 0, count: 8) + [4, 3, 0, UInt8(count)]
            #expect(TreeHeadSignature(parsing: head + der) == nil)
        }
    }

    @Test func aKeyComesBackFromItsSubjectPublicKeyInfo() throws {
        let key = try P256PrivateKey.generate().publicKey
        let spki = key.derRepresentation
        #expect(try P256PublicKey(derRepresentation: spki) == key)
        let sm2 = try SM2PrivateKey.generate().publicKey.derRepresentation
        let ed25519 = try Ed25519PrivateKey.generate().publicKey.derRepresentation
        for other in [[], sm2, ed25519, spki + [0], Array(spki.dropLast())] {
            #expect(throws: CryptoError.invalidPublicKey(.p256)) {
                try P256PublicKey(derRepresentation: other)
            }
        }
    }
}
