import Records
import Testing

/// Specs/crosswalk.md: what each profile sees, against lists that were written by hand.
@Suite struct ProfileTests {
    @Test func theProfilesAreThese() throws {
        let crosswalk = try CrosswalkFiles.newest()
        #expect(
            crosswalk.profiles.map(\.id) == [
                "eu-ai-act", "eu-gdpr", "eu-led", "es-judicial-interception", "es-ens",
                "cn-pipl-audit", "cn-csl-mlps", "cn-genai-algo", "foreign-witness",
            ]
        )
        #expect(crosswalk.profile("eu-gdpr")?.side == "EU")
        #expect(crosswalk.profile("none") == nil)
    }

    /// Where each profile is at home: nowhere else does it see anything.
    @Test(
        arguments: [
            ("eu-ai-act", ["EU", "ES"]), ("eu-gdpr", ["EU", "ES"]), ("eu-led", ["EU", "ES"]),
            ("es-judicial-interception", ["EU", "ES"]), ("es-ens", ["EU", "ES"]),
            ("cn-pipl-audit", ["CN"]), ("cn-csl-mlps", ["CN"]), ("cn-genai-algo", ["CN"]),
            ("foreign-witness", []),
        ] as [(String, Set<String>)]
    )
    func aProfileIsAtHomeInItsOwnJurisdictionOnly(_ id: String, _ home: Set<String>) throws {
        let profile = try #require(try CrosswalkFiles.newest().profile(id))
        for jurisdiction in ["EU", "ES", "FR", "CN", "US", "eu", "", "EU "] {
            #expect(profile.isAtHome(in: jurisdiction) == home.contains(jurisdiction))
        }
    }

    @Test func noProfileSeesWhatItDeniesOrWhatIsTheOtherSides() throws {
        for profile in try CrosswalkFiles.newest().profiles {
            for (recordClass, rule) in profile.classes {
                let seen = rule.allowed.union(rule.onGround.values.flatMap { $0 })
                    .union(rule.onCondition.map(\.field))
                #expect(seen.isDisjoint(with: profile.denied), "\(profile.id) \(recordClass)")
                #expect(!seen.contains("attributes"))
                if profile.side == "EU" {
                    for field in ["legal_basis_cn", "consent_cn", "data_class_cn"] {
                        #expect(!seen.contains(field), "\(profile.id) sees \(field)")
                    }
                    #expect(!seen.contains { $0.hasSuffix("_cn") })
                } else {
                    #expect(!seen.contains { $0.hasSuffix("_eu") })
                    for field in ["justification", "risk_class", "verifier_ids", "seal_ref"] {
                        #expect(!seen.contains(field), "\(profile.id) sees \(field)")
                    }
                }
            }
        }
    }

    /// What nobody sees without an order, a complaint or a match.
    @Test func committedFieldsStayClosedByDefault() throws {
        let closed: Set<String> = [
            "resource_digest", "query_ref", "input_ref", "output_ref", "affected_person_ref",
            "origin_signature", "origin_signature_cn",
        ]
        for profile in try CrosswalkFiles.newest().profiles {
            for rule in profile.classes.values {
                #expect(rule.allowed.isDisjoint(with: closed), "\(profile.id)")
                // The court that authorised an interception sees whom it is about.
                if profile.id != "es-judicial-interception" {
                    #expect(
                        rule.allowed.isDisjoint(with: ["data_subject_ref", "actor_identity_ref"])
                    )
                }
            }
        }
    }

    /// The crosswalk and the schemas are two files about the same fields.
    @Test func everyNamedFieldIsOneOfItsSchema() throws {
        let crosswalk = try CrosswalkFiles.newest()
        for profile in crosswalk.profiles {
            for (recordClass, rule) in profile.classes {
                let schema = try #require(SchemaRegistry.embedded[recordClass], "\(recordClass)")
                let named = rule.allowed.union(rule.onGround.values.flatMap { $0 })
                    .union(rule.onCondition.map(\.field))
                    .union(profile.decidingFields(ofClass: recordClass))
                for field in named {
                    #expect(schema.index(of: field) != nil, "\(profile.id) \(recordClass) \(field)")
                }
                // What the schema says nobody sees needs an order, a complaint or a match.
                for field in schema.fields where field.sensitivity == .committed {
                    let isCourt = profile.id == "es-judicial-interception"
                    #expect(
                        !rule.allowed.contains(field.name)
                            || isCourt
                                && ["actor_identity_ref", "data_subject_ref"].contains(field.name),
                        "\(profile.id) sees \(field.name)"
                    )
                }
                let other: Sensitivity = profile.side == "EU" ? .cn : .eu
                for field in schema.fields where field.sensitivity == other {
                    #expect(!named.contains(field.name), "\(profile.id) sees \(field.name)")
                }
            }
        }
        for schema in SchemaRegistry.embedded.schemas {
            #expect(crosswalk.labels.classes[schema.recordClass] != nil, "\(schema.recordClass)")
            for field in schema.fields {
                #expect(crosswalk.labels.fields[field.name] != nil, "\(field.name) has no labels")
            }
        }
        for provision in crosswalk.provisions {
            for recordClass in provision.classes {
                let schema = try #require(SchemaRegistry.embedded[recordClass])
                let conditions = provision.scope + provision.needs.flatMap(\.conditions)
                for field in provision.needs.flatMap(\.fields) + conditions.map(\.field) {
                    #expect(schema.index(of: field) != nil, "\(provision.id) \(field)")
                }
            }
        }
    }

    @Test func theWitnessOfTheOtherSideSeesNoContents() throws {
        let profile = try #require(try CrosswalkFiles.newest().profile("foreign-witness"))
        #expect(profile.classes.isEmpty)
        #expect(profile.states.isEmpty)
        #expect(profile.home.isEmpty)
    }

    /// The network security profile, field by field.
    @Test func theSecurityProfilesSeeTheCoreOnly() throws {
        let core: Set<String> = [
            "record_class", "retention_class", "record_id", "writer", "writer_seq", "event_time",
            "timezone_offset", "time_source", "clock_error_ms", "activity", "outcome",
            "outcome_code", "actor_id", "actor_type", "actor_role", "system_id", "system_version",
            "system_instance", "access_country", "storage_location", "processing_location",
            "incident_ref",
        ]
        for id in ["es-ens", "cn-csl-mlps"] {
            let profile = try #require(try CrosswalkFiles.newest().profile(id))
            #expect(profile.classes["data-access"]?.allowed == core.union(["resource_ref"]))
            #expect(profile.classes["ai-decision"]?.allowed == core.union(["ai_system_id"]))
        }
    }

    @Test func theGenerativeProfileSeesNoIdentifiableInput() throws {
        let profile = try #require(try CrosswalkFiles.newest().profile("cn-genai-algo"))
        let rule = try #require(profile.classes["ai-decision"])
        #expect(rule.allowed.isSuperset(of: ["genai_filing_cn", "unlabelled_recipient_ref"]))
        #expect(rule.allowed.isDisjoint(with: ["input_ref", "output_ref", "actor_id", "purpose"]))
        #expect(profile.classes["data-access"] == nil)
    }
}
