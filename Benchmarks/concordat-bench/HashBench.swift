import CLibCrypto
import CryptoSuites

/// Hashing on one thread, without anything around it.
struct HashBench: Sendable {
    /// Nodes a call: a level of a thousand leaves' tree.
    private static let nodesPerCall = 512

    let entries: RandomEntries

    /// Hashes nodes with a kernel.
    ///
    /// - Throws: ``BenchError/noKernel(_:)`` if this processor cannot run it.
    func nodes(with kernel: HashKernel) throws -> Measurement {
        let pairs = self.pairs
        guard kernel.isAvailable else { throw BenchError.noKernel(kernel.name) }
        return self.measure(hashesPerCall: Self.nodesPerCall) { _ in
            precondition(kernel.nodeHashes(ofPairs: pairs) != nil, "the kernel is available")
        }
    }

    /// Hashes nodes with OpenSSL's SM3, its context and algorithm fetched once.
    func nodesByOpenSSL() throws -> Measurement {
        let sm3 = try OpenSSLDigest("SM3")
        let pairs = self.pairs
        return self.measure(hashesPerCall: Self.nodesPerCall) { _ in
            pairs.withUnsafeBytes { pairs in
                for node in 0..<Self.nodesPerCall {
                    let pair = UnsafeRawBufferPointer(rebasing: pairs[node * 64..<node * 64 + 64])
                    sm3.hash(prefix: 0x01, pair)
                }
            }
        }
    }

    /// Hashes entries with OpenSSL's SHA-256 and SM3.
    func entriesByOpenSSL() throws -> Measurement {
        let sha256 = try OpenSSLDigest("SHA256")
        let sm3 = try OpenSSLDigest("SM3")
        let entriesPerCall = 1_000
        return self.measure(hashesPerCall: entriesPerCall) { call in
            for number in call * entriesPerCall..<(call + 1) * entriesPerCall {
                self.entries.withEntry(number) {
                    sha256.hash(prefix: 0x00, $0)
                    sm3.hash(prefix: 0x00, $0)
                }
            }
        }
    }

    private var pairs: [UInt8] {
        (0..<Self.nodesPerCall).flatMap { self.entries.entry($0).prefix(64) }
    }

    private func measure(hashesPerCall: Int, _ call: (_ number: Int) -> Void) -> Measurement {
        let window = BenchWindow(warmUp: .milliseconds(200), length: .seconds(2))
        var latencies: [Int64] = []
        var number = 0
        while window.isOpen {
            let start = ContinuousClock.now
            call(number)
            if let latency = window.latency(since: start) { latencies.append(latency) }
            number += 1
        }
        return Measurement(
            latencies: latencies,
            entriesPerCall: hashesPerCall,
            seconds: window.seconds
        )
    }
}
