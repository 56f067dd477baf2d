/// A group of a policy: satisfied if enough of its members are.
public struct PolicyGroup: Hashable, Sendable {
    /// The name within the policy.
    public let name: String
    /// How many members must be satisfied: 1 to their number.
    public let threshold: Int
    /// Witnesses and groups. At least 1; none is a member of another group.
    public let members: [String]
}
