@testable import CryptoSuites

/// Signatures of elliptic curves, in DER and as two numbers.
enum CurveSignatureTarget: FuzzTarget {
    static let name = "curve-signature"
    static let maximumByteCount = 80

    static func seeds() throws -> [[UInt8]] {
        let small: [UInt8] = [0x30, 6, 2, 1, 1, 2, 1, 0x7f]
        let padded: [UInt8] = [0x30, 7, 2, 2, 0, 0x80, 2, 1, 1]
        let long: [UInt8] =
            [0x30, 0x25, 2, 0x20, 0x7f] + [UInt8](repeating: 3, count: 31) + [2, 1, 5]
        return [small, padded, long, [UInt8](repeating: 9, count: 64)]
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        var isRead = false
        for kind in KeyKind.allCases {
            if let signature = CurveSignature(der: input, kind: kind) {
                try demand(signature.der == input, "a signature has one spelling in DER")
                try demand(
                    CurveSignature(raw: signature.raw, kind: kind) == signature,
                    "its numbers make the same signature"
                )
                isRead = true
            }
            if let signature = CurveSignature(raw: input, kind: kind) {
                try demand(signature.raw == input, "a signature has one spelling as numbers")
                try demand(
                    CurveSignature(der: signature.der, kind: kind) == signature,
                    "its DER makes the same signature"
                )
                isRead = true
            }
        }
        return isRead
    }
}
