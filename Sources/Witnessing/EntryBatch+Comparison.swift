internal import Glibc
import MerkleTree

extension EntryBatch {
    /// The first of `positions` where an entry differs from the one of `other` that lies
    /// `otherStart` further; nil if all are the same bytes.
    ///
    /// - Precondition: `positions` lies within this batch, and shifted within `other`.
    func firstDifference(
        in positions: Range<Int>,
        from other: EntryBatch,
        at otherStart: Int
    ) -> Int? {
        guard let last = positions.last else { return nil }
        let otherLast = otherStart + last - positions.lowerBound
        // The bytes include the lengths, so that equal bytes are equal entries.
        let mine = self.bytes[
            (self.ranges[positions.lowerBound].lowerBound - 2)..<self.ranges[last].upperBound
        ]
        let theirs = other.bytes[
            (other.ranges[otherStart].lowerBound - 2)..<other.ranges[otherLast].upperBound
        ]
        if mine.hasSameBytes(as: theirs) { return nil }
        return positions.first {
            self[$0] != other[otherStart + $0 - positions.lowerBound]
        }
    }
}

extension ArraySlice<UInt8> {
    /// Compares in one sweep over memory.
    fileprivate func hasSameBytes(as other: ArraySlice<UInt8>) -> Bool {
        self.withUnsafeBytes { mine in
            other.withUnsafeBytes { theirs in
                guard mine.count == theirs.count else { return false }
                guard let first = mine.baseAddress, let second = theirs.baseAddress else {
                    return true
                }
                return memcmp(first, second, mine.count) == 0
            }
        }
    }
}
