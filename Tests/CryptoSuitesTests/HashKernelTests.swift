import CryptoSuites
import LogTesting
import Testing

@Suite struct HashKernelTests {
    static let seed = UInt64.random(in: .min ... .max)
    /// The longest message of the exhaustive test. The blocks of both hashes have 64 bytes.
    static let longestMessage = 300

    @Test func everyMachineHasTheScalarKernels() {
        #expect(HashKernel.sha256Scalar.isAvailable)
        #expect(HashKernel.sm3Scalar.isAvailable)
    }

    @Test func theServingKernelIsAvailableAndOfItsHash() {
        #expect(HashKernel.servingSHA256.isAvailable)
        #expect(HashKernel.servingSHA256.name.hasPrefix("SHA-256 "))
        #expect(HashKernel.servingSM3.isAvailable)
        #expect(HashKernel.servingSM3.name.hasPrefix("SM3 "))
        print("serving: \(HashKernel.servingSHA256.name), \(HashKernel.servingSM3.name)")
    }

    @Test func namesAreThoseOfTheCases() {
        #expect(
            HashKernel.allCases.map(\.name) == [
                "SHA-256 scalar", "SHA-256 SHA-NI", "SHA-256 AVX2", "SHA-256 AVX-512",
                "SM3 scalar", "SM3 AVX2", "SM3 AVX-512",
            ]
        )
    }

    @Test(arguments: HashKernel.allCases.filter { !$0.isAvailable })
    func aKernelThatTheProcessorLacksRefuses(_ kernel: HashKernel) {
        #expect(kernel.nodeHashes(ofPairs: [UInt8](repeating: 0, count: 64)) == nil)
        #expect(kernel.leafHashes(of: [0..<1], in: [0]) == nil)
        #expect(
            kernel.hashes(ofPadded: [UInt8](repeating: 0, count: 64), blockCount: 1) == nil
        )
    }

    /// FIPS 180-4 §5.1.1 and GB/T 32905 §5.2: a one bit, zeros, the length in bits.
    @Test(arguments: HashKernel.allCases)
    func paddedMessagesAgreeWithOpenSSLInBatchesOfEveryCount(_ kernel: HashKernel) throws {
        guard Self.isTested(kernel) else { return }
        var random = SeededGenerator(seed: Self.seed)
        for blockCount in 1...3 {
            for count in 0...40 {
                let byteCount = blockCount * 64 - 9 - count % 5
                let messages = (0..<count).map { _ in random.bytes(byteCount) }
                let padded = messages.flatMap { message in
                    let zeros = [UInt8](repeating: 0, count: blockCount * 64 - byteCount - 3)
                    return message + [0x80] + zeros
                        + [UInt8((byteCount * 8) >> 8), UInt8((byteCount * 8) & 0xff)]
                }
                let expected = messages.flatMap { Self.oracle(kernel, $0) }
                let hashes = try #require(
                    kernel.hashes(ofPadded: padded, blockCount: blockCount)
                )
                #expect(hashes == expected, "\(count) messages, seed \(Self.seed)")
            }
        }
    }

    /// A hash may be left after any block, and taken up again from what it has come to.
    @Test(arguments: HashKernel.allCases)
    func hashesGoOnFromWhereTheyWereLeft(_ kernel: HashKernel) throws {
        guard Self.isTested(kernel) else { return }
        var random = SeededGenerator(seed: Self.seed)
        for count in 0...40 {
            let messages = (0..<count).map { _ in random.bytes(3 * 64) }
            let whole = try #require(
                kernel.hashes(ofPadded: messages.flatMap { $0 }, blockCount: 3)
            )
            for cut in 1...2 {
                let states = kernel.hashes(
                    ofPadded: messages.flatMap { $0[..<(cut * 64)] },
                    blockCount: cut
                )
                let hashes = kernel.hashes(
                    ofPadded: messages.flatMap { $0[(cut * 64)...] },
                    blockCount: 3 - cut,
                    from: states
                )
                #expect(hashes == whole, "\(count) messages, seed \(Self.seed)")
            }
        }
    }

    @Test(arguments: HashKernel.allCases)
    func nodesAgreeWithOpenSSLInBatchesOfEveryCount(_ kernel: HashKernel) throws {
        guard Self.isTested(kernel) else { return }
        var random = SeededGenerator(seed: Self.seed)
        for count in 0...70 {
            let pairs = random.bytes(64 * count)
            let expected = stride(from: 0, to: pairs.count, by: 64).flatMap {
                Self.oracle(kernel, [0x01] + pairs[$0..<$0 + 64])
            }
            let hashes = try #require(kernel.nodeHashes(ofPairs: pairs))
            #expect(hashes == expected, "\(count) nodes, seed \(Self.seed)")
        }
    }

    @Test(arguments: HashKernel.allCases)
    func leavesOfEveryLengthAgreeWithOpenSSL(_ kernel: HashKernel) throws {
        guard Self.isTested(kernel) else { return }
        var random = SeededGenerator(seed: Self.seed)
        let buffer = random.bytes(5_000)
        // Alone, many of one length, and all lengths in one batch, in and out of order.
        for length in 0...Self.longestMessage {
            try Self.check(kernel, [0..<length], in: buffer)
            try Self.check(kernel, (0..<17).map { $0 * 7..<$0 * 7 + length }, in: buffer)
        }
        let everyLength = (0...Self.longestMessage).map { $0 * 3..<$0 * 4 }
        try Self.check(kernel, everyLength, in: buffer)
        try Self.check(kernel, everyLength.reversed(), in: buffer)
        try Self.check(kernel, everyLength.shuffled(using: &random), in: buffer)
    }

    @Test(arguments: HashKernel.allCases)
    func leavesInBatchesOfEveryCountAgreeWithOpenSSL(_ kernel: HashKernel) throws {
        guard Self.isTested(kernel) else { return }
        var random = SeededGenerator(seed: Self.seed)
        let buffer = random.bytes(5_000)
        for count in 0...70 {
            // Mostly short ones, some of many blocks, so that lanes end at different times.
            let ranges = (0..<count).map { _ in
                let longest = Int.random(in: 0..<8, using: &random) == 0 ? 4_000 : 300
                let start = Int.random(in: 0..<1_000, using: &random)
                return start..<start + Int.random(in: 0...longest, using: &random)
            }
            try Self.check(kernel, ranges, in: buffer)
        }
    }

    @Test(arguments: HashKernel.allCases)
    func aLongMessageAmongShortOnesAgreesWithOpenSSL(_ kernel: HashKernel) throws {
        guard Self.isTested(kernel) else { return }
        var random = SeededGenerator(seed: Self.seed)
        let buffer = random.bytes(70_000)
        let short = (0..<40).map { $0..<$0 + 33 }
        for position in [0, 1, 15, 16, 39, 40] {
            var ranges = short
            ranges.insert(100..<100 + 65_535, at: position)
            try Self.check(kernel, ranges, in: buffer)
        }
    }

    /// Says so in the output when this processor cannot run a kernel.
    private static func isTested(_ kernel: HashKernel, function: String = #function) -> Bool {
        if !kernel.isAvailable {
            print("SKIPPED on this processor: \(kernel.name), \(function)")
        }
        return kernel.isAvailable
    }

    private static func oracle(_ kernel: HashKernel, _ message: [UInt8]) -> [UInt8] {
        switch kernel {
        case .sha256Scalar, .sha256SHANI, .sha256AVX2, .sha256AVX512:
            OpenSSLDigest.sha256(message)
        case .sm3Scalar, .sm3AVX2, .sm3AVX512:
            OpenSSLDigest.sm3(message)
        }
    }

    private static func check(
        _ kernel: HashKernel,
        _ ranges: [Range<Int>],
        in buffer: [UInt8]
    ) throws {
        let hashes = try #require(kernel.leafHashes(of: ranges, in: buffer))
        try #require(hashes.count == 32 * ranges.count)
        for (position, range) in ranges.enumerated() {
            let expected = Self.oracle(kernel, [0x00] + buffer[range])
            let hash = Array(hashes[32 * position..<32 * position + 32])
            #expect(
                hash == expected,
                "message \(position) of \(ranges.count), \(range.count) bytes, seed \(Self.seed)"
            )
        }
    }
}
