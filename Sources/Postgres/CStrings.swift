internal import Glibc

/// C's arrays of strings.
package enum CStrings {
    /// Calls `body` with a NULL-terminated array of copies of `strings`, valid inside `body` only.
    package static func withPointers<Result>(
        _ strings: [String],
        _ body: (UnsafeMutablePointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        var pointers = copies.map { UnsafePointer($0) } + [nil]
        return pointers.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else {
                preconditionFailure("an array of 1 is empty")
            }
            return body(base)
        }
    }
}
