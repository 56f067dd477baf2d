import CryptoSuites
import Records
import Testing

/// Specs/crosswalk.md: the data, and how it is read.
@Suite struct CrosswalkTests {
    @Test func whatIsCompiledInIsTheFileByteForByte() throws {
        let library = try CrosswalkLibrary.embedded()
        #expect(!library.versions.isEmpty)
        for crosswalk in library.versions {
            let file = try CrosswalkFiles.bytes("crosswalk", version: crosswalk.version)
            #expect(crosswalk.bytes == file, "run Specs/crosswalk/assemble.py")
            #expect(crosswalk.digest.bytes == Hashes.sha256(file))
            #expect(library[crosswalk.digest]?.version == crosswalk.version)
        }
        #expect(library[ContentDigest(of: [])] == nil)
    }

    @Test func theFileIsItsPartsPutTogether() throws {
        let whole = try StrictJSON.parse(CrosswalkFiles.bytes("crosswalk"))
        #expect(whole.members?.count == CrosswalkFiles.parts.count + 1)
        #expect(whole["v"] == .integer(1))
        for part in CrosswalkFiles.parts {
            let file = try StrictJSON.parse(CrosswalkFiles.bytes(part))
            #expect(whole[part] == file, "\(part): run Specs/crosswalk/assemble.py")
        }
    }

    @Test func anotherSpellingOfTheSameIsRefused() throws {
        let bytes = try CrosswalkFiles.newest().bytes
        #expect(throws: CrosswalkError.notCanonical) { try Crosswalk(parsing: bytes + [0x0a]) }
        #expect(throws: CrosswalkError.notCanonical) { try Crosswalk(parsing: [0x20] + bytes) }
        #expect(throws: CrosswalkError.self) { try Crosswalk(parsing: Array(bytes.dropLast())) }
        #expect(throws: CrosswalkError.self) { try Crosswalk(parsing: []) }
    }

    private static func number(_ index: Int) -> String { String(index) }

    /// Each damage to good data, and the place that is named.
    @Test(
        arguments: [
            (["v"], nil, "v"),
            (["v"], JSONValue.integer(0), "v"),
            (["more"], .null, "more"),
            (["laws", "0", "side"], .string("US"), "laws[0].side"),
            (["laws", "0", "labels", "es"], nil, "laws[0].labels.es"),
            (["laws", "0", "labels", "fr"], .string("x"), "laws[0].labels.fr"),
            (["laws", "0", "labels", "en"], .string(""), "laws[0].labels.en"),
            (["duties", "0", "relation"], .string("exactMatch"), "duties[0].relation"),
            (["duties", "0", "id"], nil, "duties[0].id"),
            (["provisions", "0", "mark"], nil, "provisions[0].mark"),
            (["provisions", "0", "mark"], .string("certified"), "provisions[0].mark"),
            (["provisions", "0", "applies_from"], nil, "provisions[0].applies_from"),
            (
                ["provisions", "0", "applies_from"], .string("2027-02-30"),
                "provisions[0].applies_from"
            ),
            (["provisions", "0", "applies_from_mark"], nil, "provisions[0].applies_from_mark"),
            (["provisions", "0", "needs"], .array([]), "provisions[0].needs"),
            (["provisions", "0", "law"], .string("none"), "provisions[0].law"),
            (["provisions", "0", "duty"], .string("none"), "provisions[0].duty"),
            (["provisions", "0", "replaces"], .string("none"), "provisions[0].replaces"),
            (["provisions", "1", "id"], .string("es-ens-op-exp-8-1"), "provisions[1].id"),
            (
                ["provisions", "0", "scope"], .array([["field": .string("x")]]),
                "provisions[0].scope[0]"
            ),
            (["profiles", "0", "states", "0"], .string("open"), "profiles[0].states[0]"),
            (["profiles", "0", "retention"], .string("R9"), "profiles[0].retention"),
            (["profiles", "0", "classes", "x"], .object([]), "profiles[0].classes.x.allow"),
            (["profiles", "0", "deny"], nil, "profiles[0].deny"),
            (["profiles", "0", "sees"], .string("all"), "profiles[0].sees"),
            (
                ["profiles", "0", "entitlement", "0", "mark"], nil,
                "profiles[0].entitlement[0].mark"
            ),
            (["retention", "0", "floor", "months"], .integer(0), "retention[0].floor.months"),
            (["retention", "0", "floor", "by"], .string("policy"), "retention[0].floor"),
            (["retention", "0", "sources", "0", "mark"], nil, "retention[0].sources[0].mark"),
            (["labels", "marks", "U"], nil, "labels.marks.U"),
            (["labels", "states", "erased"], nil, "labels.states.erased"),
            (["labels", "notice"], nil, "labels.notice"),
        ] as [([String], JSONValue?, String)]
    )
    func damagedDataIsRefusedWithItsPlace(
        _ path: [String],
        _ value: JSONValue?,
        _ place: String
    ) throws {
        let damaged = try CrosswalkFiles.value().replacing(path, by: value)
        let error = #expect(throws: CrosswalkError.self) {
            try Crosswalk(parsing: damaged.canonicalBytes)
        }
        guard case .shape(let shape)? = error else {
            Issue.record("\(path): \(String(describing: error))")
            return
        }
        #expect(shape.place == place)
    }

    @Test func everyFieldThatIsNamedHasALabelInEachLanguage() throws {
        let crosswalk = try CrosswalkFiles.newest()
        var fields: Set<String> = []
        for provision in crosswalk.provisions {
            fields.formUnion(provision.needs.flatMap(\.fields))
            fields.formUnion(provision.scope.map(\.field))
            fields.formUnion(provision.needs.flatMap { $0.conditions.map(\.field) })
        }
        for profile in crosswalk.profiles {
            fields.formUnion(profile.denied)
            for rule in profile.classes.values {
                fields.formUnion(rule.allowed)
                fields.formUnion(rule.onGround.values.flatMap { $0 })
                fields.formUnion(rule.onCondition.map(\.field))
            }
        }
        #expect(fields.count > 100)
        for field in fields {
            let labels = try #require(crosswalk.labels.fields[field], "\(field) has no labels")
            for language in LabelLanguage.allCases { #expect(!labels[language].isEmpty) }
        }
        for provision in crosswalk.provisions {
            for recordClass in provision.classes {
                #expect(crosswalk.labels.classes[recordClass] != nil)
            }
        }
    }

    /// What the product must not say of itself or of anybody.
    @Test func nothingClaimsConformity() throws {
        let crosswalk = try CrosswalkFiles.newest()
        var texts = crosswalk.provisions.map(\.summary)
        texts += crosswalk.duties.flatMap { [$0.difference, $0.whatTheLogDoes] }
        #expect(texts.count > 150)
        for text in texts {
            for word in ["compliant", "certified", "guarantee", "court-proof", "legally binding"] {
                #expect(!text.lowercased().contains(word), "\(text)")
            }
        }
        for language in LabelLanguage.allCases {
            #expect(!crosswalk.labels.notice[language].isEmpty)
        }
    }

    /// The dates that are most often told wrong.
    @Test func datesAreThoseOfTheText() throws {
        let crosswalk = try CrosswalkFiles.newest()
        func provision(_ id: String) throws -> Provision {
            try #require(crosswalk.provisions.first { $0.id == id })
        }
        #expect(try "\(provision("eu-aia-12-1").appliesFrom)" == "2027-12-02")
        #expect(try provision("eu-aia-12-1").appliesFromMark == .textRead)
        #expect(try "\(provision("eu-aia-50").appliesFrom)" == "2026-08-02")
        #expect(try provision("eu-aia-19-1").mark == .secondary)
        #expect(try provision("eu-gdpr-58").mark == .unverified)
        // The number changed, and the old one ends the day before.
        let old = try provision("cn-csl-21-3")
        let new = try provision("cn-csl-23-3")
        #expect(new.replaces == old.id)
        #expect(old.appliesUntil?.next == new.appliesFrom)
        #expect(old.applies(on: new.appliesFrom) == false)
        #expect(new.applies(on: new.appliesFrom))
    }
}
