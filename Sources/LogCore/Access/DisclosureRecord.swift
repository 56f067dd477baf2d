public import Records

/// The contents of the `auditor-disclosure` record that is in the log before anything leaves.
///
/// SPEC: ACC-8: what left, to whom and why, without what it said.
public struct DisclosureRecord: Hashable, Sendable {
    /// What was asked for.
    public enum Kind: String, CaseIterable, Sendable {
        /// One record.
        case record
        /// Records by what they say.
        case search
        /// One record, as a file.
        case evidence
    }

    /// What leaves of one record.
    public struct Item: Hashable, Sendable {
        /// The index of the record's entry.
        public let index: UInt64
        /// The record's own id.
        public let recordID: String
        /// The names of the fields, in the order of the schema.
        public let fields: [String]
        /// The digest of each disclosure's characters, in the same order.
        public let digests: [ContentDigest]

        /// Describes what leaves of a record: `disclosures` are the exact characters, base64url.
        ///
        /// - Precondition: There are as many disclosures as fields.
        public init(index: UInt64, recordID: String, fields: [String], disclosures: [[UInt8]]) {
            precondition(fields.count == disclosures.count, "each field has its disclosure")
            self.index = index
            self.recordID = recordID
            self.fields = fields
            self.digests = disclosures.map { ContentDigest(of: $0) }
        }
    }

    /// The most records that one entry can speak of.
    public static let maximumRecordCount = 1_000
    /// The most disclosures that one entry can speak of.
    public static let maximumDisclosureCount = 2_000

    /// To whom, and by which engagement and profile.
    public let grant: AuditorGrant
    /// The crosswalk that has the profile.
    public let crosswalk: ContentDigest
    /// The purpose that the request named.
    public let purpose: String
    /// What was asked for.
    public let kind: Kind
    /// What leaves, by record. A search that found nothing has none, and is an entry all the same.
    public let items: [Item]

    /// Joins them; nil if it is more than one entry can speak of.
    public init?(
        grant: AuditorGrant,
        crosswalk: ContentDigest,
        purpose: String,
        kind: Kind,
        items: [Item]
    ) {
        guard items.count <= Self.maximumRecordCount,
            items.reduce(0, { $0 + $1.digests.count }) <= Self.maximumDisclosureCount
        else { return nil }
        self.grant = grant
        self.crosswalk = crosswalk
        self.purpose = purpose
        self.kind = kind
        self.items = items
    }

    /// The members that make the disclosure's own part of the record; who records it adds its id, time
    /// and actor.
    public var members: [JSONMember] {
        let digests = self.items.flatMap(\.digests)
        var fields: [String] = []
        var seen: Set<String> = []
        for field in self.items.flatMap(\.fields) where seen.insert(field).inserted {
            fields.append(field)
        }
        var members = [
            JSONMember(name: "auditor_id", value: .string(self.grant.name)),
            JSONMember(name: "profile", value: .string(self.grant.profile)),
            JSONMember(name: "profile_digest", value: .string("\(self.crosswalk)")),
            JSONMember(name: "engagement_ref", value: .string(self.grant.engagement)),
            JSONMember(name: "purpose", value: .string(self.purpose)),
            JSONMember(name: "request_kind", value: .string(self.kind.rawValue)),
            JSONMember(name: "disclosure_count", value: .integer(Int64(digests.count))),
        ]
        func add(_ name: String, _ values: [JSONValue]) {
            // A list that is there has elements.
            if !values.isEmpty { members.append(JSONMember(name: name, value: .array(values))) }
        }
        add("target_indexes", self.items.map { .integer(Int64(clamping: $0.index)) })
        add("target_record_ids", self.items.map { .string($0.recordID) })
        add("fields", fields.map { .string($0) })
        add("disclosure_digests", digests.map { .string("\($0)") })
        return members
    }
}
