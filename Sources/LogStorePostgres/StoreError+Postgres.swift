internal import LogCore
internal import Postgres

extension StoreError {
    /// What an error of the database means for whoever called the store.
    init(_ error: PostgresError) {
        let text = error.description
        switch error.kind {
        case .connection, .timeout, .cancelled, .pool, .misuse: self = .unavailable(text)
        case .unknownOutcome: self = .outcomeUnknown(text)
        case .decoding: self = .corrupt(text)
        case .server(let state): self.init(state, constraint: error.constraint, text)
        }
    }

    /// The server refused, and has committed nothing.
    private init(_ state: SQLState, constraint: String?, _ text: String) {
        switch (state, state.errorClass) {
        case (.diskFull, _): self = .full(text)
        case (.uniqueViolation, _):
            switch constraint {
            case "logs_name_is_unique", "logs_origin_is_unique": self = .alreadyExists
            default: self = .conflict(text)
            }
        // Lost against another transaction.
        case (.serializationFailure, _), (.deadlockDetected, _): self = .conflict(text)
        // Raised by ensure_entry_partitions().
        case (SQLState("P0002"), _): self = .unknownLog
        // Values that no row of ours has, rows that contradict a constraint, damaged pages.
        case (_, "22"), (_, "23"), (SQLState("XX001"), _), (SQLState("XX002"), _):
            self = .corrupt(text)
        // Shutting down, starting, no rights, no tables yet, a standby, out of memory, ...
        default: self = .unavailable(text)
        }
    }

    /// Brings whatever a run on a connection threw into the store's own terms.
    static func from(_ error: any Error) -> StoreError {
        switch error {
        case let error as StoreError: error
        case let error as PostgresError: StoreError(error)
        // A run throws nothing else; the caller of the store must not learn more than this.
        default: .unavailable(String(describing: error))
        }
    }
}
