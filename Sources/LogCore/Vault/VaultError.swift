import CryptoSuites

/// Why the vault could not do what it was asked.
public enum VaultError: Error, Hashable, Sendable {
    /// The store failed; what it says decides what to do.
    case store(StoreError)
    /// No key of an epoch is at hand: it was destroyed, or never came here.
    case keyMissing(epoch: UInt32)
    /// The keys cannot be read. The text is for the operator's log.
    case keysUnreadable(String)
    /// What is stored of a record does not open, or is not what was sealed.
    case damaged(index: UInt64)
    /// OpenSSL refused what it does not refuse in a sound installation.
    case cryptography(String)
}

extension VaultError: CustomStringConvertible {
    /// One line for the operator.
    public var description: String {
        switch self {
        case .store(let error): "the database does not answer: \(error)"
        case .keyMissing(let epoch): "there is no key of epoch \(epoch)"
        case .keysUnreadable(let reason): "the vault's keys cannot be read: \(reason)"
        case .damaged(let index): "the content of record \(index) does not open"
        case .cryptography(let reason): "OpenSSL refused: \(reason)"
        }
    }
}
