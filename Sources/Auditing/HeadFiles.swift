import LogClient
import SignedNotes

/// The three notes of one published head, as they came.
struct HeadFiles: Hashable, Sendable {
    let sha256: UnverifiedNote
    let sm3: UnverifiedNote
    let twin: UnverifiedNote

    /// The notes with the files that they are served as, the twin note first: a reader who goes by
    /// the checkpoint finds the other two in place.
    var byFile: [(file: LogFile, note: UnverifiedNote)] {
        [(.twin, self.twin), (.checkpoint(.sm3), self.sm3), (.checkpoint(.sha256), self.sha256)]
    }
}
