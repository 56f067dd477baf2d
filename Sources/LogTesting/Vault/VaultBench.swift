import CryptoSuites
import LogCore
import Synchronization

/// The claims of ``VaultStoreExercise``.
struct VaultBench {
    let house: VaultHouse

    private var log: LogID { self.house.log.id }
    private var store: any VaultStore { self.house.store }

    func aRecordIsReadByIndexAndById() async throws {
        let records = (0..<5).map { VaultHouse.record($0) }
        let start = try await self.house.append(records)
        for (position, record) in records.enumerated() {
            let index = start + UInt64(position)
            guard let row = try await self.house.vault.row(at: index) else {
                throw BrokenClaim(description: "record \(index) is missing")
            }
            try claim(row.header, is: record.header, "the header of \(index)")
            try claim(row.state, is: .active, "the state of \(index)")
            try claim(row.isHeld, is: false, "the hold on \(index)")
            try claim(row.changedBy, is: nil, "what changed \(index)")
            let opened = try self.house.vault.open(row)
            try claim(opened?.id, is: record.id, "the id of \(index)")
            try claim(opened?.content, is: record.content, "the content of \(index)")
            try claim(opened?.terms, is: record.terms, "the terms of \(index)")
            let same = try await self.house.vault.row(id: record.id)
            try claim(same, is: row, "the row by id")
        }
        let none = try await self.house.vault.row(id: Array("no such id".utf8))
        try claim(none, is: nil, "an unknown id")
        let beyond = try await self.house.vault.row(at: start + 5)
        try claim(beyond, is: nil, "an index without a record")
        let farthest = try await self.house.vault.row(at: .max)
        try claim(farthest, is: nil, "the last index")
        // What is sealed for one record does not open as another's.
        guard let first = try await self.house.vault.row(at: start),
            let second = try await self.house.vault.row(at: start + 1)
        else { throw BrokenClaim(description: "rows are missing") }
        let swapped = VaultRow(
            index: first.index,
            recordMAC: first.recordMAC,
            header: first.header,
            state: first.state,
            isHeld: first.isHeld,
            changedBy: nil,
            sealed: second.sealed
        )
        try self.refused(.damaged(index: first.index)) { _ = try self.house.vault.open(swapped) }
    }

    func recordsThatDecideAreReadAlone() async throws {
        let classes = ["data-access", "incident", "dummy", "incident", "capture-state"]
        let start = try await self.house.append(
            classes.enumerated().map { VaultHouse.record($0, recordClass: $1) }
        )
        let action = try await self.house.add(.erase, on: start + 1, number: 10)
        _ = try await self.house.carryOut(action)
        func indexes(_ index: UInt64, _ limit: Int) async throws -> [UInt64] {
            try await self.store.decidingRecords(of: self.log, from: index, limit: limit)
                .map { $0.index - start }
        }
        try claim(try await indexes(start, 10), is: [1, 3, 5], "what decides")
        try claim(try await indexes(start, 2), is: [1, 3], "the first two")
        try claim(try await indexes(start + 2, 10), is: [3, 5], "what decides from an index on")
        try claim(try await indexes(.max, 10), is: [], "behind the end")
        // With their ciphertexts, as far as these are there.
        let rows = try await self.store.decidingRecords(of: self.log, from: start, limit: 10)
        let opened = try rows.map { try self.house.vault.open($0)?.id }
        try claim(
            opened,
            is: [nil, VaultHouse.record(3).id, VaultHouse.record(10).id],
            "their ids"
        )
    }

    func dummiesAreNotFound() async throws {
        let classes = ["dummy", "data-access", "dummy", "dummy"]
        let start = try await self.house.append(
            classes.enumerated().map { VaultHouse.record($0, recordClass: $1) }
        )
        // By time in the store, by a token they would not have in the vault.
        let byTime = try await self.store.candidates(
            for: CandidateQuery(
                tokens: [],
                recordedFrom: nil,
                recordedBefore: nil,
                below: .max,
                after: nil,
                limit: 10
            ),
            of: self.log
        )
        try claim(byTime.map(\.index), is: [start + 1], "rows by time")
        try claim(try await self.house.search([]), is: [start + 1], "records by time")
        try claim(
            try await self.house.search([SearchTerm(.system, "system-1")]),
            is: [start + 1],
            "records by a term"
        )
    }

    func anIdStandsForOneRequest() async throws {
        let record = VaultHouse.record(1)
        let start = try await self.house.append([record])
        let sealed = try self.house.vault.seal([record])[0]
        let mark = try await self.mark(of: sealed.recordMAC)
        try claim(mark?.index, is: start, "the index of a known id")
        try claim(mark?.epoch, is: 1, "the epoch of a known id")
        try claim(mark?.bodyMAC, is: sealed.bodyMACs[1], "the MAC of the same request")
        let other = PlainRecord(
            id: record.id,
            body: record.body + [0],
            header: record.header,
            terms: record.terms,
            content: record.content
        )
        let conflict = try self.house.vault.seal([other])[0]
        try claim(conflict.recordMAC, is: sealed.recordMAC, "the MAC of the id")
        try claim(mark?.bodyMAC == conflict.bodyMACs[1], is: false, "another request is equal")
        let unknown = try await self.mark(of: self.house.vault.recordMAC(of: [1]))
        try claim(unknown, is: nil, "an unknown id")
        try await self.house.act(.erase, on: start, number: 2)
        let erased = try await self.mark(of: sealed.recordMAC)
        try claim(erased?.index, is: start, "the index of an erased record's id")
        try claim(erased?.bodyMAC, is: nil, "the MAC of an erased record's request")
    }

    func noRowIsAddedInAClosedEpoch() async throws {
        let late = try self.house.vault.seal([VaultHouse.record(1)])
        let report = try await self.rotation().run()
        try claim(report.destroyed, is: [1], "destroyed keys")
        let epochs = try await self.store.vaultEpochs(of: self.log)
        try claim(epochs, is: VaultEpochs(lowest: 2, current: 2), "epochs")
        try claim(epochs.takes(late[0].sealed.epoch), is: false, "the closed epoch is taken")
        let seen = Mutex<VaultEpochs?>(nil)
        try await self.house.logs.sequence(
            in: self.log,
            keys: [],
            records: [late[0].recordMAC]
        ) { locked in
            let epochs = locked.vaultEpochs
            seen.withLock { $0 = epochs }
            return nil
        }
        let locked = seen.withLock { $0 }
        try claim(locked, is: epochs, "epochs under the lock")
    }

    func everyActionDoesWhatTheStateAllows() async throws {
        var number = 100
        for state in VaultState.allCases {
            for isHeld in state == .erased ? [false] : [false, true] {
                for kind in VaultActionKind.allCases {
                    number += 10
                    let index = try await self.house.append([VaultHouse.record(number)])
                    try await self.bring(index, to: state, isHeld: isHeld, number: number + 1)
                    let before = try await self.house.vault.row(at: index)
                    try claim(before?.state, is: state, "the state to begin with")
                    try claim(before?.isHeld, is: isHeld, "the hold to begin with")
                    let expected = kind.result(on: state, isHeld: isHeld)
                    let fields = kind == .eraseFields ? ["note"] : []
                    let entry = try await self.house.add(
                        kind,
                        on: index,
                        fields: fields,
                        number: number + 9
                    )
                    let outcome = try await self.house.carryOut(entry)
                    let words = "\(kind.name) on \(state.name)\(isHeld ? ", held" : "")"
                    try claim(outcome, is: expected == nil ? .refused : .done, words)
                    let after = try await self.house.vault.row(at: index)
                    try claim(after?.state, is: expected?.state ?? state, words)
                    try claim(after?.isHeld, is: expected?.isHeld ?? isHeld, words)
                    try claim(after?.sealed == nil, is: after?.state == .erased, words)
                    if expected == nil {
                        try claim(after, is: before, "\(words) changed something")
                    } else {
                        try claim(after?.changedBy, is: entry, words)
                    }
                }
            }
        }
    }

    private func bring(
        _ index: UInt64,
        to state: VaultState,
        isHeld: Bool,
        number: Int
    ) async throws {
        let kind: VaultActionKind? =
            switch state {
            case .active: nil
            case .restricted: .restrict
            case .blocked: .block
            case .erased: .erase
            }
        if let kind { try await self.house.act(kind, on: index, number: number) }
        if isHeld { try await self.house.act(.hold, on: index, number: number + 1) }
    }

    func actionsAreCarriedOutOnceAndInOrder() async throws {
        let index = try await self.house.append([VaultHouse.record(1)])
        let restrict = try await self.house.add(.restrict, on: index, number: 2)
        let block = try await self.house.add(.block, on: index, number: 3)
        let other = try await self.house.append([VaultHouse.record(4)])
        let hold = try await self.house.add(.hold, on: other, number: 5)
        let pending = try await self.store.pendingActions(of: self.log, below: .max, limit: 10)
        try claim(pending.map(\.entryIndex), is: [restrict, block, hold], "pending actions")
        let few = try await self.store.pendingActions(of: self.log, below: block, limit: 10)
        try claim(few.map(\.entryIndex), is: [restrict], "pending actions below an entry")
        do {
            _ = try await self.house.carryOut(block)
            throw BrokenClaim(description: "a later action went first")
        } catch VaultError.store(.conflict) {
            // As it should.
        }
        // Another record's action does not wait.
        _ = try await self.house.carryOut(hold)
        for _ in 0..<2 {
            let first = try await self.house.carryOut(restrict)
            try claim(first, is: .done, "the first action")
        }
        for _ in 0..<2 {
            let second = try await self.house.carryOut(block)
            try claim(second, is: .done, "the second action")
        }
        let row = try await self.house.vault.row(at: index)
        try claim(row?.state, is: .blocked, "the state in the end")
        let stored = try await self.store.action(of: self.log, entry: block)
        try claim(stored?.outcome, is: .done, "the stored outcome")
        let left = try await self.store.pendingActions(of: self.log, below: .max, limit: 10)
        try claim(left, is: [], "pending actions in the end")
    }

    /// SPEC: RET-9.
    func anIncidentThatIsThereFirstKeepsContents() async throws {
        let kinds: [VaultActionKind] = [.erase, .eraseFields]
        for (number, kind) in kinds.enumerated() {
            let base = 100 * number
            let index = try await self.house.append([VaultHouse.record(base)])
            let before = try await self.house.vault.row(at: index)
            let fields = kind == .eraseFields ? ["note"] : []
            func entered(_ number: Int) async throws -> UInt64 {
                try await self.house.add(kind, on: index, fields: fields, number: base + number)
            }
            // It comes while the action is entered, behind it, and while it is looked at.
            let first = try await entered(1)
            let incident = try await self.house.append([
                VaultHouse.record(base + 2, recordClass: "incident")
            ])
            let questions = Mutex<[UInt64]>([])
            let outcome = try await self.house.carryOut(first) { _ in
                let isFirst = questions.withLock { questions in
                    questions.append(incident)
                    return questions.count == 1
                }
                return isFirst
                    ? FreezeCheck(below: incident, isFrozen: false)
                    : FreezeCheck(below: incident + 1, isFrozen: true)
            }
            try claim(outcome, is: .refused, "\(kind.name) of a record that is frozen")
            try claim(questions.withLock { $0.count }, is: 2, "how often incidents were looked at")
            try claim(
                try await self.house.vault.row(at: index),
                is: before,
                "\(kind.name) of a record that is frozen changed something"
            )
            // A refused action stays refused. One that comes when the incident is over is another.
            let again = try await self.house.carryOut(first)
            try claim(again, is: .refused, "the same action again")
            let second = try await entered(3)
            let done = try await self.house.carryOut(second) { _ in
                FreezeCheck(below: incident + 1, isFrozen: false)
            }
            try claim(done, is: .done, "\(kind.name) after the incident")
            // Somebody who never gets to know the newest incident erases nothing.
            let other = try await self.house.append([VaultHouse.record(base + 4)])
            let third = try await self.house.add(kind, on: other, fields: fields, number: base + 5)
            do {
                _ = try await self.house.carryOut(third) { _ in
                    FreezeCheck(below: incident, isFrozen: false)
                }
                throw BrokenClaim(description: "an incident was passed over")
            } catch VaultError.store(.conflict) {
                // As it should.
            }
            try claim(
                try await self.house.vault.row(at: other)?.sealed != nil,
                is: true,
                "the contents that nobody decided about"
            )
        }
        // What takes nothing away asks for nothing.
        let index = try await self.house.append([VaultHouse.record(300)])
        let block = try await self.house.add(.block, on: index, number: 301)
        let outcome = try await self.house.carryOut(block) { _ in
            FreezeCheck(below: 0, isFrozen: true)
        }
        try claim(outcome, is: .done, "blocking a record that is frozen")
    }

    func anErasedRecordIsGone() async throws {
        let start = try await self.house.append((0..<4).map { VaultHouse.record($0) })
        _ = try await self.store.indexTokens(of: self.log, step: 3)
        // One whose tokens are indexed, one whose are not.
        for index in [start, start + 3] {
            let subject = SearchTerm(.subject, "subject-\(index - start)")
            let found = try await self.house.search([subject])
            try claim(found, is: [index], "what is found before")
            try await self.house.act(.erase, on: index, number: 10 + Int(index))
            let text = try await self.house.text(at: index)
            try claim(text, is: nil, "an erased content")
            let gone = try await self.house.search([subject])
            try claim(gone, is: [], "what is found afterwards")
            _ = try await self.store.indexTokens(of: self.log, step: 100)
            let still = try await self.house.search([subject])
            try claim(still, is: [], "what is found after indexing")
            let row = try await self.house.vault.row(at: index)
            try claim(row?.state, is: .erased, "the state")
            try claim(row?.sealed, is: nil, "what is sealed")
        }
        let other = try await self.house.text(at: start + 1)
        try claim(other != nil, is: true, "another record")
    }

    func erasedFieldsAreGoneAndTheRestIsThere() async throws {
        let index = try await self.house.append([VaultHouse.record(3)])
        let old = try await self.house.vault.row(at: index)
        let subject = SearchTerm(.subject, "subject-3")
        let actor = SearchTerm(.actor, "actor-3")
        let fields = ["data_subject_ref", "note"]
        let outcome = try await self.house.act(
            .eraseFields,
            on: index,
            fields: fields,
            number: 5
        )
        try claim(outcome, is: .done, "the outcome")
        let text = try await self.house.text(at: index)
        try claim(text, is: "actor_id=actor-3;", "what is left")
        let new = try await self.house.vault.row(at: index)
        try claim(
            new?.sealed?.wrappedKey == old?.sealed?.wrappedKey,
            is: false,
            "the key is the old one"
        )
        let bySubject = try await self.house.search([subject])
        try claim(bySubject, is: [], "found by what is erased")
        let byActor = try await self.house.search([actor])
        try claim(byActor, is: [index], "found by what is left")
        let mark = try await self.mark(of: new?.recordMAC ?? [])
        try claim(mark?.bodyMAC, is: nil, "the MAC of a request with the erased field in it")
        // The same again: nothing is left to do, and nothing changes.
        let again = try await self.house.act(.eraseFields, on: index, fields: fields, number: 6)
        try claim(again, is: .done, "the second outcome")
        let same = try await self.house.vault.row(at: index)
        try claim(same, is: new, "the row after the second")
    }

    func recordsAreFoundByTermsAndTimes() async throws {
        let count = 60
        let start = try await self.house.append((0..<count).map { VaultHouse.record($0) })
        let all = (0..<UInt64(count)).map { start + $0 }
        // With nothing indexed, a part, and all of it.
        for step in [UInt64(0), 25, 1_000] {
            if step > 0 { _ = try await self.store.indexTokens(of: self.log, step: step) }
            let three = all.filter { ($0 - start) % 7 == 3 }
            let byActor = try await self.house.search([SearchTerm(.actor, "actor-3")], limit: 4)
            try claim(byActor, is: three.reversed(), "by actor, \(step) indexed")
            let byBoth = try await self.house.search([
                SearchTerm(.actor, "actor-3"), SearchTerm(.subject, "subject-10"),
            ])
            try claim(byBoth, is: [start + 10], "by two terms, \(step) indexed")
            let none = try await self.house.search([
                SearchTerm(.actor, "actor-2"), SearchTerm(.subject, "subject-10"),
            ])
            try claim(none, is: [], "by two terms that no record has, \(step) indexed")
            let ofOther = try await self.house.search([SearchTerm(.resource, "actor-3")])
            try claim(ofOther, is: [], "by the value of another field")
            let system = try await self.house.search([SearchTerm(.system, "system-1")], limit: 7)
            try claim(system, is: all.reversed(), "by what all have, \(step) indexed")
            let timed = try await self.house.search(
                [SearchTerm(.actor, "actor-3")],
                from: 1_790_000_010,
                before: 1_790_000_024
            )
            try claim(timed, is: [start + 17, start + 10], "by term and time, \(step) indexed")
            let below = try await self.house.search(
                [SearchTerm(.actor, "actor-3")],
                below: start + 17
            )
            try claim(below, is: [start + 10, start + 3], "below an index, \(step) indexed")
        }
        let times = try await self.house.search(
            [],
            from: 1_790_000_050,
            before: 1_790_000_055,
            limit: 2
        )
        try claim(times, is: (50..<55).reversed().map { start + $0 }, "by time alone")
        let everything = try await self.house.search([], limit: 7)
        try claim(everything, is: all.reversed(), "without any condition")
        let visible = try await self.house.search([], below: start + 3)
        try claim(visible, is: [start + 2, start + 1, start], "without condition, below an index")
    }

    // MARK: Rotation

    func aRotationKeepsTheLivingAndNothingElse() async throws {
        let start = try await self.house.append((0..<20).map { VaultHouse.record($0) })
        _ = try await self.store.indexTokens(of: self.log, step: 10)
        let oldKeys = self.house.keys.copy()
        let erased = try await self.house.vault.row(at: start + 4)
        try await self.house.act(.erase, on: start + 4, number: 50)
        let done = Mutex<[UInt64]>([])
        let report = try await self.rotation().run { count, _ in done.withLock { $0.append(count) }
        }
        // 19 living ones and the retention action's own record.
        try claim(report.rewrapped, is: 20, "rows wrapped anew")
        try claim(report.epoch, is: 2, "the epoch")
        try claim(self.house.keys.epochs, is: [2], "keys in the end")
        try claim(done.withLock { $0.last }, is: 20, "progress in the end")
        try claim(done.withLock { $0 == $0.sorted() }, is: true, "progress goes back")
        for position in 0..<20 where position != 4 {
            let text = try await self.house.text(at: start + UInt64(position))
            try claim(text?.contains("secret-\(position);"), is: true, "record \(position)")
            let found = try await self.house.search([
                SearchTerm(.subject, "subject-\(position)")
            ])
            try claim(found, is: [start + UInt64(position)], "found after the rotation")
        }
        // What a backup has of the erased record opens with the old key, and with today's not.
        guard let erased else { throw BrokenClaim(description: "the record was missing") }
        let old = VaultHouse.vault(
            self.house.log,
            FaultyVaultStore(self.store, epochs: VaultEpochs(lowest: 1, current: 1)),
            MemoryEpochKeys.keyring(of: oldKeys)
        )
        try await old.refresh()
        try claim(try old.open(erased) != nil, is: true, "the old key opens the old row")
        try self.refused(.keyMissing(epoch: 1)) { _ = try self.house.vault.open(erased) }
        // A retry of a record from before is still one.
        let again = try self.house.vault.seal([VaultHouse.record(5)])[0]
        let mark = try await self.mark(of: again.recordMAC)
        try claim(mark?.epoch, is: 2, "the epoch of the MAC")
        try claim(mark?.bodyMAC, is: again.bodyMACs[2], "the MAC of the same request")
        let second = try await self.rotation().run()
        try claim(second.epoch, is: 3, "the epoch after another rotation")
        try claim(second.wasResumed, is: false, "the second rotation was new")
    }

    func aRotationGoesOnFromEveryStep() async throws {
        var resumed: [String] = []
        for afterwards in [false, true] {
            for step in 0... {
                let house = try await VaultHouse.open(
                    "\(self.house.log.name)-\(afterwards ? "a" : "b")\(step)",
                    logs: self.house.logs,
                    store: self.store
                )
                try await house.append((0..<6).map { VaultHouse.record($0) })
                let faults = StepFaults(at: step, afterwards: afterwards)
                guard try await self.isStopped(house, faults) else {
                    let steps = [
                        "create", "beginEpoch", "rewrap", "rewrap", "closeEpochs", "carry",
                        "destroy",
                    ]
                    try claim(faults.names, is: steps, "steps of a rotation")
                    break
                }
                let name = faults.names.last ?? ""
                let words = "stopped \(afterwards ? "after" : "before") \(name)"
                // Whatever happened, everything opens for a daemon that starts now, and it takes records.
                let daemon = try await house.vault()
                for index in UInt64(0)..<6 {
                    let text = try await house.text(at: index, by: daemon)
                    try claim(text != nil, is: true, "\(words): record \(index)")
                }
                try await house.append([VaultHouse.record(6)], sealedBy: daemon)
                let report = try await Self.rotation(house).run()
                if report.wasResumed { resumed.append(words) }
                let epochs = try await self.store.vaultEpochs(of: house.log.id)
                try claim(epochs.lowest, is: epochs.current, "\(words): epochs")
                try claim(house.keys.epochs, is: [epochs.current], "\(words): keys in the end")
                // Only after the last step another run is another rotation.
                let isWhole = afterwards && name == "destroy"
                try claim(epochs.current, is: isWhole ? 3 : 2, "\(words): the epoch")
                for index in UInt64(0)..<7 {
                    let text = try await house.text(at: index)
                    try claim(text != nil, is: true, "\(words): record \(index) in the end")
                }
            }
        }
        try claim(resumed.count, is: 10, "resumed rotations: \(resumed)")
    }

    /// Begins a rotation; whether it was stopped.
    private func isStopped(_ house: VaultHouse, _ faults: StepFaults) async throws -> Bool {
        let faulty = try await house.vault(store: FaultyVaultStore(self.store, faults: faults))
        do {
            _ = try await Self.rotation(house, faulty, faults: faults).run()
            return false
        } catch is StepFaults.Stopped {
            return true
        } catch VaultError.store {
            return true
        }
    }

    func anActionDuringARotationIsNotLost() async throws {
        let start = try await self.house.append((0..<8).map { VaultHouse.record($0) })
        // Stopped in the middle of the rows: some have the new epoch, some the old one.
        let faults = StepFaults(at: 2, afterwards: true)
        let faulty = try await self.house.vault(store: FaultyVaultStore(self.store, faults: faults))
        do {
            _ = try await Self.rotation(self.house, faulty, faults: faults).run()
            throw BrokenClaim(description: "the rotation was not stopped")
        } catch VaultError.store {
            // As it should.
        }
        try await self.house.vault.refresh()
        let mixed = try await self.store.rowCount(of: self.log, below: 2)
        try claim((1..<8).contains(mixed), is: true, "\(mixed) rows of the old epoch")
        for position in 0..<8 {
            let found = try await self.house.search([
                SearchTerm(.subject, "subject-\(position)")
            ])
            try claim(found, is: [start + UInt64(position)], "found during the rotation")
        }
        try await self.house.act(.erase, on: start, number: 20)
        try await self.house.act(.erase, on: start + 7, number: 21)
        try await self.house.act(.eraseFields, on: start + 6, fields: ["note"], number: 22)
        let report = try await self.rotation().run()
        try claim(report.wasResumed, is: true, "the rotation was resumed")
        try claim(report.destroyed, is: [1], "destroyed keys")
        let texts = [
            try await self.house.text(at: start), try await self.house.text(at: start + 7),
            try await self.house.text(at: start + 6),
        ]
        try claim(
            texts,
            is: [nil, nil, "actor_id=actor-6;data_subject_ref=subject-6;"],
            "what was acted on"
        )
        let last = try await self.house.text(at: start + 5)
        try claim(last?.contains("secret-5;"), is: true, "what was not acted on")
    }

    // MARK: Helpers

    private func rotation() -> VaultRotation { Self.rotation(self.house) }

    private static func rotation(
        _ house: VaultHouse,
        _ vault: Vault? = nil,
        faults: StepFaults = StepFaults()
    ) -> VaultRotation {
        VaultRotation(
            vault: vault ?? house.vault,
            files: house.keys.files(faults: faults),
            batch: 4
        )
    }

    private func mark(of mac: [UInt8]) async throws -> StoredRecordMark? {
        let mark = Mutex<StoredRecordMark?>(nil)
        try await self.house.logs.sequence(in: self.log, keys: [], records: [mac]) { locked in
            let found = locked.knownRecords[mac]
            mark.withLock { $0 = found }
            return nil
        }
        return mark.withLock { $0 }
    }

    private func refused(_ expected: VaultError, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as VaultError {
            return try claim(error, is: expected, "why it was refused")
        }
        throw BrokenClaim(description: "it was not refused with \(expected)")
    }
}
