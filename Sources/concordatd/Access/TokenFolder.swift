import CryptoSuites
import Foundation
import LogServer
import Records

/// The folder of `concordatd token new`: a key, its public half, and who may do what.
///
/// It is for a start. Whoever has an identity provider names its keys in an access file of his own.
struct TokenFolder {
    /// The absolute path.
    let path: String

    private var keyPath: String { "\(self.path)/ed25519.pem" }
    private var keySetPath: String { "\(self.path)/jwks.json" }
    private var accessPath: String { "\(self.path)/\(AccessFile.name)" }

    /// Opens the folder, and makes it with a new key if it is missing.
    init(creating path: String) throws {
        self.path = path
        if !FileManager.default.fileExists(atPath: path) {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700]
            )
        }
        if !FileManager.default.fileExists(atPath: self.keyPath) {
            try KeyFile.create(.ed25519(try Ed25519PrivateKey.generate()), at: self.keyPath)
        }
        guard case .ed25519(let key) = try KeyFile.load(self.keyPath) else {
            throw DaemonError.wrongKeyKind(path)
        }
        let keySet = Array((TokenIssuer.keySet(of: key.publicKey) + "\n").utf8)
        if FileManager.default.contents(atPath: self.keySetPath).map({ Array($0) }) != keySet {
            try self.replace(self.keySetPath, with: keySet)
        }
    }

    /// What signs tokens with the folder's key.
    func issuer() throws -> TokenIssuer {
        guard case .ed25519(let key) = try KeyFile.load(self.keyPath) else {
            throw DaemonError.wrongKeyKind(self.path)
        }
        return TokenIssuer(
            key: key,
            pem: try SecretFile.read(self.keyPath, limitBytes: KeyFile.maximumByteCount)
        )
    }

    /// Writes down what a principal may do, and that tokens with his name as their subject are his.
    ///
    /// - Throws: ``DaemonError/exists(_:)`` if he may do something else already: that is changed in
    ///   the file, by hand.
    func register(_ name: String, _ grant: JSONValue) throws {
        let document = try self.document()
        var principals = document["principals"]?.members ?? []
        if let known = principals.first(where: { $0.name == name }) {
            guard known.value == grant else {
                throw DaemonError.exists(
                    "a principal \(name) with other rights in \(self.accessPath)"
                )
            }
            return
        }
        principals.append(JSONMember(name: name, value: grant))
        var rules = document["issuers"]?.elements?.first?["tokens"]?.elements ?? []
        rules.append(["subject": .string(name), "principal": .string(name)])
        let changed: JSONValue = [
            "audience": .string(TokenIssuer.audience), "principals": .object(principals),
            "issuers": .array([
                [
                    "issuer": .string(TokenIssuer.issuer),
                    "keys": ["file": .string("jwks.json")], "tokens": .array(rules),
                ]
            ]),
        ]
        try self.replace(self.accessPath, with: try Self.pretty(changed))
    }

    /// The access file; an empty object if there is none.
    private func document() throws -> JSONValue {
        guard let bytes = FileManager.default.contents(atPath: self.accessPath) else {
            return .object([])
        }
        let document: JSONValue
        do { document = try StrictJSON.parse(Array(bytes)) } catch {
            throw DaemonError.badAccessFile(self.accessPath, reason: "\(error)")
        }
        // Only what this command wrote is changed by it; the rest is the operator's.
        guard document["certificates"] == nil, document["leeway_seconds"] == nil,
            document["issuers"]?.elements?.count == 1,
            document["issuers"]?.elements?.first?["issuer"]?.text == TokenIssuer.issuer
        else {
            throw DaemonError.badAccessFile(
                self.accessPath,
                reason: "it was changed by hand: add the principal there, too"
            )
        }
        return document
    }

    /// For people, who read the file and change it.
    private static func pretty(_ value: JSONValue) throws -> [UInt8] {
        let object = try JSONSerialization.jsonObject(with: Data(value.canonicalBytes))
        let bytes = try JSONSerialization.data(
            withJSONObject: object,
            options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        )
        return Array(bytes) + [UInt8(ascii: "\n")]
    }

    /// Puts a file in the place of another: there is the old one or the new one, never a half.
    private func replace(_ path: String, with bytes: [UInt8]) throws {
        let new = path + ".new"
        try? FileManager.default.removeItem(atPath: new)
        try SecretFile.create(bytes, at: new)
        guard rename(new, path) == 0 else { throw DaemonError.file(path, errno: errno) }
        try synchronizeFolder(self.path)
    }
}
