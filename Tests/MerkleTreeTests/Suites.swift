import CryptoSuites
import MerkleTree

/// Both suites, as arguments of a test.
let suites: [any TreeHasher.Type] = [SHA256Hasher.self, SM3Hasher.self]

/// The eight leaves of Certificate Transparency's own tests.
let certificateTransparencyLeaves: [[UInt8]] = [
    [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
    Array(0x50...0x57), Array(0x60...0x6f),
]

/// `entry 0`, `entry 1`, ...
func numberedEntries(_ count: Int) -> [[UInt8]] { (0..<count).map { Array("entry \($0)".utf8) } }
