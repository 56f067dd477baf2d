public import SignedNotes
public import Witnessing

/// A head that the world has been shown, or is to be.
public struct PublishedHead: Hashable, Sendable {
    /// The size and both roots.
    public let head: TwinHead
    /// The notes with the log's own signatures alone: what witnesses are sent.
    public let notes: HeadNotes
    /// What witnesses have put below them, in the order in which it came.
    public let cosignatures: [HeadCosignature]

    /// Joins the three.
    public init(head: TwinHead, notes: HeadNotes, cosignatures: [HeadCosignature] = []) {
        self.head = head
        self.notes = notes
        self.cosignatures = cosignatures
    }

    /// The notes with every cosignature. They may get more lines as long as the head is the newest.
    public var cosigned: HeadNotes { self.notes.adding(self.cosignatures) }

    /// The notes as they were when the head was published: these bytes never change.
    public var asPublished: HeadNotes {
        self.notes.adding(self.cosignatures.filter { !$0.isLate })
    }

    /// The same head with more cosignatures.
    func adding(_ cosignatures: [HeadCosignature]) -> PublishedHead {
        var all = self.cosignatures
        all.add(cosignatures)
        return PublishedHead(head: self.head, notes: self.notes, cosignatures: all)
    }
}

extension HeadNotes {
    /// The same notes with lines behind those that the checkpoints have. The twin note stays as it
    /// is.
    fileprivate func adding(_ cosignatures: [HeadCosignature]) -> HeadNotes {
        // SPEC: TWIN-7: no cosignatures below the twin note.
        guard !cosignatures.isEmpty else { return self }
        func lines(of suite: Suite) -> [UInt8] {
            cosignatures.filter { $0.suite == suite }.flatMap { Array($0.line.line.utf8) }
        }
        return HeadNotes(
            checkpoint: self.checkpoint + lines(of: .sha256),
            sm3Checkpoint: self.sm3Checkpoint + lines(of: .sm3),
            twin: self.twin,
            treeHead: self.treeHead
        )
    }
}
