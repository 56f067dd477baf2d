import CryptoSuites
import SignedNotes

extension String {
    /// The text of a record with a right digest under it.
    func withDigest() -> [UInt8] {
        Array(self.utf8) + Array("digest \(Hexadecimal.encode(Hashes.sha256(self.utf8)))\n".utf8)
    }
}
