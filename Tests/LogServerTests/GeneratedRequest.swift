import LogTesting

/// Requests that are nearly right, somewhat wrong, or noise.
enum GeneratedRequest {
    private static let paths = [
        "/healthz", "/readyz", "/metrics", "/eu/checkpoint", "/eu/sm3/checkpoint", "/eu/twin",
        "/eu/pending/checkpoint", "/eu/pending/sm3/checkpoint", "/eu/pending/twin",
        "/eu/tile/0/000",
        "/eu/tile/1/000.p/1", "/eu/sm3/tile/0/001.p/44", "/eu/tile/entries/000",
        "/eu/tile/entries/001.p/9", "/eu/proof/inclusion/300/5", "/eu/sm3/proof/inclusion/7/5",
        "/eu/proof/consistency/7/300", "/eu/sm3/proof/consistency/256/300",
        "/eu/proof/bundle/300/5",
        "/eu/proof/bundle/5", "/eu/sm3/proof/bundle/5.tlog-proof", "/eu/log.json", "/eu/entries",
        "/eu/add",
    ]
    private static let fields = [
        "Host: a", "Content-Type: application/x-ndjson", "Content-Length: 5", "Connection: close",
        "Transfer-Encoding: chunked", "Idempotency-Key: k", "Accept-Encoding: gzip",
        "If-None-Match: *",
        "Expect: 100-continue", "Upgrade: h2c", "Connection: Upgrade", "Content-Encoding: gzip",
        "X: y",
    ]

    /// The bytes of one to three requests, damaged more or less.
    static func bytes(using random: inout SeededGenerator) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            bytes += self.request(using: &random)
        }
        guard Int.random(in: 0..<3, using: &random) == 0 else { return bytes }
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let position = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: position)
            default: bytes.remove(at: position)
            }
            if bytes.isEmpty { return [0] }
        }
        return bytes
    }

    private static func request(using random: inout SeededGenerator) -> [UInt8] {
        let method =
            ["GET", "GET", "GET", "HEAD", "POST", "POST", "PUT", "CONNECT"]
            .randomElement(using: &random) ?? "GET"
        var path = Array((self.paths.randomElement(using: &random) ?? "/").utf8)
        if Int.random(in: 0..<3, using: &random) == 0 {
            let position = Int.random(in: 1..<path.count, using: &random)
            path[position] =
                Bool.random(using: &random)
                ? Array("0123456789x/.p".utf8).randomElement(using: &random) ?? 48
                : UInt8.random(in: 0...255, using: &random)
        }
        var head = Array("\(method) ".utf8) + path + Array(" HTTP/1.1\r\nHost: a\r\n".utf8)
        for _ in 0..<Int.random(in: 0...2, using: &random)
        where Int.random(in: 0..<2, using: &random) == 0 {
            head += Array("\(self.fields.randomElement(using: &random) ?? "")\r\n".utf8)
        }
        guard method == "POST" else { return head + [13, 10] }
        let body = (0..<Int.random(in: 0...300, using: &random)).map { _ in
            UInt8.random(in: 0...255, using: &random)
        }
        return head + Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body
    }

    /// The statuses of all answers in what a server sent.
    static func statuses(in bytes: [UInt8]) -> [Int] {
        let marker = Array("HTTP/1.1 ".utf8)
        return bytes.indices.compactMap { position in
            guard bytes.count - position >= 12,
                bytes[position..<position + 9].elementsEqual(marker)
            else { return nil }
            return Int(String(decoding: bytes[(position + 9)..<(position + 12)], as: UTF8.self))
        }
    }
}
