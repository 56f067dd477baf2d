/// How witnesses are asked.
public struct WitnessRules: Hashable, Sendable {
    /// How long one request may take. Default 5 s.
    public var requestPatience: Duration = .seconds(5)
    /// How long a witness may take to show its newest head. Default 1 s; a signature waits for it.
    public var surveyPatience: Duration = .seconds(1)
    /// How long a publisher waits for the quorum of one head before it does its round again.
    /// Default 10 s.
    public var quorumPatience: Duration = .seconds(10)
    /// How long a daemon that is told to stop still waits for the quorum of its last head.
    /// Default 1 s.
    public var stopPatience: Duration = .seconds(1)
    /// The first rest of a witness that did not cosign. Default 250 ms; each further one is twice
    /// as long.
    public var firstRest: Duration = .milliseconds(250)
    /// The longest rest of a witness that asks for none. Default 10 s.
    public var longestRest: Duration = .seconds(10)
    /// The longest rest that a witness is granted. Default 10 minutes.
    public var longestGrantedRest: Duration = .seconds(600)
    /// By how many seconds the clocks of log and witness may differ. Default 300.
    public var clockTolerance: UInt64 = 300
    /// In how many rounds one after the other a witness that is needed has to be ahead, before the
    /// pending head is given up for a larger one. Default 3.
    public var roundsAhead = 3

    /// The defaults.
    public init() {}
}
