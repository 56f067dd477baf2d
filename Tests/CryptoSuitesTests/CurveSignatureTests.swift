import LogTesting
import Testing

@testable import CryptoSuites

@Suite struct CurveSignatureTests {
    static let orders: [(kind: KeyKind, order: [UInt8])] = [
        (.p256, bytes("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")),
        (.sm2, bytes("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123")),
    ]
    static let one = [UInt8](repeating: 0, count: 31) + [1]

    @Test(arguments: [KeyKind.p256, .sm2])
    func bothFormsLeadBackToTheSameSignature(_ kind: KeyKind) throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2_000 {
            // Numbers of every length, so that DER needs every number of digits.
            let raw = [0, 1].flatMap { _ in
                let zeros = Int.random(in: 0..<32, using: &random)
                return [UInt8](repeating: 0, count: zeros) + random.bytes(32 - zeros)
            }
            guard let signature = CurveSignature(raw: raw, kind: kind) else { continue }
            #expect(signature.raw == raw)
            #expect(signature.der.count <= 72)
            #expect(CurveSignature(der: signature.der, kind: kind) == signature, "seed \(seed)")
        }
    }

    @Test(arguments: Self.orders)
    func numbersFromOneToTheOrderLessOneAreAccepted(kind: KeyKind, order: [UInt8]) {
        let largest = order.flipping(bit: 8 * 31)
        for number in [Self.one, largest] {
            #expect(CurveSignature(raw: number + Self.one, kind: kind) != nil)
            #expect(CurveSignature(raw: Self.one + number, kind: kind) != nil)
        }
    }

    @Test(arguments: Self.orders)
    func zeroAndTheOrderAreRefused(kind: KeyKind, order: [UInt8]) {
        let zero = [UInt8](repeating: 0, count: 32)
        let all = [UInt8](repeating: 0xff, count: 32)
        for number in [zero, order, all] {
            #expect(CurveSignature(raw: number + Self.one, kind: kind) == nil)
            #expect(CurveSignature(raw: Self.one + number, kind: kind) == nil)
        }
    }

    @Test func rawSignaturesOfAnotherLengthAreRefused() {
        for count in 0..<130 where count != 64 {
            #expect(CurveSignature(raw: [UInt8](repeating: 1, count: count), kind: .sm2) == nil)
        }
    }

    @Test func edwardsSignaturesAreNoPairsOfNumbers() {
        #expect(CurveSignature(raw: [UInt8](repeating: 1, count: 64), kind: .ed25519) == nil)
    }

    /// The good one is 30 06 02 01 01 02 01 01: r = s = 1.
    @Test(arguments: [
        "", "30", "3000", "3003020101", "30060201010201", "3006020101020101 00",
        "3007020101020101 00", "308106020101020101", "30820006020101020101",
        "3080020101020101 0000", "3106020101020101", "3006030101020101", "3006020101030101",
        "3006020100020101", "3006020101020100", "3006020181020101", "3006020101020181",
        "300702020001020101", "300702010102020001", "30050200020101", "30050201010200",
        "3007028101010201 01", "3006020201020101", "3005020101 0201", "30ff020101020101",
        "30270222 0000ff000000000000000000000000000000000000000000000000000000000000000000 020101",
        "30260221 01ff00000000000000000000000000000000000000000000000000000000000000 020101",
    ])
    func otherSpellingsInDERAreRefused(_ der: String) {
        #expect(CurveSignature(der: bytes("3006020101020101"), kind: .p256) != nil)
        #expect(CurveSignature(der: bytes(der), kind: .p256) == nil)
    }

    @Test func generatedBytesAreRefusedWithoutATrap() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        let ed25519 = try Ed25519PrivateKey.generate().publicKey
        let p256 = try P256PrivateKey.generate().publicKey
        let sm2 = try SM2PrivateKey.generate().publicKey
        let good = try P256PrivateKey.generate().signature(for: [1])
        for _ in 0..<500 {
            let garbage = random.bytes(Int.random(in: 0...150, using: &random))
            // DER with a few bytes changed gets further into the parser.
            var damaged = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                damaged[Int.random(in: 0..<damaged.count, using: &random)] = random.bytes(1)[0]
            }
            for signature in [garbage, damaged, random.bytes(64)] {
                #expect(!ed25519.isValidSignature(signature, for: [1]), "seed \(seed)")
                #expect(!p256.isValidSignature(signature, for: [1]), "seed \(seed)")
                #expect(!p256.isValidRawSignature(signature, for: [1]), "seed \(seed)")
                #expect(!sm2.isValidSignature(signature, for: [1]), "seed \(seed)")
            }
        }
    }
}
