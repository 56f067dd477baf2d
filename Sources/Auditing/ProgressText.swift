/// What a line says about entries that are worked through.
public enum ProgressText {
    private static let width = 24

    /// How many entries, how fast, and a bar if the share of all that is done is known.
    public static func line(entryCount: UInt64, share: Double?, after elapsed: Duration) -> String {
        let seconds = max(elapsed / .seconds(1), 0.001)
        let perSecond = Int((Double(entryCount) / seconds).rounded())
        let rate = "\(entryCount) entries, \(perSecond)/s"
        return share.map { "\(Self.bar($0)) \(rate)" } ?? rate
    }

    /// A bar, and how many percent it stands for; a share above 1 is all.
    public static func bar(_ share: Double) -> String {
        let share = min(1, max(0, share))
        let filled = Int(share * Double(Self.width))
        let bar =
            String(repeating: "#", count: filled)
            + String(repeating: "-", count: Self.width - filled)
        return "[\(bar)] \(Int(share * 100))%"
    }
}
