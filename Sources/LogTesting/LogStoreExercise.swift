import CryptoSuites
public import LogCore
import MerkleTree
import SignedNotes
import Witnessing

/// What every ``LogStore`` does, whatever it keeps logs in: one case a claim.
///
/// Each claim makes logs of its own, so that all may be checked against one store at a time.
public enum LogStoreExercise: String, CaseIterable, Sendable {
    case aNewLogIsEmpty
    case anOpaqueLogStaysOne
    case aTakenNameOrOriginIsRefused
    case anUnknownLogIsRefused
    case whatIsSequencedIsReadBack
    case nothingIsWrittenIfIntegrateDeclines
    case nothingIsWrittenIfIntegrateThrows
    case theLockedEdgeIsTheTrees
    case keysAreKnownAfterTheirBatch
    case tilesAreThoseOfTheTreeAtEverySize
    case rowsThatAreNotThereAreNamed
    case logsDoNotTouchEachOther
    case concurrentWritersMakeOneDenseLog
    case aHeadGoesFromPendingToPublished
    case aHeadIsPendingOnlyAfterTheNewestPublished
    case anUnsignedHeadIsWithdrawnAndASignedOneIsNot
    case onlyThePendingHeadIsPublished
    case concurrentPublishersPublishOneHeadAtATime
    case cosignaturesStayWithTheirHead
    case aSupersededHeadIsKept

    /// Checks the claim on `store`.
    ///
    /// `label` tells the logs apart that several runs make in one store: 1 to 20 characters of a to
    /// z and 0 to 9.
    ///
    /// - Throws: ``BrokenClaim`` that says what was found instead, and what the store throws.
    public func check(on store: any LogStore, label: String) async throws {
        let claims = StoreClaims(store: store, label: "\(label)-\(self.number)")
        switch self {
        case .aNewLogIsEmpty: try await claims.aNewLogIsEmpty()
        case .anOpaqueLogStaysOne: try await claims.anOpaqueLogStaysOne()
        case .aTakenNameOrOriginIsRefused: try await claims.aTakenNameOrOriginIsRefused()
        case .anUnknownLogIsRefused: try await claims.anUnknownLogIsRefused()
        case .whatIsSequencedIsReadBack: try await claims.whatIsSequencedIsReadBack()
        case .nothingIsWrittenIfIntegrateDeclines:
            try await claims.nothingIsWrittenIfIntegrateDeclines()
        case .nothingIsWrittenIfIntegrateThrows:
            try await claims.nothingIsWrittenIfIntegrateThrows()
        case .theLockedEdgeIsTheTrees: try await claims.theLockedEdgeIsTheTrees()
        case .keysAreKnownAfterTheirBatch: try await claims.keysAreKnownAfterTheirBatch()
        case .tilesAreThoseOfTheTreeAtEverySize:
            try await claims.tilesAreThoseOfTheTreeAtEverySize()
        case .rowsThatAreNotThereAreNamed: try await claims.rowsThatAreNotThereAreNamed()
        case .logsDoNotTouchEachOther: try await claims.logsDoNotTouchEachOther()
        case .concurrentWritersMakeOneDenseLog: try await claims.concurrentWritersMakeOneDenseLog()
        case .aHeadGoesFromPendingToPublished: try await claims.aHeadGoesFromPendingToPublished()
        case .aHeadIsPendingOnlyAfterTheNewestPublished:
            try await claims.aHeadIsPendingOnlyAfterTheNewestPublished()
        case .anUnsignedHeadIsWithdrawnAndASignedOneIsNot:
            try await claims.anUnsignedHeadIsWithdrawnAndASignedOneIsNot()
        case .onlyThePendingHeadIsPublished: try await claims.onlyThePendingHeadIsPublished()
        case .concurrentPublishersPublishOneHeadAtATime:
            try await claims.concurrentPublishersPublishOneHeadAtATime()
        case .cosignaturesStayWithTheirHead: try await claims.cosignaturesStayWithTheirHead()
        case .aSupersededHeadIsKept: try await claims.aSupersededHeadIsKept()
        }
    }

    private var number: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A claim that a store does not keep.
public struct BrokenClaim: Error, CustomStringConvertible {
    /// What was expected, what was found, and in which line of the exercise.
    public let description: String
}

/// Throws unless `actual` is what was expected.
func claim<Value: Equatable>(
    _ actual: Value,
    is expected: Value,
    _ words: @autoclosure () -> String,
    line: Int = #line
) throws {
    guard actual == expected else {
        throw BrokenClaim(description: "line \(line): \(words()): \(actual), not \(expected)")
    }
}

/// Which case of ``StoreError`` an error is, whatever its words.
enum StoreErrorCase {
    case unavailable
    case full
    case outcomeUnknown
    case conflict
    case alreadyExists
    case unknownLog
    case corrupt

    init(_ error: StoreError) {
        self =
            switch error {
            case .unavailable: .unavailable
            case .full: .full
            case .outcomeUnknown: .outcomeUnknown
            case .conflict: .conflict
            case .alreadyExists: .alreadyExists
            case .unknownLog: .unknownLog
            case .corrupt: .corrupt
            }
    }
}

/// Throws unless `body` throws the store's error that is expected.
func claimThrows(
    _ expected: StoreErrorCase,
    _ words: String,
    line: Int = #line,
    _ body: () async throws(StoreError) -> Void
) async throws {
    do throws(StoreError) {
        try await body()
    } catch {
        if StoreErrorCase(error) == expected { return }
        throw BrokenClaim(description: "line \(line): \(words): threw \(error), not \(expected)")
    }
    throw BrokenClaim(description: "line \(line): \(words): nothing was thrown")
}
