import CryptoSuites
import SignedNotes

/// Signers made anew in each run.
enum TestKeys {
    static let origin = "log.example/eu"

    static let shared = Result { try Signers() }

    struct Signers {
        let log: Ed25519NoteSigner
        let sm3Log: SM2NoteSigner
        let witness: Ed25519CosignatureSigner
        let sm3Witness: SM2NoteSigner

        init() throws {
            self.log = try Ed25519NoteSigner(name: origin, privateKey: .generate())
            self.sm3Log = try SM2NoteSigner(name: "\(origin)/sm3", privateKey: .generate())
            self.witness = try Ed25519CosignatureSigner(
                name: "witness.example/w1",
                privateKey: .generate()
            )
            self.sm3Witness = try SM2NoteSigner(
                name: "witness.example/w1/sm3",
                privateKey: .generate()
            )
        }

        var all: [any NoteSigner] { [self.log, self.sm3Log, self.witness, self.sm3Witness] }
    }

    static var log: Ed25519NoteSigner { get throws { try self.shared.get().log } }
    static var sm3Log: SM2NoteSigner { get throws { try self.shared.get().sm3Log } }
    static var witness: Ed25519CosignatureSigner { get throws { try self.shared.get().witness } }
    static var sm3Witness: SM2NoteSigner { get throws { try self.shared.get().sm3Witness } }
    static var all: [any NoteSigner] { get throws { try self.shared.get().all } }
}

extension [UInt8] {
    /// The bytes with one bit the other way round.
    func flipping(bit: Int) -> [UInt8] {
        var bytes = self
        bytes[bit / 8] ^= 1 << (bit % 8)
        return bytes
    }
}
