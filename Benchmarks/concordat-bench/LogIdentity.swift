import CryptoSuites
import SignedNotes
import Witnessing

/// Who a log is: its name, its origin and fresh keys.
struct LogIdentity: Sendable {
    let name: String
    let origin: LogOrigin
    let keys: SignerKeys
    let verifierKeys: [VerifierKey]

    init(name: String) throws {
        self.name = name
        self.origin = try LogOrigin("log.example/\(name)")
        let ed25519 = try Ed25519NoteSigner(
            name: self.origin.text,
            privateKey: Ed25519PrivateKey.generate()
        )
        let sm2 = try SM2NoteSigner(
            name: self.origin.sm3Text,
            privateKey: SM2PrivateKey.generate()
        )
        self.keys = SignerKeys(ed25519: ed25519, sm2: sm2)
        self.verifierKeys = [ed25519.verifierKey, sm2.verifierKey]
    }
}
