/// Why a token is not taken. One case for each rule, so that each has its test.
enum TokenRefusal: Error, Hashable, Sendable, CaseIterable {
    /// It is not three parts of base64url with a dot between them.
    case malformed
    /// It is longer than ``TokenVerifier/maximumByteCount``.
    case tooLarge
    /// Its header is no strict JSON object, or a member is there twice.
    case malformedHeader
    /// It is of another type than `JWT` or `at+jwt`.
    case type
    /// It has extensions that have to be understood.
    case critical
    /// It brings a key, or the place of one.
    case embeddedKey
    /// Its algorithm is none that is taken, `none` among them.
    case algorithm
    /// It does not say which key signed it.
    case keyMissing
    /// Its claims are no strict JSON object, or a member is there twice.
    case malformedClaims
    /// Nobody of the configuration issued it.
    case issuer
    /// The issuer has no such key.
    case unknownKey
    /// The key is of another algorithm than the token says.
    case algorithmMismatch
    /// The signature is not the key's.
    case signature
    /// It has no time of expiry.
    case expiryMissing
    /// A time in it is no whole number of seconds.
    case malformedTime
    /// It has expired.
    case expired
    /// It is not valid yet.
    case notYetValid
    /// It is for somebody else.
    case audience
    /// It does not say whose it is.
    case subjectMissing
    /// The configuration gives its subject nothing.
    case unknownSubject
    /// The configuration could mean more than one principal.
    case ambiguousSubject
    /// The issuer's keys cannot be had now.
    case keysUnavailable
}
