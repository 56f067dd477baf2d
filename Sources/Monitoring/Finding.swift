/// What a look found wrong, before it is known whether that is new.
public struct Finding: Hashable, Sendable {
    /// What kind of thing.
    public let kind: AlarmKind
    /// What exactly: findings of one kind and subject are the same.
    public let subject: String
    /// A sentence for people.
    public let detail: String
    /// What proves it to others; nil if nothing does.
    public let file: AlarmFile?

    /// Joins the parts.
    public init(_ kind: AlarmKind, subject: String, detail: String, file: AlarmFile? = nil) {
        self.kind = kind
        self.subject = subject
        self.detail = detail
        self.file = file
    }
}
