#if canImport(CMLDSA)
import CMLDSA

/// ML-DSA-44 from the module CMLDSA, which knows where it comes from.
enum MLDSA44Keys: MLDSA44Library {
    static func signingKey(seed: [UInt8]) -> (any MLDSA44SigningKey)? {
        guard seed.count == MLDSA44.seedByteCount else { return nil }
        return SigningKey(seed: seed)
    }

    static func verifyingKey(_ publicKey: [UInt8]) -> (any MLDSA44VerifyingKey)? {
        guard publicKey.count == MLDSA44.publicKeyByteCount else { return nil }
        return VerifyingKey(publicKey)
    }
}

/// `@unchecked Sendable`: the key is complete before this object exists, and nobody writes to it
/// afterwards.
private final class SigningKey: MLDSA44SigningKey, @unchecked Sendable {
    private let key: OpaquePointer
    let publicKey: [UInt8]

    init?(seed: [UInt8]) {
        var publicKey = [UInt8](repeating: 0, count: MLDSA44.publicKeyByteCount)
        guard let key = cmldsa44_private_key_new(seed, &publicKey) else { return nil }
        self.key = key
        self.publicKey = publicKey
    }

    deinit { cmldsa44_private_key_free(self.key) }

    func signature(for message: [UInt8]) -> [UInt8]? {
        var signature = [UInt8](repeating: 0, count: MLDSA44.signatureByteCount)
        return cmldsa44_sign(self.key, message, message.count, &signature) == 1 ? signature : nil
    }
}

/// `@unchecked Sendable`: as ``SigningKey``.
private final class VerifyingKey: MLDSA44VerifyingKey, @unchecked Sendable {
    private let key: OpaquePointer

    init?(_ bytes: [UInt8]) {
        guard let key = cmldsa44_public_key_new(bytes) else { return nil }
        self.key = key
    }

    deinit { cmldsa44_public_key_free(self.key) }

    func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        signature.count == MLDSA44.signatureByteCount
            && cmldsa44_verify(self.key, message, message.count, signature) == 1
    }
}

typealias MLDSA44Implementation = MLDSA44Keys
#else
/// Where CMLDSA is not built, as in the fuzzer: no key is usable, and so nothing verifies.
enum MLDSA44Missing: MLDSA44Library {
    static func signingKey(seed: [UInt8]) -> (any MLDSA44SigningKey)? { nil }
    static func verifyingKey(_ publicKey: [UInt8]) -> (any MLDSA44VerifyingKey)? { nil }
}

typealias MLDSA44Implementation = MLDSA44Missing
#endif
