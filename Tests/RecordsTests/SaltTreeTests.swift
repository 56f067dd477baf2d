import CryptoSuites
import LogTesting
import Testing

@testable import Records

/// Specs/records.md section 4: the salts of a record and how one of them is erased.
@Suite struct SaltTreeTests {
    private static let secret = (0..<32).map { UInt8($0 * 5 + 1) }

    private func reference(_ hash: HMACHash) -> ReferenceSealer {
        ReferenceSealer(names: [], values: [], hash: hash, secret: Self.secret)
    }

    @Test(arguments: HMACHash.allCases)
    func everySaltIsThatOfTheDefinition(_ hash: HMACHash) throws {
        let tree = SaltTree(hash, secret: Self.secret)
        let all = tree.salts(count: 128)
        for index in 0..<128 {
            let salt = self.reference(hash).salt(index)
            #expect(tree.salt(index) == salt)
            #expect(Array(all[index * 32..<(index + 1) * 32]) == salt)
        }
        #expect(Set((0..<128).map { tree.salt($0) }).count == 128)
    }

    @Test func fewerSaltsAreTheFirstOnes() {
        let tree = SaltTree(.sha256, secret: Self.secret)
        let all = tree.salts(count: 128)
        for count in 1...128 { #expect(tree.salts(count: count) == Array(all[..<(count * 32)])) }
    }

    /// For every salt: the others stay as they are, and no seed that is left leads to it.
    @Test(arguments: HMACHash.allCases)
    func puncturingTakesOneSaltAndNoOther(_ hash: HMACHash) throws {
        let tree = SaltTree(hash, secret: Self.secret)
        let all = tree.salts(count: 128)
        for erased in 0..<128 {
            let punctured = tree.puncturing(erased)
            #expect(punctured.nodes.count == 7)
            #expect(!punctured.covers(erased))
            #expect(punctured.salt(erased) == nil)
            var expected = all
            expected.replaceSubrange(
                erased * 32..<(erased + 1) * 32,
                with: repeatElement(0, count: 32)
            )
            #expect(punctured.salts(count: 128) == expected)
            // Neither the secret nor any seed on the way to the salt is left.
            var way = [Self.secret]
            for depth in 1...7 {
                let message =
                    Array("concordat/salt/v1".utf8)
                    + [UInt8(depth), UInt8(erased >> (7 - depth) & 1)]
                way.append(HMAC(hash, key: way[depth - 1]).code(for: message))
            }
            #expect(Set(way).isDisjoint(with: punctured.nodes.map(\.seed.bytes)))
        }
    }

    @Test func saltsGoOneAfterTheOther() {
        var random = SeededGenerator.random("puncturing")
        var tree = SaltTree(.sm3, secret: Self.secret)
        let all = tree.salts(count: 100)
        var left = Set(0..<100)
        for index in (0..<100).shuffled(using: &random) {
            tree = tree.puncturing(index)
            left.remove(index)
            for other in 0..<100 {
                #expect(tree.covers(other) == left.contains(other))
            }
            let salts = tree.salts(count: 100)
            for other in left.shuffled(using: &random).prefix(5) {
                #expect(tree.salt(other) == Array(all[other * 32..<(other + 1) * 32]))
                #expect(tree.salt(other) == Array(salts[other * 32..<(other + 1) * 32]))
            }
            let again = tree.puncturing(index)
            #expect(again == tree, "nothing is erased twice")
        }
        #expect(tree.covering(100).nodes.isEmpty)
    }
}
