public import CryptoSuites
public import SignedNotes

/// The text of an epoch key's file. `Specs/vault.md` has the format.
///
///     concordat/epoch-key/v1
///     origin log.example/eu
///     epoch 1
///     created 1790000000
///     cipher aes-256-gcm
///     key <base64 of 32 bytes>
///
/// With a passphrase the last line is `sealed <iterations> <base64 salt> <base64>`.
public enum EpochKeyFile {
    /// The longest file that is read, in bytes.
    public static let maximumByteCount = 4_096

    private static let magic = "concordat/epoch-key/v1"

    /// The file's bytes, which the caller guards or wipes.
    ///
    /// - Throws: ``EpochKeyFileError/unusable(_:)``.
    public static func bytes(
        of key: EpochKey,
        origin: LogOrigin,
        passphrase: [UInt8]?
    ) throws(EpochKeyFileError) -> [UInt8] {
        let head = Self.head(origin, key.epoch, key.createdAt, key.kind)
        guard let passphrase else {
            return Array("\(head)key \(Base64.encode(key.secret.bytes))\n".utf8)
        }
        let box: PassphraseBox
        do throws(CryptoError) {
            box = try PassphraseBox(
                sealing: key.secret,
                kind: key.kind,
                passphrase: passphrase,
                context: Array(head.utf8)
            )
        } catch {
            throw .unusable(error)
        }
        let salt = Base64.encode(box.salt)
        return Array("\(head)sealed \(box.iterations) \(salt) \(Base64.encode(box.sealed))\n".utf8)
    }

    /// Reads a file that is to hold the key of an epoch of a log.
    ///
    /// - Throws: ``EpochKeyFileError``.
    public static func key(
        parsing bytes: [UInt8],
        origin: LogOrigin,
        epoch: UInt32,
        passphrase: [UInt8]?
    ) throws(EpochKeyFileError) -> EpochKey {
        let lines = bytes.split(
            separator: UInt8(ascii: "\n"),
            omittingEmptySubsequences: false
        )
        guard lines.count == 7, lines[6].isEmpty,
            let created = Self.value("created", lines[3]).flatMap({ CanonicalDecimal.parse($0) }),
            let cipher = Self.value("cipher", lines[4]),
            let kind = CipherKind.allCases.first(where: {
                cipher.elementsEqual($0.rawValue.utf8)
            })
        else { throw .malformed }
        let head = Array(Self.head(origin, epoch, created, kind).utf8)
        // Whatever else the first lines say, they are not of this log and epoch.
        guard bytes.starts(with: head) else { throw .ofSomethingElse }
        let secret: SecretKey
        if let text = Self.value("key", lines[5]) {
            guard passphrase == nil else { throw .unusable(.passphraseNotNeeded) }
            guard let raw = Base64.decode(text), let key = SecretKey(raw) else {
                throw .malformed
            }
            secret = key
        } else if let text = Self.value("sealed", lines[5]) {
            secret = try Self.open(text, kind, passphrase, context: head)
        } else {
            throw .malformed
        }
        return EpochKey(epoch: epoch, createdAt: created, kind: kind, secret: secret)
    }

    private static func open(
        _ text: ArraySlice<UInt8>,
        _ kind: CipherKind,
        _ passphrase: [UInt8]?,
        context: [UInt8]
    ) throws(EpochKeyFileError) -> SecretKey {
        let parts = text.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard parts.count == 3,
            let iterations = CanonicalDecimal.parse(parts[0]).flatMap({ Int(exactly: $0) }),
            let salt = Base64.decode(parts[1]),
            let sealed = Base64.decode(parts[2])
        else { throw .malformed }
        guard let passphrase else { throw .unusable(.passphraseRequired) }
        let box = PassphraseBox(salt: salt, iterations: iterations, sealed: sealed)
        do throws(CryptoError) {
            return try box.open(kind: kind, passphrase: passphrase, context: context)
        } catch {
            throw .unusable(error)
        }
    }

    private static func head(
        _ origin: LogOrigin,
        _ epoch: UInt32,
        _ created: UInt64,
        _ kind: CipherKind
    ) -> String {
        "\(Self.magic)\norigin \(origin.text)\nepoch \(epoch)\ncreated \(created)\n"
            + "cipher \(kind.rawValue)\n"
    }

    /// What stands behind a name in a line; nil if the line is not of that name.
    private static func value(_ name: String, _ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        line.starts(with: "\(name) ".utf8) ? line.dropFirst(name.utf8.count + 1) : nil
    }
}

/// Why a file is not the key of an epoch.
public enum EpochKeyFileError: Error, Hashable, Sendable {
    /// It is not such a file.
    case malformed
    /// It is the key of another log, or of another epoch.
    case ofSomethingElse
    /// The passphrase is missing, wrong or not needed, or OpenSSL fails.
    case unusable(CryptoError)
}

extension EpochKeyFileError: CustomStringConvertible {
    /// One line for the operator.
    public var description: String {
        switch self {
        case .malformed: "it is not the key of a vault's epoch"
        case .ofSomethingElse: "it is the key of another log or of another epoch"
        case .unusable(let error): "\(error)"
        }
    }
}
