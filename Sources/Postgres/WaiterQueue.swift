/// First come, first served, with removal from anywhere. All operations take constant time on
/// average: those who left stay in the line as gaps until it is half empty.
struct WaiterQueue: Hashable, Sendable {
    private var line: [UInt64?] = []
    private var head = 0
    private var places: [UInt64: Int] = [:]

    /// The number of those who wait.
    var count: Int { self.places.count }

    var isEmpty: Bool { self.places.isEmpty }

    /// Those who wait, in order.
    var elements: [UInt64] { self.line[self.head...].compactMap { $0 } }

    mutating func append(_ waiter: UInt64) {
        precondition(self.places[waiter] == nil, "waiter \(waiter) is in the line already")
        self.places[waiter] = self.line.count
        self.line.append(waiter)
    }

    mutating func popFirst() -> UInt64? {
        while self.head < self.line.count {
            let waiter = self.line[self.head]
            self.head += 1
            if let waiter {
                self.places[waiter] = nil
                self.compact()
                return waiter
            }
        }
        return nil
    }

    /// Takes a waiter out of the line; false if it is not in it.
    mutating func remove(_ waiter: UInt64) -> Bool {
        guard let place = self.places.removeValue(forKey: waiter) else { return false }
        self.line[place] = nil
        self.compact()
        return true
    }

    private mutating func compact() {
        guard self.line.count > 2 * self.places.count + 16 || self.places.isEmpty else { return }
        self.line = self.elements
        self.head = 0
        for (place, waiter) in self.line.enumerated() {
            if let waiter { self.places[waiter] = place }
        }
    }

    static func == (left: Self, right: Self) -> Bool { left.elements == right.elements }

    func hash(into hasher: inout Hasher) { hasher.combine(self.elements) }
}
