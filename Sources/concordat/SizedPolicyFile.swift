import SignedNotes

/// A policy file and the sizes of the heads that it judges: `<file>`, or `<file>@<first>..<last>`.
struct SizedPolicyFile {
    let file: InputFile
    let sizes: ClosedRange<UInt64>

    /// Reads an argument. What follows the last `@` is taken for sizes if it has the form of sizes.
    init(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        if parts.count > 1, let last = parts.last, let sizes = VerifierKey.sizes(parsing: last) {
            self.file = InputFile(path: String(text.dropLast(last.count + 1)))
            self.sizes = sizes
        } else {
            self.file = InputFile(path: text)
            self.sizes = VerifierKey.allSizes
        }
    }
}
