public import Records

/// Whether somebody may do what he wants.
public enum AccessDecision: Hashable, Sendable {
    /// He may append, as this writer.
    case append(WriterGrant)
    /// He may have what this profile shows of the record, or search within it.
    case disclose(AuditorGrant, Profile)
    /// He may act on the keeping of the record.
    case retain(OperatorGrant)
    /// He could have seen the record, and its contents are erased.
    case gone
    /// There is no such record for him: absent, forbidden or not visible yet, all alike.
    case hidden
    /// He may not, whatever record he asks about.
    case refused(AccessRefusal)
}

/// Why somebody may not, whatever record he asks about. No reason depends on a record.
public enum AccessRefusal: Error, Hashable, Sendable, CaseIterable {
    /// Nobody knows who he is.
    case unauthenticated
    /// His role has nothing to do with it.
    case role
    /// The log is not among his.
    case log
    /// The class is not among his.
    case recordClass
    /// His engagement has not begun.
    case notYetValid
    /// His engagement is over.
    case noLongerValid
    /// The configuration gives him a profile that the crosswalk does not have.
    case unknownProfile
    /// The log is of another jurisdiction: he sees what the public sees.
    case foreignProfile
    /// His profile has no such purpose.
    case purpose
}
