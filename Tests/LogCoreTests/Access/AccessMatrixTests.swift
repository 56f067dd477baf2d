import LogCore
import Records
import Testing

/// Specs/access.md: roles, profiles, classes and states, all of them, against a table by hand.
@Suite struct AccessMatrixTests {
    private let crosswalk: Crosswalk
    private let policy: AccessPolicy
    private let today: CalendarDate

    init() throws {
        self.crosswalk = try CrosswalkLibrary.embedded().newest
        self.policy = AccessPolicy(self.crosswalk)
        self.today = try #require(CalendarDate(parsing: "2026-11-23"))
    }

    private static let classes = [
        "data-access", "ai-decision", "retention-action", "auditor-disclosure", "capture-state",
        "clock-change", "incident", "correction", "schema-change", "key-event", "policy-event",
        "opaque", "unknown",
    ]

    /// What each profile may see at home, and in which states: written here once more.
    private static let expected: [String: (classes: Set<String>, states: Set<RecordState>)] = {
        let authority: Set<RecordState> = [.active, .restricted, .blocked]
        return [
            "eu-ai-act": (
                ["ai-decision", "incident", "correction", "retention-action", "schema-change"],
                authority
            ),
            "eu-gdpr": (
                [
                    "data-access", "ai-decision", "incident", "correction", "retention-action",
                    "auditor-disclosure", "capture-state", "clock-change", "schema-change",
                ], authority
            ),
            "eu-led": (
                [
                    "data-access", "incident", "correction", "retention-action",
                    "auditor-disclosure", "capture-state", "clock-change",
                ], authority
            ),
            "es-judicial-interception": (
                [
                    "data-access", "retention-action", "auditor-disclosure", "capture-state",
                    "clock-change",
                ], authority
            ),
            "es-ens": (
                [
                    "data-access", "ai-decision", "incident", "capture-state", "clock-change",
                    "auditor-disclosure", "retention-action",
                ], [.active]
            ),
            "cn-pipl-audit": (
                [
                    "data-access", "ai-decision", "incident", "correction", "retention-action",
                    "auditor-disclosure", "schema-change",
                ], [.active]
            ),
            "cn-csl-mlps": (
                [
                    "data-access", "ai-decision", "incident", "capture-state", "clock-change",
                    "auditor-disclosure", "retention-action",
                ], [.active, .restricted]
            ),
            "cn-genai-algo": (
                ["ai-decision", "incident", "correction", "schema-change"], [.active]
            ),
            "foreign-witness": ([], []),
        ]
    }()

    /// Classes whose records are looked into before they are shown.
    private static let conditional: [String: Set<String>] = [
        "eu-gdpr": ["ai-decision"], "eu-led": ["data-access"],
        "es-judicial-interception": ["data-access"],
    ]

    private static let purposes = [
        "market-surveillance", "incident-investigation", "supervision", "complaint", "breach",
        "verify-lawfulness", "self-monitoring", "integrity-and-security", "criminal-proceedings",
        "security-audit", "compliance-audit", "security-inspection", "mlps-assessment",
        "algorithm-inspection", "filing", "witnessing", "curiosity",
    ]

    /// A purpose that each profile permits.
    private static let purpose = [
        "eu-ai-act": "market-surveillance", "eu-gdpr": "supervision",
        "eu-led": "verify-lawfulness", "es-judicial-interception": "criminal-proceedings",
        "es-ens": "security-audit", "cn-pipl-audit": "compliance-audit",
        "cn-csl-mlps": "mlps-assessment", "cn-genai-algo": "filing",
        "foreign-witness": "witnessing",
    ]

    private static func grant(
        _ profile: String,
        from: String = "2026-01-01",
        until: String = "2026-12-31"
    ) throws -> AuditorGrant {
        AuditorGrant(
            name: "auditor",
            profile: profile,
            engagement: "E-1",
            logs: ["eu"],
            validFrom: try #require(CalendarDate(parsing: from)),
            validUntil: try #require(CalendarDate(parsing: until))
        )
    }

    private static let writer = WriterGrant(
        name: "writer",
        classes: ["eu": ["data-access", "ai-decision"], "cn": ["opaque"]]
    )
    private static let keeper = OperatorGrant(name: "keeper", logs: ["eu"])

    /// What conditions of profiles look at, met.
    private static let values: [String: JSONValue] = [
        "data_class_eu": .string("law_enforcement"), "affected_person_ref": .string("p-1"),
        "match": .bool(true),
    ]

    /// Every profile, jurisdiction, class, state and whether it is published: no unexpected record.
    @Test func noProfileReadsWhatTheTableDoesNotGiveIt() throws {
        var disclosed = 0
        var total = 0
        for profile in self.crosswalk.profiles {
            let expected = try #require(Self.expected[profile.id], "\(profile.id)")
            let purpose = try #require(Self.purpose[profile.id])
            let principal = Principal.auditor(try Self.grant(profile.id))
            for jurisdiction in ["EU", "ES", "FR", "CN", "US"] {
                let isHome =
                    profile.id.hasPrefix("cn-")
                    ? jurisdiction == "CN"
                    : profile.id != "foreign-witness" && ["EU", "ES"].contains(jurisdiction)
                for recordClass in Self.classes {
                    for state in RecordState.allCases {
                        for isPublished in [true, false] {
                            for values in [Self.values, [:]] {
                                let decision = self.policy.decide(
                                    principal,
                                    AccessRequest(
                                        log: "eu",
                                        jurisdiction: jurisdiction,
                                        action: .read(
                                            AccessedRecord(
                                                recordClass: recordClass,
                                                state: state,
                                                isPublished: isPublished,
                                                values: values
                                            ),
                                            purpose: purpose
                                        )
                                    ),
                                    on: self.today
                                )
                                total += 1
                                let isConditional =
                                    Self.conditional[profile.id]?.contains(recordClass) ?? false
                                let isOfProfile = expected.classes.contains(recordClass)
                                let place =
                                    "\(profile.id) \(jurisdiction) \(recordClass) \(state)"
                                let isRight: Bool
                                if !isHome {
                                    isRight = decision == .refused(.foreignProfile)
                                } else if !isOfProfile || !isPublished {
                                    isRight = decision == .hidden
                                } else if state == .erased {
                                    isRight = decision == (isConditional ? .hidden : .gone)
                                } else if expected.states.contains(state),
                                    !isConditional || !values.isEmpty
                                {
                                    guard case .disclose(_, let seen) = decision else {
                                        Issue.record("\(place): \(decision)")
                                        continue
                                    }
                                    isRight = seen.id == profile.id
                                    disclosed += 1
                                } else {
                                    isRight = decision == .hidden
                                }
                                if !isRight { Issue.record("\(place): \(decision)") }
                            }
                        }
                    }
                }
            }
        }
        #expect(total == 9 * 5 * 13 * 4 * 2 * 2)
        #expect(disclosed > 100)
    }

    /// SPEC: ACC-3: whoever may not see a record learns nothing from asking: the answer is that for
    /// a record that is not there.
    @Test func absentForbiddenAndNotYetVisibleAreAnsweredAlike() throws {
        let principals: [Principal?] =
            try [nil, .writer(Self.writer), .operator(Self.keeper)]
            + self.crosswalk.profiles.map { .auditor(try Self.grant($0.id)) }
            + [
                .auditor(try Self.grant("eu-gdpr", until: "2026-11-22")),
                .auditor(try Self.grant("none")),
            ]
        var count = 0
        for principal in principals {
            for jurisdiction in ["EU", "CN"] {
                for purpose in Self.purposes.filter({ Self.purpose.values.contains($0) })
                    + ["curiosity"]
                {
                    func decide(_ record: AccessedRecord?) -> AccessDecision {
                        self.policy.decide(
                            principal,
                            AccessRequest(
                                log: "eu",
                                jurisdiction: jurisdiction,
                                action: .read(record, purpose: purpose)
                            ),
                            on: self.today
                        )
                    }
                    let absent = decide(nil)
                    if absent == .gone { Issue.record("gone, and was never there") }
                    for recordClass in Self.classes {
                        for state in RecordState.allCases {
                            for isPublished in [true, false] {
                                let decision = decide(
                                    AccessedRecord(
                                        recordClass: recordClass,
                                        state: state,
                                        isPublished: isPublished,
                                        values: Self.values
                                    )
                                )
                                let isAlike =
                                    switch decision {
                                    case .disclose, .gone: isPublished
                                    default: decision == absent
                                    }
                                if !isAlike {
                                    Issue.record("\(recordClass) \(state): \(decision)")
                                }
                                count += 1
                            }
                        }
                    }
                }
            }
        }
        #expect(count == 14 * 2 * 10 * 13 * 4 * 2)
    }

    /// Every role and every action.
    @Test func rolesDoTheirOwnAndNothingElse() throws {
        let record = AccessedRecord(
            recordClass: "incident",
            state: .active,
            isPublished: true
        )
        let auditor = Principal.auditor(try Self.grant("eu-gdpr"))
        let profile = try #require(self.crosswalk.profile("eu-gdpr"))
        let grant = try Self.grant("eu-gdpr")
        let actions: [(AccessRequest.Action, [AccessDecision])] = [
            // Each action, and the decisions about nobody, a writer, an auditor and an operator.
            (
                .append(recordClass: "data-access"),
                [
                    .refused(.unauthenticated), .append(Self.writer), .refused(.role),
                    .refused(.role),
                ]
            ),
            (
                .append(recordClass: "incident"),
                [
                    .refused(.unauthenticated), .refused(.recordClass), .refused(.role),
                    .refused(.role),
                ]
            ),
            (
                .append(recordClass: "opaque"),
                [
                    .refused(.unauthenticated), .refused(.recordClass), .refused(.role),
                    .refused(.role),
                ]
            ),
            (
                .read(record, purpose: "supervision"),
                [
                    .refused(.unauthenticated), .refused(.role), .disclose(grant, profile),
                    .refused(.role),
                ]
            ),
            (
                .search(recordClass: nil, purpose: "supervision"),
                [
                    .refused(.unauthenticated), .refused(.role), .disclose(grant, profile),
                    .refused(.role),
                ]
            ),
            (
                .search(recordClass: "key-event", purpose: "supervision"),
                [
                    .refused(.unauthenticated), .refused(.role), .refused(.recordClass),
                    .refused(.role),
                ]
            ),
            (
                .retention(record, .erase),
                [
                    .refused(.unauthenticated), .refused(.role), .refused(.role),
                    .retain(Self.keeper),
                ]
            ),
            (
                .retention(nil, .erase),
                [.refused(.unauthenticated), .refused(.role), .refused(.role), .hidden]
            ),
        ]
        let principals: [Principal?] = [
            nil, .writer(Self.writer), auditor, .operator(Self.keeper),
        ]
        for (action, decisions) in actions {
            for (principal, expected) in zip(principals, decisions) {
                let decision = self.policy.decide(
                    principal,
                    AccessRequest(log: "eu", jurisdiction: "EU", action: action),
                    on: self.today
                )
                #expect(decision == expected, "\(action) by \(principal?.name ?? "nobody")")
            }
        }
    }

    @Test func aGrantIsForItsLogsAlone() throws {
        let record = AccessedRecord(recordClass: "incident", state: .active, isPublished: true)
        let cases: [(Principal, AccessRequest.Action, AccessRefusal)] = [
            (.writer(Self.writer), .append(recordClass: "data-access"), .recordClass),
            (
                .auditor(try Self.grant("eu-gdpr")), .read(record, purpose: "supervision"), .log
            ),
            (.operator(Self.keeper), .retention(record, .hold), .log),
        ]
        for (principal, action, refusal) in cases {
            let decision = self.policy.decide(
                principal,
                AccessRequest(log: "cn", jurisdiction: "EU", action: action),
                on: self.today
            )
            #expect(decision == .refused(refusal))
        }
        let unknown = self.policy.decide(
            .writer(Self.writer),
            AccessRequest(
                log: "us",
                jurisdiction: "EU",
                action: .append(recordClass: "data-access")
            ),
            on: self.today
        )
        #expect(unknown == .refused(.log))
    }

    /// An engagement begins and ends with whole days.
    @Test(
        arguments: [
            ("2026-11-23", "2026-11-23", nil),
            ("2026-11-24", "2026-12-31", AccessRefusal.notYetValid),
            ("2026-01-01", "2026-11-22", .noLongerValid), ("2026-01-01", "2026-12-31", nil),
        ] as [(String, String, AccessRefusal?)]
    )
    func anEngagementHasAnEnd(_ from: String, _ until: String, _ refusal: AccessRefusal?) throws {
        let decision = self.policy.decide(
            .auditor(try Self.grant("eu-gdpr", from: from, until: until)),
            AccessRequest(
                log: "eu",
                jurisdiction: "EU",
                action: .search(recordClass: nil, purpose: "supervision")
            ),
            on: self.today
        )
        if let refusal {
            #expect(decision == .refused(refusal))
        } else {
            guard case .disclose = decision else {
                Issue.record("\(decision)")
                return
            }
        }
    }

    /// SPEC: ACC-5: a purpose of the profile, or none.
    @Test func everyPurposeIsPermittedByItsProfilesOnly() throws {
        var permitted = 0
        for profile in self.crosswalk.profiles where profile.id != "foreign-witness" {
            for purpose in Self.purposes + [""] {
                let decision = self.policy.decide(
                    .auditor(try Self.grant(profile.id)),
                    AccessRequest(
                        log: "eu",
                        jurisdiction: profile.id.hasPrefix("cn-") ? "CN" : "EU",
                        action: .search(recordClass: nil, purpose: purpose)
                    ),
                    on: self.today
                )
                if profile.purposes.contains(purpose) {
                    permitted += 1
                    #expect(decision != .refused(.purpose))
                } else {
                    #expect(decision == .refused(.purpose), "\(profile.id) \(purpose)")
                }
            }
        }
        #expect(permitted == 18)
    }

    @Test func aProfileThatTheCrosswalkLacksSeesNothing() throws {
        let decision = self.policy.decide(
            .auditor(try Self.grant("eu-everything")),
            AccessRequest(
                log: "eu",
                jurisdiction: "EU",
                action: .search(recordClass: nil, purpose: "supervision")
            ),
            on: self.today
        )
        #expect(decision == .refused(.unknownProfile))
    }
}
