import LogTesting
import Testing

@testable import CryptoSuites

/// Keys and signatures crossed with the `openssl` command, in both directions.
@Suite struct OpenSSLCommandTests {
    static let message = Array("what an auditor holds in his hand".utf8)
    static let distinguishedID = ["-sigopt", "distid:1234567812345678"]

    /// Those that every OpenSSL 3 knows; ML-DSA it has from 3.5 on.
    @Test(arguments: [KeyKind.ed25519, .p256, .sm2])
    func opensslReadsOurKeys(_ kind: KeyKind) throws {
        let folder = try TemporaryFolder()
        let key = try PrivateKey.generate(kind)
        let plain = try folder.write(try key.pem(), to: "plain.pem")
        let locked = try folder.write(
            try key.pem(passphrase: Array("secret".utf8)),
            to: "locked.pem"
        )
        for (file, extra) in [(plain, "pass:"), (locked, "pass:secret")] {
            let run = try OpenSSLCommand.run(
                [
                    "pkey", "-in", file, "-passin", extra, "-pubout", "-outform", "DER", "-out",
                    folder.path(of: "public.der"),
                ],
                in: folder
            )
            #expect(run.status == 0, "\(run.output)")
            #expect(try folder.read("public.der") == key.publicDER)
        }
        let refused = try OpenSSLCommand.run(
            ["pkey", "-in", locked, "-passin", "pass:wrong", "-noout"],
            in: folder
        )
        #expect(refused.status != 0)
        let structure = try OpenSSLCommand.run(["asn1parse", "-in", locked], in: folder)
        for name in ["PBES2", "PBKDF2", "hmacWithSHA256", "aes-256-cbc"] {
            #expect(structure.output.contains(name))
        }
    }

    @Test(arguments: [
        (KeyKind.ed25519, ["-algorithm", "ED25519"]),
        (.p256, ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]),
        (.sm2, ["-algorithm", "SM2"]),
    ])
    func weReadKeysOfOpenssl(_ kind: KeyKind, arguments: [String]) throws {
        let folder = try TemporaryFolder()
        let file = folder.path(of: "key.pem")
        try Self.succeeds(["genpkey", "-out", file] + arguments, folder)
        let key = try PrivateKey(pem: try folder.read("key.pem"))
        #expect(key.kind == kind)
        #expect(key.verifies(try key.sign(Self.message), Self.message))

        for scheme in [["-v2", "aes-256-cbc"], ["-scrypt"]] {
            let locked = folder.path(of: "locked.pem")
            try Self.succeeds(
                ["pkcs8", "-topk8", "-in", file, "-passout", "pass:secret", "-out", locked]
                    + scheme,
                folder
            )
            let pem = try folder.read("locked.pem")
            let copy = try PrivateKey(pem: pem, passphrase: Array("secret".utf8))
            #expect(copy.publicBytes == key.publicBytes)
            #expect(throws: CryptoError.wrongPassphrase) {
                try PrivateKey(pem: pem, passphrase: Array("Secret".utf8))
            }
        }
    }

    @Test func aKeyWhosePointIsCompressedIsReadAsTheSameKey() throws {
        let folder = try TemporaryFolder()
        let key = try PrivateKey.generate(.p256)
        let file = try folder.write(try key.pem(), to: "key.pem")
        try Self.succeeds(
            [
                "pkey", "-in", file, "-ec_conv_form", "compressed", "-out",
                folder.path(of: "c.pem"),
            ],
            folder
        )
        let pem = try folder.read("c.pem")
        #expect(pem.count < (try key.pem()).count)
        #expect(try PrivateKey(pem: pem).publicBytes == key.publicBytes)
    }

    @Test(arguments: [
        ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"],
        ["-algorithm", "ED448"],
        ["-algorithm", "X25519"],
        ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
        ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"],
        [
            "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-pkeyopt",
            "ec_param_enc:explicit",
        ],
    ])
    func keysOfOtherKindsAreRefused(arguments: [String]) throws {
        let folder = try TemporaryFolder()
        try Self.succeeds(
            ["genpkey", "-out", folder.path(of: "key.pem")] + arguments,
            folder
        )
        let pem = try folder.read("key.pem")
        #expect(throws: CryptoError.unsupportedKey) { try PrivateKey(pem: pem) }
    }

    @Test func theTraditionalFormatIsRefused() throws {
        let folder = try TemporaryFolder()
        try Self.succeeds(
            [
                "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out",
                folder.path(of: "key.pem"),
            ],
            folder
        )
        let pem = try folder.read("key.pem")
        #expect(throws: CryptoError.malformedPEM) { try PrivateKey(pem: pem) }
    }

    @Test func sm2SignaturesCrossInBothDirections() throws {
        let folder = try TemporaryFolder()
        let key = try SM2PrivateKey.generate()
        let keyFile = try folder.write(try PrivateKey.sm2(key).pem(), to: "key.pem")
        let publicFile = try Self.publicFile(.sm2(key), folder)
        let messageFile = try folder.write(Self.message, to: "message")

        let ours = try #require(
            CurveSignature(raw: try key.signature(for: Self.message), kind: .sm2)
        )
        let oursFile = try folder.write(ours.der, to: "ours")
        let check = ["dgst", "-sm3", "-verify", publicFile, "-signature", oursFile]
        try Self.succeeds(check + Self.distinguishedID + [messageFile], folder)
        let other = ["-sigopt", "distid:1234567812345679", messageFile]
        #expect(try OpenSSLCommand.run(check + other, in: folder).status != 0)

        let theirsFile = folder.path(of: "theirs")
        let sign = ["dgst", "-sm3", "-sign", keyFile, "-out", theirsFile]
        try Self.succeeds(sign + Self.distinguishedID + [messageFile], folder)
        let theirs = try #require(CurveSignature(der: try folder.read("theirs"), kind: .sm2))
        #expect(key.publicKey.isValidSignature(theirs.raw, for: Self.message))
        try Self.succeeds(sign + other, folder)
        let mislabelled = try #require(
            CurveSignature(der: try folder.read("theirs"), kind: .sm2)
        )
        #expect(!key.publicKey.isValidSignature(mislabelled.raw, for: Self.message))
    }

    @Test func p256SignaturesCrossInBothDirections() throws {
        let folder = try TemporaryFolder()
        let key = try P256PrivateKey.generate()
        let keyFile = try folder.write(try PrivateKey.p256(key).pem(), to: "key.pem")
        let publicFile = try Self.publicFile(.p256(key), folder)
        let messageFile = try folder.write(Self.message, to: "message")

        let ours = try folder.write(try key.signature(for: Self.message), to: "ours")
        try Self.succeeds(
            ["dgst", "-sha256", "-verify", publicFile, "-signature", ours, messageFile],
            folder
        )
        try Self.succeeds(
            [
                "dgst", "-sha256", "-sign", keyFile, "-out", folder.path(of: "theirs"),
                messageFile,
            ],
            folder
        )
        #expect(key.publicKey.isValidSignature(try folder.read("theirs"), for: Self.message))
    }

    @Test func ed25519SignaturesCrossInBothDirections() throws {
        let folder = try TemporaryFolder()
        let key = try Ed25519PrivateKey.generate()
        let keyFile = try folder.write(try PrivateKey.ed25519(key).pem(), to: "key.pem")
        let publicFile = try Self.publicFile(.ed25519(key), folder)
        let messageFile = try folder.write(Self.message, to: "message")

        let ours = try folder.write(try key.signature(for: Self.message), to: "ours")
        try Self.succeeds(
            [
                "pkeyutl", "-verify", "-pubin", "-inkey", publicFile, "-rawin", "-in", messageFile,
                "-sigfile", ours,
            ],
            folder
        )
        try Self.succeeds(
            [
                "pkeyutl", "-sign", "-inkey", keyFile, "-rawin", "-in", messageFile, "-out",
                folder.path(of: "theirs"),
            ],
            folder
        )
        #expect(key.publicKey.isValidSignature(try folder.read("theirs"), for: Self.message))
    }

    private static func publicFile(
        _ key: PrivateKey,
        _ folder: TemporaryFolder
    ) throws -> String {
        let der = try folder.write(key.publicDER, to: "public.der")
        let pem = folder.path(of: "public.pem")
        try Self.succeeds(
            ["pkey", "-pubin", "-inform", "DER", "-in", der, "-out", pem],
            folder
        )
        return pem
    }

    private static func succeeds(
        _ arguments: [String],
        _ folder: TemporaryFolder
    ) throws {
        let run = try OpenSSLCommand.run(arguments, in: folder)
        try #require(run.status == 0, "\(arguments): \(run.output)")
    }
}
