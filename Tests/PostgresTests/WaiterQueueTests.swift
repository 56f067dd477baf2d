import LogTesting
import Testing

@testable import Postgres

@Suite struct WaiterQueueTests {
    @Test func behavesAsAnArrayDoes() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
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
