import LogCore
import Records

/// What the routes of records ask. Who asks is found out first, then the record is looked up, then
/// this decides: nobody makes the store look for him before he has shown who he is.
extension AccessGate {
    /// The auditor and the profile by which a record may be disclosed; `record` is nil if there is
    /// none such.
    ///
    /// - Throws: What the auditor gets instead: one answer for every record that he may not see.
    func disclosure(
        to principal: Principal?,
        of record: AccessedRecord?,
        in log: LogDescriptor,
        purpose: String
    ) throws(Problem) -> (grant: AuditorGrant, profile: Profile) {
        let decision = self.decide(
            principal,
            self.request(log, .read(record, purpose: purpose))
        )
        guard case .disclose(let grant, let profile) = decision else {
            throw self.problem(decision)
        }
        return (grant, profile)
    }

    /// The auditor and the profile within which records may be searched, in one class or in all.
    ///
    /// - Throws: What the auditor gets instead.
    func search(
        by principal: Principal?,
        in log: LogDescriptor,
        recordClass: String?,
        purpose: String
    ) throws(Problem) -> (grant: AuditorGrant, profile: Profile) {
        let decision = self.decide(
            principal,
            self.request(log, .search(recordClass: recordClass, purpose: purpose))
        )
        guard case .disclose(let grant, let profile) = decision else {
            throw self.problem(decision)
        }
        return (grant, profile)
    }

    /// The operator who may act on the keeping of a record, or note something about it; `record` is nil
    /// if there is none such.
    ///
    /// - Throws: What he gets instead.
    func retention(
        by principal: Principal?,
        of record: AccessedRecord?,
        in log: LogDescriptor,
        verb: RetentionVerb?
    ) throws(Problem) -> OperatorGrant {
        let decision = self.decide(principal, self.request(log, .retention(record, verb)))
        guard case .retain(let grant) = decision else { throw self.problem(decision) }
        return grant
    }

    /// The auditor to whom it may be told what each entry is; nil for an operator, who sees no contents.
    ///
    /// - Throws: What somebody gets to whom it may not be told.
    func census(
        by principal: Principal?,
        in log: LogDescriptor,
        purpose: String?
    ) throws(Problem) -> AuditorGrant? {
        let decision = self.decide(principal, self.request(log, .census(purpose: purpose)))
        switch decision {
        case .disclose(let grant, _): return grant
        case .retain: return nil
        case .append, .gone, .hidden, .refused: throw self.problem(decision)
        }
    }

    /// The operator to whom it may be told of which records something is due.
    ///
    /// - Throws: What somebody gets to whom it may not be told.
    func dueList(by principal: Principal?, in log: LogDescriptor) throws(Problem) {
        let decision = self.decide(principal, self.request(log, .dueList))
        guard case .retain = decision else { throw self.problem(decision) }
    }

    private func request(_ log: LogDescriptor, _ action: AccessRequest.Action) -> AccessRequest {
        AccessRequest(log: log.name.text, jurisdiction: log.jurisdiction, action: action)
    }
}
