/// The numbers that a writer gave his records, as far as they have arrived: which are missing, and since
/// when.
///
/// SPEC: COMP-1: a writer counts his records from 1, without gaps, in one log. Numbers may arrive in any order and
/// more than once.
public struct WriterSequence: Hashable, Sendable {
    /// Numbers that are missing, and when that was noticed first.
    public struct Gap: Hashable, Sendable {
        /// The numbers.
        public let numbers: ClosedRange<UInt64>
        /// When a higher number arrived, in seconds since 1970.
        public let noticedAt: UInt64

        /// Joins the two.
        public init(numbers: ClosedRange<UInt64>, noticedAt: UInt64) {
            self.numbers = numbers
            self.noticedAt = noticedAt
        }

        /// How many numbers are missing.
        public var count: UInt64 { self.numbers.upperBound - self.numbers.lowerBound + 1 }
    }

    /// What a number turned out to be.
    public enum Arrival: Hashable, Sendable {
        /// It had not arrived before.
        case new
        /// It has arrived before, or it was passed over when there were too many gaps.
        case `repeat`
        /// It is none: numbers count from 1 and end before the largest one.
        case notANumber
    }

    /// The most gaps that are kept apart. A writer who leaves more has a fault, not gaps.
    public static let maximumGapCount = 65_536

    /// The highest number that has arrived; 0 before the first.
    public private(set) var highest: UInt64 = 0
    /// How many different numbers have arrived.
    public private(set) var receivedCount: UInt64 = 0
    /// The gaps, the lowest one first.
    public private(set) var gaps: [Gap] = []
    /// Missing numbers beyond ``maximumGapCount`` gaps: they are counted and not told apart.
    public private(set) var uncountedMissing: UInt64 = 0

    /// A writer from whom nothing has arrived.
    public init() {}

    /// How many numbers below the highest are missing.
    public var missingCount: UInt64 {
        self.gaps.reduce(self.uncountedMissing) { $0 + $1.count }
    }

    /// Takes a number that arrived, at a time in seconds since 1970.
    ///
    /// - Complexity: The logarithm of the number of gaps, and as many moves if one closes.
    public mutating func receive(_ number: UInt64, at time: UInt64) -> Arrival {
        guard number > 0, number < .max else { return .notANumber }
        if number > self.highest {
            if number > self.highest + 1 {
                self.open(Gap(numbers: self.highest + 1...number - 1, noticedAt: time))
            }
            self.highest = number
            self.receivedCount += 1
            return .new
        }
        guard let index = self.gapIndex(of: number) else { return .repeat }
        self.fill(number, ofGapAt: index)
        self.receivedCount += 1
        return .new
    }

    private mutating func open(_ gap: Gap) {
        if self.gaps.count < Self.maximumGapCount {
            self.gaps.append(gap)
        } else {
            self.uncountedMissing += gap.count
        }
    }

    /// The position of the gap that has the number, by halving.
    private func gapIndex(of number: UInt64) -> Int? {
        var low = 0
        var high = self.gaps.count
        while low < high {
            let middle = (low + high) / 2
            let numbers = self.gaps[middle].numbers
            if numbers.contains(number) { return middle }
            if numbers.upperBound < number { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    /// Whether any of these numbers is in a gap.
    ///
    /// - Complexity: The logarithm of the number of gaps.
    public func isMissing(_ numbers: ClosedRange<UInt64>) -> Bool {
        var low = 0
        var high = self.gaps.count
        while low < high {
            let middle = (low + high) / 2
            if self.gaps[middle].numbers.upperBound < numbers.lowerBound {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < self.gaps.count && self.gaps[low].numbers.lowerBound <= numbers.upperBound
    }

    /// Takes a number out of a gap: what is left of it is as old as it was.
    private mutating func fill(_ number: UInt64, ofGapAt index: Int) {
        let gap = self.gaps[index]
        var rest: [Gap] = []
        if number > gap.numbers.lowerBound {
            rest.append(
                Gap(numbers: gap.numbers.lowerBound...number - 1, noticedAt: gap.noticedAt)
            )
        }
        if number < gap.numbers.upperBound {
            rest.append(
                Gap(numbers: number + 1...gap.numbers.upperBound, noticedAt: gap.noticedAt)
            )
        }
        self.gaps.replaceSubrange(index...index, with: rest)
    }

    /// The gaps that were noticed at least `seconds` before `time`.
    public func gaps(olderThan seconds: UInt64, at time: UInt64) -> [Gap] {
        self.gaps.filter { time >= $0.noticedAt && time - $0.noticedAt >= seconds }
    }
}
