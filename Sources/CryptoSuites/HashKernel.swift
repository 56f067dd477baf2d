import CMultiHash

/// One implementation of bulk hashing. Which one serves is decided by the processor at run time.
///
/// The hashers choose by themselves; this list is for tests, which hold each kernel to OpenSSL, for
/// benchmarks, and for a program that reports what it runs on.
public enum HashKernel: UInt32, CaseIterable, Sendable {
    /// SHA-256 in plain C.
    case sha256Scalar
    /// SHA-256 with the SHA instructions of x86, two messages interleaved.
    case sha256SHANI
    /// SHA-256, eight messages side by side.
    case sha256AVX2
    /// SHA-256, sixteen messages side by side.
    case sha256AVX512
    /// SM3 in plain C.
    case sm3Scalar
    /// SM3, eight messages side by side.
    case sm3AVX2
    /// SM3, sixteen messages side by side.
    case sm3AVX512

    /// The kernel that serves large batches of ``SHA256Hasher`` on this machine.
    public static var servingSHA256: HashKernel { Self(mh_sha256_best_kernel()) ?? .sha256Scalar }

    /// The kernel that serves large batches of ``SM3Hasher`` on this machine.
    public static var servingSM3: HashKernel { Self(mh_sm3_best_kernel()) ?? .sm3Scalar }

    /// A short name for reports, such as `SM3 AVX-512`.
    public var name: String { String(cString: mh_kernel_name(self.kernel)) }

    /// Whether this build has the kernel and this processor can run it.
    public var isAvailable: Bool { mh_kernel_is_available(self.kernel) }

    /// The 32-byte hashes `H(0x01 || pair)`, one after the other; nil if the kernel is not available.
    ///
    /// - Precondition: `pairs` holds 64 bytes for each node.
    public func nodeHashes(ofPairs pairs: [UInt8]) -> [UInt8]? {
        precondition(pairs.count.isMultiple(of: 64), "a pair has 64 bytes")
        let count = pairs.count / 64
        var digests = [UInt8](repeating: 0, count: count * 32)
        return mh_kernel_nodes(self.kernel, pairs, count, &digests) ? digests : nil
    }

    /// The 32-byte hashes `H(0x00 || message)`, one after the other; nil if the kernel is not
    /// available.
    ///
    /// - Precondition: Each of `ranges` lies within `bytes`.
    public func leafHashes(of ranges: [Range<Int>], in bytes: [UInt8]) -> [UInt8]? {
        precondition(
            ranges.allSatisfy {
                bytes.indices.lowerBound <= $0.lowerBound && $0.upperBound <= bytes.count
            },
            "messages lie within the buffer"
        )
        let offsets = ranges.map(\.lowerBound)
        let lengths = ranges.map(\.count)
        var digests = [UInt8](repeating: 0, count: ranges.count * 32)
        let ran = mh_kernel_leaves(
            self.kernel,
            bytes,
            offsets,
            lengths,
            ranges.count,
            &digests
        )
        return ran ? digests : nil
    }

    /// The 32-byte hashes of messages that are padded already, one after the other; nil if the kernel
    /// is not available.
    ///
    /// Each goes on from what a hash had come to before, 32 bytes in `states`, or begins with its
    /// message if that is nil.
    ///
    /// - Precondition: `messages` holds a multiple of `blockCount` blocks of 64 bytes, and
    ///   `blockCount` is at least 1; `states` has 32 bytes for each message.
    public func hashes(
        ofPadded messages: [UInt8],
        blockCount: Int,
        from states: [UInt8]? = nil
    ) -> [UInt8]? {
        precondition(
            blockCount > 0 && messages.count.isMultiple(of: blockCount * 64),
            "padded messages are whole blocks"
        )
        let count = messages.count / (blockCount * 64)
        precondition(states?.count ?? count * 32 == count * 32, "each message has its state")
        var digests = [UInt8](repeating: 0, count: count * 32)
        return mh_kernel_blocks(self.kernel, states, messages, blockCount, count, &digests)
            ? digests : nil
    }

    private var kernel: mh_kernel { mh_kernel(rawValue: self.rawValue) }

    private init?(_ kernel: mh_kernel) { self.init(rawValue: kernel.rawValue) }
}
