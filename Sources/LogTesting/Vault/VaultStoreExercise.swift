public import LogCore

/// What every ``VaultStore`` does, whatever it keeps rows in: one case a claim.
///
/// Each claim makes a log of its own.
public enum VaultStoreExercise: String, CaseIterable, Sendable {
    case aRecordIsReadByIndexAndById
    case anIdStandsForOneRequest
    case noRowIsAddedInAClosedEpoch
    case everyActionDoesWhatTheStateAllows
    case actionsAreCarriedOutOnceAndInOrder
    case anIncidentThatIsThereFirstKeepsContents
    case anErasedRecordIsGone
    case erasedFieldsAreGoneAndTheRestIsThere
    case recordsAreFoundByTermsAndTimes
    case recordsThatDecideAreReadAlone
    case dummiesAreNotFound
    case aRotationKeepsTheLivingAndNothingElse
    case aRotationGoesOnFromEveryStep
    case anActionDuringARotationIsNotLost

    /// Checks the claim on two stores over one database.
    ///
    /// `label` tells the logs apart that several runs make: 1 to 20 characters of a to z and 0 to 9.
    ///
    /// - Throws: ``BrokenClaim`` that says what was found instead, and what the stores throw.
    public func check(
        on logs: any LogStore,
        _ store: any VaultStore,
        jurisdiction: String = "EU",
        label: String
    ) async throws {
        let number = Self.allCases.firstIndex(of: self) ?? 0
        let house = try await VaultHouse.open(
            "\(label)-\(number)",
            jurisdiction: jurisdiction,
            logs: logs,
            store: store
        )
        let bench = VaultBench(house: house)
        switch self {
        case .aRecordIsReadByIndexAndById: try await bench.aRecordIsReadByIndexAndById()
        case .anIdStandsForOneRequest: try await bench.anIdStandsForOneRequest()
        case .noRowIsAddedInAClosedEpoch: try await bench.noRowIsAddedInAClosedEpoch()
        case .everyActionDoesWhatTheStateAllows:
            try await bench.everyActionDoesWhatTheStateAllows()
        case .actionsAreCarriedOutOnceAndInOrder:
            try await bench.actionsAreCarriedOutOnceAndInOrder()
        case .anIncidentThatIsThereFirstKeepsContents:
            try await bench.anIncidentThatIsThereFirstKeepsContents()
        case .anErasedRecordIsGone: try await bench.anErasedRecordIsGone()
        case .erasedFieldsAreGoneAndTheRestIsThere:
            try await bench.erasedFieldsAreGoneAndTheRestIsThere()
        case .recordsAreFoundByTermsAndTimes: try await bench.recordsAreFoundByTermsAndTimes()
        case .recordsThatDecideAreReadAlone: try await bench.recordsThatDecideAreReadAlone()
        case .dummiesAreNotFound: try await bench.dummiesAreNotFound()
        case .aRotationKeepsTheLivingAndNothingElse:
            try await bench.aRotationKeepsTheLivingAndNothingElse()
        case .aRotationGoesOnFromEveryStep: try await bench.aRotationGoesOnFromEveryStep()
        case .anActionDuringARotationIsNotLost:
            try await bench.anActionDuringARotationIsNotLost()
        }
    }
}
