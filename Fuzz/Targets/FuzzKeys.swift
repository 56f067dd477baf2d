import CryptoSuites
import MerkleTree
import SignedNotes

/// The keys that the notes of the corpus are signed with. They are no secret and sign nothing else.
enum FuzzKeys {
    static let origin = "log.example/eu"

    static let shared = Result { try Signers() }

    struct Signers: Sendable {
        let log: Ed25519NoteSigner
        let sm3Log: SM2NoteSigner
        let witness: Ed25519CosignatureSigner
        let sm3Witness: SM2NoteSigner

        init() throws {
            self.log = try Ed25519NoteSigner(
                name: origin,
                privateKey: Ed25519PrivateKey(rawRepresentation: [UInt8](repeating: 1, count: 32))
            )
            self.witness = try Ed25519CosignatureSigner(
                name: "witness.example/w",
                privateKey: Ed25519PrivateKey(rawRepresentation: [UInt8](repeating: 2, count: 32))
            )
            guard case .sm2(let key) = try PrivateKey(pem: Array(sm2PEM.utf8)) else {
                throw FuzzFinding(description: "the SM2 key of the corpus is one")
            }
            self.sm3Log = try SM2NoteSigner(name: "\(origin)/sm3", privateKey: key)
            self.sm3Witness = try SM2NoteSigner(name: "witness.example/w/sm3", privateKey: key)
        }

        var verifierKeys: [VerifierKey] {
            [
                self.log.verifierKey, self.sm3Log.verifierKey, self.witness.verifierKey,
                self.sm3Witness.verifierKey,
            ]
        }
    }

    /// The vkeys of all signers.
    static var verifierKeys: [VerifierKey] {
        get throws { try self.shared.get().verifierKeys }
    }

    /// A policy that asks for the witness of the SHA-256 tree.
    static var policyText: String {
        get throws {
            let signers = try self.shared.get()
            return """
                # what the notes of the corpus are signed with
                log \(signers.log.verifierKey) https://log.example/eu
                witness w \(signers.witness.verifierKey)
                group g any w
                quorum g

                """
        }
    }

    /// A log of the first `size` entries `entry 0`, `entry 1` and so on.
    static func entries(_ size: Int) throws -> EntryBatch {
        var batch = EntryBatch()
        for number in 0..<size { try batch.append(Array("entry \(number)".utf8)) }
        return batch
    }

    /// The checkpoint of such a log, signed by the log and the witness of the suite.
    static func checkpoint<Hasher: SuiteHasher>(
        _: Hasher.Type,
        size: Int
    ) throws -> UnverifiedNote {
        let signers = try self.shared.get()
        var range = CompactRange<Hasher>()
        range.append(contentsOf: Hasher.leafHashes(of: try self.entries(size)))
        let isSM3 = Hasher.suite == .sm3
        return try SignedNote.sign(
            text: Checkpoint<Hasher>(
                origin: isSM3 ? "\(self.origin)/sm3" : self.origin,
                size: UInt64(size),
                root: range.root
            ).text,
            with: isSM3
                ? [signers.sm3Log, signers.sm3Witness] : [signers.log, signers.witness],
            at: 1_800_000_000
        )
    }

    /// The twin note of such a log.
    static func twinNote(size: Int) throws -> UnverifiedNote {
        let signers = try self.shared.get()
        let entries = try self.entries(size)
        var sha256 = CompactRange<SHA256Hasher>()
        sha256.append(contentsOf: SHA256Hasher.leafHashes(of: entries))
        var sm3 = CompactRange<SM3Hasher>()
        sm3.append(contentsOf: SM3Hasher.leafHashes(of: entries))
        return try SignedNote.sign(
            text: TwinNote(
                origin: LogOrigin(self.origin),
                head: TwinHead(size: UInt64(size), sha256: sha256.root, sm3: sm3.root)
            ).text,
            with: [signers.log, signers.sm3Log],
            at: 1_800_000_000
        )
    }

    static let sm2PEM = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqBHM9VAYItBG0wawIBAQQgU+UBUBv1KZpnEQnZ
        Do9iaKPKXv2ip1G9IEXRO41r5+6hRANCAASrz/fR/ICxk43/jtEXBoUV/qYcokMW
        Ra6cp9K34SBv6sl0B46qmJn5UCw1B4PUgoB390tCJ3GmD4PcWw5iDdTC
        -----END PRIVATE KEY-----

        """
}
