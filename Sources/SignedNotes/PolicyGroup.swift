/// A group of a policy: satisfied if enough of its members are.
public struct PolicyGroup: Hashable, Sendable {
    /// The name within the policy.
    public let name: String
    /// How many members must be satisfied: 1 to their number.
    public let threshold: Int
    /// Witnesses and groups. At least 1; none is a member of another group.
    public let members: [String]

    /// The threshold as a policy writes it.
    var thresholdText: String {
        switch self.threshold {
        case 1: "any"
        case self.members.count: "all"
        default: String(self.threshold)
        }
    }
}
