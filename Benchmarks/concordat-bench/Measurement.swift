import Foundation

/// What one run came to.
struct Measurement: Encodable {
    /// Entries that were acknowledged in the measured time.
    let entries: Int
    /// The measured time, in seconds, without the warm-up.
    let seconds: Double
    /// How long half of the calls took at most, in milliseconds.
    let p50: Double
    /// How long 99 of 100 calls took at most, in milliseconds.
    let p99: Double
    /// This process's largest resident memory during the run, in MiB. The callers are in it, the
    /// database is not.
    let residentMiB: Double

    /// Sums up the calls that ended in the measured time; `latencies` is in nanoseconds.
    init(latencies: [Int64], entriesPerCall: Int, seconds: Double) {
        let sorted = latencies.sorted()
        self.entries = sorted.count * entriesPerCall
        self.seconds = seconds
        self.p50 = Self.milliseconds(sorted, percent: 50)
        self.p99 = Self.milliseconds(sorted, percent: 99)
        self.residentMiB = ResidentMemory.peakMiB
    }

    private static func milliseconds(_ sorted: [Int64], percent: Int) -> Double {
        sorted.isEmpty ? 0 : Double(sorted[(sorted.count - 1) * percent / 100]) / 1e6
    }
}
