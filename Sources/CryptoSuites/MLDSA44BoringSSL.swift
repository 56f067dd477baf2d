#if canImport(CCryptoBoringSSL)
import CCryptoBoringSSL

/// The one file that calls ML-DSA-44 where it is: in the copy of BoringSSL that swift-crypto brings
/// along. That is no API of swift-crypto; what a later release may break is here and nowhere else.
enum MLDSA44BoringSSL: MLDSA44Library {
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
/// afterwards; BoringSSL only reads what it is given as const.
private final class SigningKey: MLDSA44SigningKey, @unchecked Sendable {
    private let key: UnsafeMutablePointer<MLDSA44_private_key>
    let publicKey: [UInt8]

    init?(seed: [UInt8]) {
        let key = UnsafeMutablePointer<MLDSA44_private_key>.allocate(capacity: 1)
        guard
            CCryptoBoringSSL_MLDSA44_private_key_from_seed(key, seed, seed.count) == 1,
            let publicKey = Self.publicKey(of: key)
        else {
            Self.wipe(key)
            return nil
        }
        self.key = key
        self.publicKey = publicKey
    }

    deinit { Self.wipe(self.key) }

    func signature(for message: [UInt8]) -> [UInt8]? {
        var signature = [UInt8](repeating: 0, count: MLDSA44.signatureByteCount)
        let isDone = CCryptoBoringSSL_MLDSA44_sign(
            &signature,
            self.key,
            message,
            message.count,
            nil,
            0
        )
        return isDone == 1 ? signature : nil
    }

    private static func publicKey(
        of key: UnsafeMutablePointer<MLDSA44_private_key>
    ) -> [UInt8]? {
        let publicKey = UnsafeMutablePointer<MLDSA44_public_key>.allocate(capacity: 1)
        defer { publicKey.deallocate() }
        guard CCryptoBoringSSL_MLDSA44_public_from_private(publicKey, key) == 1 else { return nil }
        var bytes = [UInt8](repeating: 0, count: MLDSA44.publicKeyByteCount)
        let isDone = bytes.withUnsafeMutableBufferPointer { bytes in
            var output = CBB()
            CCryptoBoringSSL_CBB_init_fixed(&output, bytes.baseAddress, bytes.count)
            return CCryptoBoringSSL_MLDSA44_marshal_public_key(&output, publicKey) == 1
                && CCryptoBoringSSL_CBB_len(&output) == bytes.count
        }
        return isDone ? bytes : nil
    }

    private static func wipe(_ key: UnsafeMutablePointer<MLDSA44_private_key>) {
        CCryptoBoringSSL_OPENSSL_cleanse(key, MemoryLayout<MLDSA44_private_key>.size)
        key.deallocate()
    }
}

/// `@unchecked Sendable`: as ``SigningKey``.
private final class VerifyingKey: MLDSA44VerifyingKey, @unchecked Sendable {
    private let key: UnsafeMutablePointer<MLDSA44_public_key>

    init?(_ bytes: [UInt8]) {
        let key = UnsafeMutablePointer<MLDSA44_public_key>.allocate(capacity: 1)
        let isRead = bytes.withUnsafeBufferPointer { bytes in
            var input = CBS(data: bytes.baseAddress, len: bytes.count)
            return CCryptoBoringSSL_MLDSA44_parse_public_key(key, &input) == 1
        }
        guard isRead else {
            key.deallocate()
            return nil
        }
        self.key = key
    }

    deinit { self.key.deallocate() }

    func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        CCryptoBoringSSL_MLDSA44_verify(
            self.key,
            signature,
            signature.count,
            message,
            message.count,
            nil,
            0
        ) == 1
    }
}

typealias MLDSA44Implementation = MLDSA44BoringSSL
#else
/// Where swift-crypto is not built, as in the fuzzer: no key is usable, and so nothing verifies.
enum MLDSA44Missing: MLDSA44Library {
    static func signingKey(seed: [UInt8]) -> (any MLDSA44SigningKey)? { nil }
    static func verifyingKey(_ publicKey: [UInt8]) -> (any MLDSA44VerifyingKey)? { nil }
}

typealias MLDSA44Implementation = MLDSA44Missing
#endif
