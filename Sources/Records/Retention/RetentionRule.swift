/// Decides what may be done to a record's contents: a pure function of class, facts and day.
public struct RetentionRule: Sendable {
    /// The record's class.
    public let retentionClass: RetentionClass
    /// The law that the log is kept under.
    public let side: RetentionSide

    /// Joins the two.
    public init(_ retentionClass: RetentionClass, side: RetentionSide) {
        self.retentionClass = retentionClass
        self.side = side
    }

    /// The state after what is asked for, if it may be done on a day.
    ///
    /// - Throws: The first ``RetentionRefusal`` that applies.
    public func state(
        after request: RetentionRequest,
        facts: RetentionFacts,
        on date: CalendarDate
    ) throws(RetentionRefusal) -> RecordState {
        guard facts.state != .erased else { throw .alreadyErased }
        guard let state = request.verb.state(after: facts.state) else {
            throw .wrongState(facts.state)
        }
        guard self.retentionClass.sides.contains(self.side) else { throw .wrongSide }
        guard
            !self.retentionClass.orderedActions.contains(request.verb)
                || request.orderReference?.isEmpty == false
        else { throw .orderNeeded }
        switch request.verb {
        case .erase, .eraseFields: try self.checkErasure(request, facts: facts, on: date)
        case .release: guard facts.isHeld else { throw .notHeld }
        case .hold: guard !facts.isHeld else { throw .onHold }
        case .restrict, .block, .unblock: break
        }
        return state
    }

    private func checkErasure(
        _ request: RetentionRequest,
        facts: RetentionFacts,
        on date: CalendarDate
    ) throws(RetentionRefusal) {
        // SPEC: RET-4: before every ground and every order.
        guard !facts.isHeld else { throw .onHold }
        guard !facts.hasOpenIncident else { throw .frozenByIncident }
        guard !self.retentionClass.blocksFirst || facts.state == .blocked else { throw .notBlocked }
        guard let floor = self.retentionClass.floor else { return }
        // SPEC: RET-5: where data-protection law goes first, and there only.
        if request.ground?.isEmpty == false, floor.yieldsIn.contains(self.side) { return }
        guard let lastDay = floor.end.lastDay(of: facts) else {
            guard case .event(let event) = floor.end else { return }
            throw .eventUnknown(event)
        }
        guard date > lastDay else { throw .beforeFloor(allowedFrom: lastDay.next) }
    }

    /// The first day on which the contents may be erased without a ground or an order that says
    /// otherwise; nil if it depends on an event that is not known.
    public func erasableFrom(_ facts: RetentionFacts) -> CalendarDate? {
        guard let floor = self.retentionClass.floor else { return facts.recorded }
        return floor.end.lastDay(of: facts)?.next
    }

    /// The last day on which the contents may still be there; nil if there is none, or if it is not
    /// known.
    public func keptAtMostUntil(_ facts: RetentionFacts) -> CalendarDate? {
        self.retentionClass.ceiling?.lastDay(of: facts)
    }

    /// The day by which the need to keep is to be reviewed again; nil if law asks for none.
    public func reviewBy(_ facts: RetentionFacts) -> CalendarDate? {
        self.retentionClass.reviewMonths.map {
            (facts.reviewed ?? facts.recorded).adding(months: $0)
        }
    }
}
