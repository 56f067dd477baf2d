import LogCore
import Postgres
import Testing

@testable import LogStorePostgres

/// What the database's errors mean for a caller: above all whether anything happened.
@Suite struct StoreErrorTests {
    @Test(arguments: [
        ("53100", "full"), ("53200", "unavailable"), ("53300", "unavailable"),
        ("57P01", "unavailable"), ("57P03", "unavailable"), ("08006", "unavailable"),
        ("25006", "unavailable"), ("42501", "unavailable"), ("42P01", "unavailable"),
        ("55P03", "unavailable"), ("58030", "unavailable"), ("XX000", "unavailable"),
        ("40001", "conflict"), ("40P01", "conflict"), ("23505", "conflict"),
        ("23514", "corrupt"), ("22003", "corrupt"), ("XX001", "corrupt"),
        ("XX002", "corrupt"),
        ("P0002", "unknownLog"),
    ])
    func aRefusalMeansThatNothingHappened(_ code: String, _ expected: String) {
        let error = PostgresError(.server(SQLState(code)), "words", sqlState: SQLState(code))
        #expect(self.name(StoreError(error)) == expected)
    }

    @Test(arguments: [
        (PostgresError.Kind.connection, "unavailable"), (.timeout, "unavailable"),
        (.cancelled, "unavailable"), (.pool(.timedOut), "unavailable"), (.misuse, "unavailable"),
        (.decoding, "corrupt"), (.unknownOutcome, "outcomeUnknown"),
    ])
    func onlyALostCommitIsUnknown(_ kind: PostgresError.Kind, _ expected: String) {
        #expect(self.name(StoreError(PostgresError(kind, "words"))) == expected)
    }

    @Test(arguments: ["logs_name_is_unique", "logs_origin_is_unique"])
    func aTakenNameIsNoConflict(_ constraint: String) {
        let error = PostgresError(.server(.uniqueViolation), "words", constraint: constraint)
        #expect(StoreError(error) == .alreadyExists)
    }

    private func name(_ error: StoreError) -> String {
        switch error {
        case .unavailable: "unavailable"
        case .full: "full"
        case .outcomeUnknown: "outcomeUnknown"
        case .conflict: "conflict"
        case .alreadyExists: "alreadyExists"
        case .unknownLog: "unknownLog"
        case .corrupt: "corrupt"
        }
    }
}
