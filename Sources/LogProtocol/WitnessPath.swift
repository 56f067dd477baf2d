import CryptoSuites
import SignedNotes

/// The paths of a witness, below its submission and its monitoring prefix: C2SP tlog-witness.
public enum WitnessPath {
    /// Below the submission prefix: where heads are sent to be cosigned.
    public static let addCheckpoint = "add-checkpoint"

    /// Below the monitoring prefix: the newest cosigned head of an origin.
    public static func checkpoint(ofOrigin origin: String) -> String {
        "\(self.identifier(ofOrigin: origin))/checkpoint"
    }

    /// The 64 lower-case hexadecimal digits of the SHA-256 of the origin, which stand for it in
    /// paths, in trees of both suites.
    public static func identifier(ofOrigin origin: String) -> String {
        Hexadecimal.encode(Hashes.sha256(Array(origin.utf8)))
    }
}
