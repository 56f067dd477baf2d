import Testing

@testable import CryptoSuites

/// Keys and signatures crossed with the `openssl` command, in both directions.
@Suite struct OpenSSLCommandTests {
    static let message = Array("what an auditor holds in his hand".utf8)
    static let distinguishedID = ["-sigopt", "distid:1234567812345678"]

    @Test(arguments: KeyKind.allCases)
    func opensslReadsOurKeys(_ kind: KeyKind) throws {
        let directory = try TemporaryDirectory()
        let key = try PrivateKey.generate(kind)
        let plain = try directory.write(try key.pem(), to: "plain.pem")
        let locked = try directory.write(
            try key.pem(passphrase: Array("secret".utf8)),
            to: "locked.pem"
        )
        for (file, extra) in [(plain, "pass:"), (locked, "pass:secret")] {
            let run = try OpenSSLCommand.run(
                [
                    "pkey", "-in", file, "-passin", extra, "-pubout", "-outform", "DER", "-out",
                    directory.path(of: "public.der"),
                ],
                in: directory
            )
            #expect(run.status == 0, "\(run.output)")
            #expect(try directory.read("public.der") == key.publicDER)
        }
        let refused = try OpenSSLCommand.run(
            ["pkey", "-in", locked, "-passin", "pass:wrong", "-noout"],
            in: directory
        )
        #expect(refused.status != 0)
        let structure = try OpenSSLCommand.run(["asn1parse", "-in", locked], in: directory)
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
        let directory = try TemporaryDirectory()
        let file = directory.path(of: "key.pem")
        try Self.succeeds(["genpkey", "-out", file] + arguments, directory)
        let key = try PrivateKey(pem: try directory.read("key.pem"))
        #expect(key.kind == kind)
        #expect(key.verifies(try key.sign(Self.message), Self.message))

        for scheme in [["-v2", "aes-256-cbc"], ["-scrypt"]] {
            let locked = directory.path(of: "locked.pem")
            try Self.succeeds(
                ["pkcs8", "-topk8", "-in", file, "-passout", "pass:secret", "-out", locked]
                    + scheme,
                directory
            )
            let pem = try directory.read("locked.pem")
            let copy = try PrivateKey(pem: pem, passphrase: Array("secret".utf8))
            #expect(copy.publicBytes == key.publicBytes)
            #expect(throws: CryptoError.wrongPassphrase) {
                try PrivateKey(pem: pem, passphrase: Array("Secret".utf8))
            }
        }
    }

    @Test func aKeyWhosePointIsCompressedIsReadAsTheSameKey() throws {
        let directory = try TemporaryDirectory()
        let key = try PrivateKey.generate(.p256)
        let file = try directory.write(try key.pem(), to: "key.pem")
        try Self.succeeds(
            [
                "pkey", "-in", file, "-ec_conv_form", "compressed", "-out",
                directory.path(of: "c.pem"),
            ],
            directory
        )
        let pem = try directory.read("c.pem")
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
        let directory = try TemporaryDirectory()
        try Self.succeeds(
            ["genpkey", "-out", directory.path(of: "key.pem")] + arguments,
            directory
        )
        let pem = try directory.read("key.pem")
        #expect(throws: CryptoError.unsupportedKey) { try PrivateKey(pem: pem) }
    }

    @Test func theTraditionalFormatIsRefused() throws {
        let directory = try TemporaryDirectory()
        try Self.succeeds(
            [
                "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out",
                directory.path(of: "key.pem"),
            ],
            directory
        )
        let pem = try directory.read("key.pem")
        #expect(throws: CryptoError.malformedPEM) { try PrivateKey(pem: pem) }
    }

    @Test func sm2SignaturesCrossInBothDirections() throws {
        let directory = try TemporaryDirectory()
        let key = try SM2PrivateKey.generate()
        let keyFile = try directory.write(try PrivateKey.sm2(key).pem(), to: "key.pem")
        let publicFile = try Self.publicFile(.sm2(key), directory)
        let messageFile = try directory.write(Self.message, to: "message")

        let ours = try #require(
            CurveSignature(raw: try key.signature(for: Self.message), kind: .sm2)
        )
        let oursFile = try directory.write(ours.der, to: "ours")
        let check = ["dgst", "-sm3", "-verify", publicFile, "-signature", oursFile]
        try Self.succeeds(check + Self.distinguishedID + [messageFile], directory)
        let other = ["-sigopt", "distid:1234567812345679", messageFile]
        #expect(try OpenSSLCommand.run(check + other, in: directory).status != 0)

        let theirsFile = directory.path(of: "theirs")
        let sign = ["dgst", "-sm3", "-sign", keyFile, "-out", theirsFile]
        try Self.succeeds(sign + Self.distinguishedID + [messageFile], directory)
        let theirs = try #require(CurveSignature(der: try directory.read("theirs"), kind: .sm2))
        #expect(key.publicKey.isValidSignature(theirs.raw, for: Self.message))
        try Self.succeeds(sign + other, directory)
        let mislabelled = try #require(
            CurveSignature(der: try directory.read("theirs"), kind: .sm2)
        )
        #expect(!key.publicKey.isValidSignature(mislabelled.raw, for: Self.message))
    }

    @Test func p256SignaturesCrossInBothDirections() throws {
        let directory = try TemporaryDirectory()
        let key = try P256PrivateKey.generate()
        let keyFile = try directory.write(try PrivateKey.p256(key).pem(), to: "key.pem")
        let publicFile = try Self.publicFile(.p256(key), directory)
        let messageFile = try directory.write(Self.message, to: "message")

        let ours = try directory.write(try key.signature(for: Self.message), to: "ours")
        try Self.succeeds(
            ["dgst", "-sha256", "-verify", publicFile, "-signature", ours, messageFile],
            directory
        )
        try Self.succeeds(
            [
                "dgst", "-sha256", "-sign", keyFile, "-out", directory.path(of: "theirs"),
                messageFile,
            ],
            directory
        )
        #expect(key.publicKey.isValidSignature(try directory.read("theirs"), for: Self.message))
    }

    @Test func ed25519SignaturesCrossInBothDirections() throws {
        let directory = try TemporaryDirectory()
        let key = try Ed25519PrivateKey.generate()
        let keyFile = try directory.write(try PrivateKey.ed25519(key).pem(), to: "key.pem")
        let publicFile = try Self.publicFile(.ed25519(key), directory)
        let messageFile = try directory.write(Self.message, to: "message")

        let ours = try directory.write(try key.signature(for: Self.message), to: "ours")
        try Self.succeeds(
            [
                "pkeyutl", "-verify", "-pubin", "-inkey", publicFile, "-rawin", "-in", messageFile,
                "-sigfile", ours,
            ],
            directory
        )
        try Self.succeeds(
            [
                "pkeyutl", "-sign", "-inkey", keyFile, "-rawin", "-in", messageFile, "-out",
                directory.path(of: "theirs"),
            ],
            directory
        )
        #expect(key.publicKey.isValidSignature(try directory.read("theirs"), for: Self.message))
    }

    private static func publicFile(
        _ key: PrivateKey,
        _ directory: borrowing TemporaryDirectory
    ) throws -> String {
        let der = try directory.write(key.publicDER, to: "public.der")
        let pem = directory.path(of: "public.pem")
        try Self.succeeds(
            ["pkey", "-pubin", "-inform", "DER", "-in", der, "-out", pem],
            directory
        )
        return pem
    }

    private static func succeeds(
        _ arguments: [String],
        _ directory: borrowing TemporaryDirectory
    ) throws {
        let run = try OpenSSLCommand.run(arguments, in: directory)
        try #require(run.status == 0, "\(arguments): \(run.output)")
    }
}
