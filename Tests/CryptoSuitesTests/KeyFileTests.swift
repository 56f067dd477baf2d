import CryptoSuites
import Glibc
import LogTesting
import Testing

@Suite struct KeyFileTests {
    static let passphrase = Array("correct horse".utf8)

    @Test(arguments: KeyKind.allCases, [nil, Self.passphrase])
    func aKeyFileComesBackAndIsForItsOwnerOnly(_ kind: KeyKind, passphrase: [UInt8]?) throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "key.pem")
        let key = try PrivateKey.generate(kind)
        try KeyFile.create(key, at: path, passphrase: passphrase)
        var status = stat()
        try #require(lstat(path, &status) == 0)
        #expect(status.st_mode == S_IFREG | 0o600)
        let copy = try KeyFile.load(path, passphrase: passphrase)
        #expect(copy.kind == kind)
        #expect(copy.publicBytes == key.publicBytes)
    }

    @Test func anExistingFileIsLeftAlone() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Array("precious".utf8), to: "key.pem", mode: 0o640)
        #expect(throws: KeyFileError.alreadyExists(path: path)) {
            try KeyFile.create(try PrivateKey.generate(.ed25519), at: path)
        }
        #expect(try folder.read("key.pem") == Array("precious".utf8))
    }

    @Test func aLinkThatLeadsNowhereIsNotFollowedToMakeAFile() throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "key.pem")
        let target = folder.path(of: "target")
        try #require(symlink(target, path) == 0)
        #expect(throws: KeyFileError.alreadyExists(path: path)) {
            try KeyFile.create(try PrivateKey.generate(.ed25519), at: path)
        }
        #expect(access(target, F_OK) != 0)
    }

    @Test func aMissingDirectoryIsSaid() throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "missing/key.pem")
        #expect(throws: KeyFileError.cannotWrite(path: path, errno: ENOENT)) {
            try KeyFile.create(try PrivateKey.generate(.ed25519), at: path)
        }
    }

    @Test func everyRightOfOthersIsRefused() throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "key.pem")
        try KeyFile.create(try PrivateKey.generate(.ed25519), at: path)
        for rights: mode_t in 1...0o77 {
            try #require(chmod(path, 0o600 | rights) == 0)
            let refusal = KeyFileError.accessibleByOthers(path: path, mode: 0o600 | rights)
            #expect(throws: refusal) { try KeyFile.load(path) }
            #expect(throws: refusal) { try KeyFile.readPassphrase(from: path) }
        }
        for mode: mode_t in [0o600, 0o400, 0o700] {
            try #require(chmod(path, mode) == 0)
            _ = try KeyFile.load(path)
        }
    }

    @Test func aLinkIsReadIfItsTargetIsForItsOwnerOnly() throws {
        let folder = try TemporaryFolder()
        let (path, target) = (folder.path(of: "key.pem"), folder.path(of: "target"))
        try KeyFile.create(try PrivateKey.generate(.sm2), at: target)
        try #require(symlink(target, path) == 0)
        #expect(try KeyFile.load(path).kind == .sm2)
        try #require(chmod(target, 0o640) == 0)
        #expect(throws: KeyFileError.accessibleByOthers(path: path, mode: 0o640)) {
            try KeyFile.load(path)
        }
    }

    @Test func whatIsNoFileIsRefusedWithoutWaiting() throws {
        let folder = try TemporaryFolder()
        let pipe = folder.path(of: "pipe")
        try #require(mkfifo(pipe, 0o600) == 0)
        for path in [pipe, folder.path, "/dev/null"] {
            #expect(throws: KeyFileError.notARegularFile(path: path)) { try KeyFile.load(path) }
        }
        let missing = folder.path(of: "missing")
        #expect(throws: KeyFileError.notFound(path: missing)) { try KeyFile.load(missing) }
        let below = folder.path(of: "pipe/key.pem")
        #expect(throws: KeyFileError.cannotRead(path: below, errno: ENOTDIR)) {
            try KeyFile.load(below)
        }
    }

    @Test func filesAreReadUpToTheLimit() throws {
        let folder = try TemporaryFolder()
        let pem = try PrivateKey.generate(.ed25519).pem()
        let newlines = [UInt8](repeating: 0x0a, count: KeyFile.maximumByteCount - pem.count)
        let path = try folder.write(pem + newlines, to: "largest")
        _ = try KeyFile.load(path)
        let larger = try folder.write(pem + newlines + [0x0a], to: "larger")
        #expect(
            throws: KeyFileError.tooLarge(path: larger, limitBytes: KeyFile.maximumByteCount)
        ) { try KeyFile.load(larger) }
    }

    @Test func whatIsWrongWithTheKeyIsSaidWithThePath() throws {
        let folder = try TemporaryFolder()
        let plain = folder.path(of: "plain")
        let locked = folder.path(of: "locked")
        let empty = try folder.write([], to: "empty")
        let key = try PrivateKey.generate(.p256)
        try KeyFile.create(key, at: plain)
        try KeyFile.create(key, at: locked, passphrase: Self.passphrase)
        #expect(throws: KeyFileError.unusable(path: empty, .malformedPEM)) {
            try KeyFile.load(empty)
        }
        #expect(throws: KeyFileError.unusable(path: plain, .passphraseNotNeeded)) {
            try KeyFile.load(plain, passphrase: Self.passphrase)
        }
        #expect(throws: KeyFileError.unusable(path: locked, .passphraseRequired)) {
            try KeyFile.load(locked)
        }
        #expect(throws: KeyFileError.unusable(path: locked, .wrongPassphrase)) {
            try KeyFile.load(locked, passphrase: Array("Correct horse".utf8))
        }
        let none = folder.path(of: "none")
        #expect(throws: KeyFileError.unusable(path: none, .emptyPassphrase)) {
            try KeyFile.create(key, at: none, passphrase: [])
        }
        #expect(access(none, F_OK) != 0)
    }

    @Test(arguments: [
        ("secret", "secret"), ("secret\n", "secret"), ("secret\n\n", "secret\n"),
        (" secret \r\n", " secret \r"), ("\nsecret", "\nsecret"), ("密码\n", "密码"),
    ])
    func aPassphraseLosesOneNewline(content: String, passphrase: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Array(content.utf8), to: "passphrase")
        #expect(try KeyFile.readPassphrase(from: path) == Array(passphrase.utf8))
    }

    @Test func emptyAndOverlongPassphrasesAreRefused() throws {
        let folder = try TemporaryFolder()
        for content in ["", "\n"] {
            let path = try folder.write(Array(content.utf8), to: "passphrase")
            #expect(throws: KeyFileError.unusable(path: path, .emptyPassphrase)) {
                try KeyFile.readPassphrase(from: path)
            }
        }
        let limit = KeyFile.maximumPassphraseFileByteCount
        let longest = [UInt8](repeating: 0x61, count: limit)
        let path = try folder.write(longest, to: "passphrase")
        #expect(try KeyFile.readPassphrase(from: path) == longest)
        try folder.write(longest + [0x0a], to: "passphrase")
        #expect(throws: KeyFileError.tooLarge(path: path, limitBytes: limit)) {
            try KeyFile.readPassphrase(from: path)
        }
    }

    @Test func secretsAreWrittenAndReadWithTheSameCare() throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "secret")
        let secret = [UInt8](0...255)
        try SecretFile.create(secret, at: path)
        #expect(try SecretFile.read(path, limitBytes: 256) == secret)
        #expect(throws: KeyFileError.tooLarge(path: path, limitBytes: 255)) {
            try SecretFile.read(path, limitBytes: 255)
        }
        #expect(throws: KeyFileError.alreadyExists(path: path)) {
            try SecretFile.create([], at: path)
        }
    }

    @Test func messagesNameTheFile() {
        #expect(
            KeyFileError.accessibleByOthers(path: "/k/a.pem", mode: 0o640).description
                == "/k/a.pem: others than its owner have access (mode 0640); "
                + "make it 0600 and consider the secret known"
        )
        #expect(
            KeyFileError.cannotRead(path: "/k/a.pem", errno: EACCES).description
                == "/k/a.pem: cannot be read: Permission denied"
        )
        let errors: [KeyFileError] = [
            .alreadyExists(path: "/k"), .notFound(path: "/k"), .notARegularFile(path: "/k"),
            .tooLarge(path: "/k", limitBytes: 1), .cannotWrite(path: "/k", errno: ENOSPC),
            .unusable(path: "/k", .wrongPassphrase),
        ]
        for error in errors { #expect(error.description.hasPrefix("/k: ")) }
    }
}
