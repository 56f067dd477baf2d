import CryptoSuites
import Foundation
import LogTesting
import MerkleTree

@testable import Records

/// Sealing word for word as Specs/records.md has it: slow, obvious, and the judge of the sealer.
struct ReferenceSealer {
    let names: [String]
    let values: [JSONValue?]
    let hash: HMACHash
    let secret: [UInt8]

    func salt(_ index: Int) -> [UInt8] {
        var seed = self.secret
        for depth in 1...7 {
            let bit = UInt8(index >> (7 - depth) & 1)
            let message = Array("concordat/salt/v1".utf8) + [UInt8(depth), bit]
            seed = HMAC(self.hash, key: seed).code(for: message)
        }
        return seed
    }

    static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    func disclosures() -> [[UInt8]] {
        self.names.enumerated().map { index, name in
            let parts: [JSONValue] = [
                .string(Self.base64URL(self.salt(index))), .string(name),
                self.values[index] ?? .null,
            ]
            return Array(Self.base64URL(JSONValue.array(parts).canonicalBytes).utf8)
        }
    }

    func tree<Hasher: TreeHasher>(_: Hasher.Type) -> ReferenceTree<Hasher> {
        ReferenceTree(
            self.disclosures().enumerated().map { index, disclosure in
                Array("concordat/field/v1\n".utf8) + [UInt8(index / 256), UInt8(index % 256)]
                    + disclosure
            }
        )
    }
}
