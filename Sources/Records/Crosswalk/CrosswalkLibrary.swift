/// All versions of the crosswalk that a program knows.
public struct CrosswalkLibrary: Sendable {
    /// The versions, the first one first. At least one.
    public let versions: [Crosswalk]
    /// The version that new statements name.
    public let newest: Crosswalk

    /// Reads the versions that are compiled in.
    ///
    /// - Throws: ``CrosswalkError`` if one of them is damaged.
    public static func embedded() throws(CrosswalkError) -> CrosswalkLibrary {
        var versions: [Crosswalk] = []
        for text in Crosswalk.embeddedTexts {
            versions.append(try Crosswalk(parsing: Array(text.utf8)))
        }
        return try CrosswalkLibrary(versions: versions)
    }

    /// Joins versions.
    ///
    /// - Throws: ``CrosswalkError/noVersion`` if there is none.
    public init(versions: [Crosswalk]) throws(CrosswalkError) {
        guard let newest = versions.max(by: { $0.version < $1.version }) else { throw .noVersion }
        self.versions = versions
        self.newest = newest
    }

    /// The version with this digest; nil if it is not known here.
    public subscript(digest: ContentDigest) -> Crosswalk? {
        self.versions.first { $0.digest == digest }
    }
}
