import Testing

@testable import Postgres

@Suite struct WaiterQueueTests {
    @Test func behavesAsAnArrayDoes() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix64(state: seed)
        var queue = WaiterQueue()
        var model: [UInt64] = []
        for waiter in 0..<UInt64(20_000) {
            switch random.next() % 5 {
            case 0, 1:
                queue.append(waiter)
                model.append(waiter)
            case 2, 3:
                let victim = model.randomElement(using: &random) ?? waiter
                let place = model.firstIndex(of: victim)
                if let place { model.remove(at: place) }
                #expect(queue.remove(victim) == (place != nil), "seed \(seed)")
            default:
                #expect(queue.popFirst() == (model.isEmpty ? nil : model.removeFirst()))
            }
            #expect(queue.count == model.count, "seed \(seed)")
        }
        #expect(queue.elements == model, "seed \(seed)")
    }
}

/// Steele, Lea and Flood's SplitMix64: a sequence that a printed seed repeats.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var z = self.state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
