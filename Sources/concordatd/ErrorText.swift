import Foundation
import LogCore
import LogStorePostgres
import Witnessing

/// What an operator reads of an error. Those that programs tell apart by their cases get words here.
func errorText(_ error: any Error) -> String {
    switch error {
    case let error as MigrationError: text(of: error)
    case let error as StoreError: text(of: error)
    case let error as SignerError: text(of: error)
    case let error as CocoaError: error.localizedDescription
    default: "\(error)"
    }
}

private func text(of error: StoreError) -> String {
    switch error {
    case .unavailable(let reason), .full(let reason), .outcomeUnknown(let reason),
        .conflict(let reason):
        "the database refused, or is out of reach: \(reason)"
    case .corrupt(let reason): "the database contradicts itself: \(reason)"
    case .alreadyExists: "the name or the origin is taken"
    case .unknownLog: "the database does not have the log"
    }
}

private func text(of error: SignerError) -> String {
    switch error {
    case .unavailable(let reason): reason
    case .unknownLog: "it has no record of this log"
    case .clockBehind(let seconds): "its clock is \(seconds) s behind what it signed last"
    case .recordFailed(let reason): "its record failed: \(reason)"
    case .malformed(let reason): "it calls the request malformed: \(reason)"
    case .closed(let successor): "the log was closed; \(successor) goes on"
    case .fork, .notRecorded, .belowSigned: "\(error)"
    }
}

private func text(of error: MigrationError) -> String {
    switch error {
    case .behind(let found, let needed):
        "the database's schema has version \(found) and this program needs \(needed): run "
            + "concordatd migrate"
    case .ahead(let found, let known):
        "the database's schema has version \(found) and this program knows \(known): it was "
            + "migrated by a newer program, use that one"
    case .changed(let version, let name):
        "migration \(version) (\(name)) was applied to the database with another text than this "
            + "program has: they are not of one origin"
    case .unordered:
        "the migrations recorded in the database do not count from 1 without gaps: somebody "
            + "changed the record"
    case .database(let reason): "the database refused, or is out of reach: \(reason)"
    }
}
