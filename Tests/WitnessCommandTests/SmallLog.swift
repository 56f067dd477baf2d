import CryptoSuites
import LogProtocol
import LogTesting
import MerkleTree
import SignedNotes
import Witnessing

/// A C2SP log of some entries, which signs heads of all sizes.
struct SmallLog: Sendable {
    let origin: String
    let signer: Ed25519NoteSigner
    private let entries: [[UInt8]]

    init(origin: String = "log.example/small", size: Int) throws {
        self.origin = origin
        self.signer = try Ed25519NoteSigner(name: origin, privateKey: .generate())
        self.entries = (0..<size).map { Array("entry \($0)".utf8) }
    }

    var subject: Witness.Subject {
        get throws {
            Witness.Subject(
                log: try WitnessedLog(
                    origin: self.origin,
                    keys: [self.signer.verifierKey],
                    mode: .light
                )
            )
        }
    }

    func note(_ size: Int) throws -> UnverifiedNote {
        let root = ReferenceTree<SHA256Hasher>(self.entries).root(0..<size)
        return try SignedNote.sign(
            text: Checkpoint(origin: self.origin, size: UInt64(size), root: root).text,
            with: [self.signer],
            at: 1
        )
    }

    func request(_ old: Int, _ new: Int) throws -> AddCheckpointRequest {
        try AddCheckpointRequest(
            oldSize: UInt64(old),
            proofHashes: ReferenceTree<SHA256Hasher>(self.entries).proof(old, new).map(\.bytes),
            note: self.note(new)
        )
    }
}
