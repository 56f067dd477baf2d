import Foundation
import LogStorePostgres

/// What an operator reads of an error. Those that programs tell apart by their cases get words here.
func errorText(_ error: any Error) -> String {
    switch error {
    case let error as MigrationError: text(of: error)
    case let error as CocoaError: error.localizedDescription
    default: "\(error)"
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
