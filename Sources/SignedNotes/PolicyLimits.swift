/// Limits of policy files. C2SP tlog-policy asks for at least 32 of each kind.
public enum PolicyLimits {
    /// The largest file, in bytes.
    public static let byteCount = 1_048_576
    /// The most logs, witnesses and groups together.
    public static let nameCount = 1_024
}
