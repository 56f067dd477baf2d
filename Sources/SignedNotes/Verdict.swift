/// What a failed verification says about the claim that was to be verified.
public enum Verdict: Hashable, Sendable {
    /// What was presented is damaged, contradicts itself or misses what was asked of it.
    case refuted
    /// Nothing is known against the claim; the keys at hand do not suffice to say that it holds.
    case undecided
}
