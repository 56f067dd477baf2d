import Testing

@testable import Postgres

@Suite struct CancelGateTests {
    private enum Event: CaseIterable {
        case beginRun, endRun, beginStatement, beginCommit, beginRollback, endStatement
        case requestAny, requestThis, requestEarlier
    }

    /// Every order of events that a connection can produce, to seven events.
    @Test func noOrderOfEventsLetsACancelMessageMeetACommit() {
        var checked = 0
        self.explore(CancelGate(), depth: 7, &checked)
        #expect(checked > 5_000)
    }

    private func explore(_ gate: CancelGate, depth: Int, _ checked: inout Int) {
        checked += 1
        if depth == 0 { return }
        for event in Event.allCases {
            var next = gate
            switch event {
            case .beginRun:
                guard gate.phase == .outside, !gate.isTainted else { continue }
                let run = next.beginRun()
                #expect(run == gate.run + 1)
                #expect(!next.isRefusing)
            case .endRun:
                guard gate.phase == .between else { continue }
                next.endRun()
            case .beginStatement:
                guard gate.phase == .between else { continue }
                let may = next.beginStatement()
                #expect(may == !gate.isRefusing)
            case .beginCommit:
                guard gate.phase == .between else { continue }
                let may = next.beginCommit()
                #expect(may == !gate.isRefusing)
            case .beginRollback:
                guard gate.phase == .between else { continue }
                let may = next.beginRollback()
                #expect(may == !gate.isTainted)
            case .endStatement:
                guard gate.phase == .statement || gate.phase == .ending else { continue }
                next.endStatement()
            case .requestAny, .requestThis:
                let isSent = next.request(run: event == .requestAny ? nil : gate.run)
                #expect(isSent == (gate.phase == .statement && !gate.isRefusing))
                #expect(next.isTainted == (gate.isTainted || isSent))
                #expect(next.phase == gate.phase)
            case .requestEarlier:
                let isSent = next.request(run: gate.run &- 1)
                #expect(!isSent)
                #expect(next == gate)
            }
            if next.isTainted { #expect(next.phase != .ending) }
            self.explore(next, depth: depth - 1, &checked)
        }
    }

    @Test func aRequestBetweenStatementsRefusesTheNextAndLeavesTheConnectionClean() {
        var gate = CancelGate()
        let run = gate.beginRun()
        let isSent = gate.request(run: run)
        #expect(!isSent)
        let maybeginStatement = gate.beginStatement()
        #expect(!maybeginStatement)
        let maybeginCommit = gate.beginCommit()
        #expect(!maybeginCommit)
        let canbeginRollback = gate.beginRollback()
        #expect(canbeginRollback)
        gate.endStatement()
        gate.endRun()
        #expect(!gate.isTainted)
        _ = gate.beginRun()
        let canbeginStatement = gate.beginStatement()
        #expect(canbeginStatement)
    }
}
