/// One version of the crosswalk: what provisions of both sides ask of records, what each kind of
/// auditor may see, and how long records are kept.
///
/// SPEC: XW-2: a version never changes. Statements name it by its digest, so that it can be shown which text of the
/// law was believed to apply: `Specs/crosswalk.md`.
public struct Crosswalk: Sendable {
    /// The canonical bytes, RFC 8785.
    public let bytes: [UInt8]
    /// The digest of ``bytes``, by which statements name the version.
    public let digest: ContentDigest
    /// The number of the version, counted from 1.
    public let version: Int
    /// The laws.
    public let laws: [Law]
    /// The duties, in the order in which they are shown.
    public let duties: [Duty]
    /// The provisions of both sides.
    public let provisions: [Provision]
    /// The profiles.
    public let profiles: [Profile]
    /// The retention classes.
    public let retentionClasses: [RetentionClass]
    /// What codes are called.
    public let labels: CrosswalkLabels

    /// The most bytes that a version may have: 1 MiB.
    public static let maximumByteCount = 1 << 20

    /// Reads a version from its canonical bytes.
    ///
    /// - Throws: ``CrosswalkError`` if the bytes are no JSON, are not canonical, or are not a
    ///   crosswalk in which every name leads somewhere.
    public init(parsing bytes: [UInt8]) throws(CrosswalkError) {
        let value: JSONValue
        do {
            value = try StrictJSON.parse(bytes, maximumByteCount: Self.maximumByteCount)
        } catch { throw .json(error) }
        // SPEC: XW-1: one spelling, so that one digest.
        guard value.canonicalBytes == bytes else { throw .notCanonical }
        do { try self.init(value, bytes: bytes) } catch { throw .shape(error) }
    }

    private init(_ value: JSONValue, bytes: [UInt8]) throws(ShapeError) {
        var reader = try ObjectReader(value)
        guard let version = try reader.optionalCount("v", least: 1) else {
            throw ShapeError("v", .missing)
        }
        self.bytes = bytes
        self.digest = ContentDigest(of: bytes)
        self.version = Int(version)
        self.laws = try reader.array("laws") { value, place throws(ShapeError) in
            try Law(value, at: place)
        }
        self.duties = try reader.array("duties") { value, place throws(ShapeError) in
            try Duty(value, at: place)
        }
        self.provisions = try reader.array("provisions") { value, place throws(ShapeError) in
            try Provision(value, at: place)
        }
        self.profiles = try reader.array("profiles") { value, place throws(ShapeError) in
            try Profile(value, at: place)
        }
        self.retentionClasses = try reader.array("retention") { value, place throws(ShapeError) in
            try RetentionClass(value, at: place)
        }
        self.labels = try CrosswalkLabels(reader.required("labels"), at: "labels")
        try reader.finish()
        try self.checkNames()
    }

    /// SPEC: XW-4: every identifier stands for one thing, and every reference leads to one.
    private func checkNames() throws(ShapeError) {
        let laws = try Self.distinct(self.laws.map(\.id), in: "laws")
        let duties = try Self.distinct(self.duties.map(\.id), in: "duties")
        let provisions = try Self.distinct(self.provisions.map(\.id), in: "provisions")
        let retention = try Self.distinct(self.retentionClasses.map(\.id), in: "retention")
        _ = try Self.distinct(self.profiles.map(\.id), in: "profiles")
        for (index, provision) in self.provisions.enumerated() {
            let place = "provisions[\(index)]"
            guard laws.contains(provision.law) else {
                throw ShapeError("\(place).law", .value(expected: "a law of this version"))
            }
            guard duties.contains(provision.duty) else {
                throw ShapeError("\(place).duty", .value(expected: "a duty of this version"))
            }
            guard provision.replaces.map({ provisions.contains($0) }) ?? true else {
                throw ShapeError("\(place).replaces", .value(expected: "a provision"))
            }
        }
        for (index, profile) in self.profiles.enumerated()
        where !retention.contains(profile.retention) {
            throw ShapeError(
                "profiles[\(index)].retention",
                .value(expected: "a retention class of this version")
            )
        }
    }

    private static func distinct(
        _ names: [String],
        in place: String
    ) throws(ShapeError) -> Set<String> {
        var seen: Set<String> = []
        for (index, name) in names.enumerated() where !seen.insert(name).inserted {
            throw ShapeError("\(place)[\(index)].id", .duplicate)
        }
        return seen
    }

    /// The profile of this name; nil if the version has none such.
    public func profile(_ id: String) -> Profile? { self.profiles.first { $0.id == id } }

    /// The retention class of this name; nil if the version has none such.
    public func retentionClass(_ id: String) -> RetentionClass? {
        self.retentionClasses.first { $0.id == id }
    }

    /// The law of this name; nil if the version has none such.
    public func law(_ id: String) -> Law? { self.laws.first { $0.id == id } }

    /// The duty of this name; nil if the version has none such.
    public func duty(_ id: String) -> Duty? { self.duties.first { $0.id == id } }
}

/// Why bytes are not a version of the crosswalk.
public enum CrosswalkError: Error, Hashable, Sendable {
    /// They are no JSON that everybody reads alike.
    case json(StrictJSONError)
    /// They are not the canonical spelling of what they say.
    case notCanonical
    /// A member is missing, unknown or unusable.
    case shape(ShapeError)
    /// There is no version at all.
    case noVersion
}

extension CrosswalkError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .json(let error): "the crosswalk is not strict JSON: \(error)"
        case .notCanonical: "the crosswalk is not in canonical form (RFC 8785)"
        case .shape(let error): "the crosswalk cannot be used: \(error)"
        case .noVersion: "there is no version of the crosswalk"
        }
    }
}
