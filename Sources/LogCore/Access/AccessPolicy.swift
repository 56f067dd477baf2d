public import Records

/// Decides who may do what: a pure function of principal, request, crosswalk and day.
///
/// SPEC: ACC-1: what is not permitted is denied. Reasons that do not depend on a record come first and may be
/// told; what depends on one has a single answer, so that nobody learns from it whether the record
/// is there.
public struct AccessPolicy: Sendable {
    private let crosswalk: Crosswalk

    /// Creates a policy over the profiles of a crosswalk.
    public init(_ crosswalk: Crosswalk) { self.crosswalk = crosswalk }

    /// The decision about a request on a day. `principal` is nil for somebody unknown.
    public func decide(
        _ principal: Principal?,
        _ request: AccessRequest,
        on date: CalendarDate
    ) -> AccessDecision {
        do throws(AccessRefusal) {
            switch (request.action, principal) {
            case (_, nil):
                throw AccessRefusal.unauthenticated
            case (.append(let recordClass), .writer(let grant)):
                return try Self.append(grant, recordClass, request)
            case (.read(let record, let purpose), .auditor(let grant)):
                let profile = try self.profile(of: grant, request, purpose, on: date)
                return Self.read(record, grant, profile)
            case (.search(let recordClass, let purpose), .auditor(let grant)):
                let profile = try self.profile(of: grant, request, purpose, on: date)
                if let recordClass, profile.classes[recordClass] == nil {
                    throw AccessRefusal.recordClass
                }
                return .disclose(grant, profile)
            case (.retention(let record, _), .operator(let grant)):
                guard grant.logs.contains(request.log) else { throw AccessRefusal.log }
                return record == nil ? .hidden : .retain(grant)
            case (.census, .operator(let grant)), (.dueList, .operator(let grant)):
                guard grant.logs.contains(request.log) else { throw AccessRefusal.log }
                return .retain(grant)
            case (.census(let purpose), .auditor(let grant)):
                guard let purpose else { throw AccessRefusal.purpose }
                let profile = try self.profile(of: grant, request, purpose, on: date)
                // SPEC: ACC-17: who may see how complete a log is.
                guard profile.classes[HeardRecord.captureClass] != nil else {
                    throw AccessRefusal.recordClass
                }
                return .disclose(grant, profile)
            case (.append, .auditor), (.append, .operator), (.read, .writer), (.read, .operator),
                (.search, .writer), (.search, .operator), (.retention, .writer),
                (.retention, .auditor), (.census, .writer), (.dueList, .writer),
                (.dueList, .auditor):
                throw AccessRefusal.role
            }
        } catch {
            return .refused(error)
        }
    }

    private static func append(
        _ grant: WriterGrant,
        _ recordClass: String,
        _ request: AccessRequest
    ) throws(AccessRefusal) -> AccessDecision {
        guard let classes = grant.classes[request.log] else { throw .log }
        guard classes.contains(recordClass) else { throw .recordClass }
        return .append(grant)
    }

    /// The profile of an auditor who may look into the log for this purpose on this day.
    private func profile(
        of grant: AuditorGrant,
        _ request: AccessRequest,
        _ purpose: String,
        on date: CalendarDate
    ) throws(AccessRefusal) -> Profile {
        guard grant.logs.contains(request.log) else { throw .log }
        guard date >= grant.validFrom else { throw .notYetValid }
        guard date <= grant.validUntil else { throw .noLongerValid }
        guard let profile = self.crosswalk.profile(grant.profile) else { throw .unknownProfile }
        // SPEC: ACC-4: contents never leave to a profile of another jurisdiction.
        guard profile.isAtHome(in: request.jurisdiction) else { throw .foreignProfile }
        // SPEC: ACC-5: the use of the log is limited, too.
        guard profile.purposes.contains(purpose) else { throw .purpose }
        return profile
    }

    /// SPEC: ACC-3: one answer for every record that he may not see.
    private static func read(
        _ record: AccessedRecord?,
        _ grant: AuditorGrant,
        _ profile: Profile
    ) -> AccessDecision {
        guard let record, record.isPublished, let rule = profile.classes[record.recordClass] else {
            return .hidden
        }
        if record.state == .erased {
            // What conditions looked at is gone with the rest, so nobody can say any more that he
            // would have seen it.
            return rule.conditions.isEmpty ? .gone : .hidden
        }
        guard profile.states.contains(record.state),
            rule.conditions.hold(in: { record.values[$0] })
        else { return .hidden }
        return .disclose(grant, profile)
    }
}
