/// The three lines of a checkpoint, while it is not known yet in which suite its root is.
///
/// Nothing in it is to be believed. Who serves many logs finds by ``origin`` which one it speaks
/// of, and reads the note as a ``Checkpoint`` of that log's suite.
public struct CheckpointText: Hashable, Sendable {
    private let exactOrigin: WireText
    /// The number of entries.
    public let size: UInt64
    /// The root: 32 bytes, of whichever hash.
    public let root: [UInt8]

    /// Reads the text of a note.
    ///
    /// - Throws: ``CheckpointError`` that names the part which is wrong; never
    ///   ``CheckpointError/rootOfEmptyTree``, which depends on the suite.
    public init(parsing text: String) throws(CheckpointError) {
        // SPEC: CKPT-1, CKPT-3, CKPT-4.
        guard let lines = text.utf8.lines(), lines.count >= 3 else { throw .malformed }
        guard lines.count == 3 else { throw .extensionLines }
        guard let size = CanonicalDecimal.parse(lines[1]) else { throw .size }
        guard let root = Base64.decode(lines[2]), root.count == 32 else { throw .root }
        // SPEC: CKPT-2.
        let origin = String(Substring(lines[0]))
        guard KeyName.isValid(origin) else { throw .origin }
        self.exactOrigin = WireText(origin)
        self.size = size
        self.root = root
        // One spelling per checkpoint: what was read above must be what would be printed.
        guard "\(origin)\n\(size)\n\(Base64.encode(root))\n".hasSameBytes(as: text) else {
            throw .malformed
        }
    }

    /// The origin that the text claims.
    public var origin: String { self.exactOrigin.string }
}
