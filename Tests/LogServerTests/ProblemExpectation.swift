import LogProtocol
import Testing

/// Expects a problem document with these members, and nothing that tells of our inside.
@discardableResult
func expectProblem(
    _ response: RawResponse,
    status: Int,
    member: String? = nil,
    limit: UInt64? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) -> ProblemDocument? {
    #expect(response.status == status, sourceLocation: sourceLocation)
    #expect(
        response["Content-Type"] == "application/problem+json",
        sourceLocation: sourceLocation
    )
    #expect(response["Cache-Control"] == "no-store", sourceLocation: sourceLocation)
    guard let problem = WireJSON.decode(ProblemDocument.self, from: response.body) else {
        Issue.record("no problem document: \(response.text)", sourceLocation: sourceLocation)
        return nil
    }
    #expect(problem.status == status, sourceLocation: sourceLocation)
    #expect(!problem.title.isEmpty, sourceLocation: sourceLocation)
    #expect(problem.detail?.isEmpty == false, sourceLocation: sourceLocation)
    if let member { #expect(problem.member == member, sourceLocation: sourceLocation) }
    if let limit { #expect(problem.limit == limit, sourceLocation: sourceLocation) }
    return problem
}
