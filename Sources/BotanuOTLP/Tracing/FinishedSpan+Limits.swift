import BotanuSDK
import Tracing

extension FinishedSpan {
    /// - Parameter state: its attributes are taken out.
    init(_ span: OTLPSpan, _ state: inout OTLPSpan.State, fileID: String, limits: SpanLimits) {
        context = span.spanContext
        traceState = span.spanContext.traceState
        parent = span.parent
        kind = span.kind
        start = span.start
        end = state.end
        self.fileID = fileID
        name = state.name
        (attributes, droppedAttributes) = limits.attributes(of: &state)
        events = state.events.map { event in
            let (kept, dropped) = limits.attributes(event.attributes, atMost: limits.eventAttributeCount)
            return Event(
                name: event.name,
                time: event.nanosecondsSinceEpoch,
                attributes: kept,
                droppedAttributes: dropped
            )
        }
        droppedEvents = state.droppedEvents
        // A link to something that another tracer made leads nowhere.
        links = state.links.compactMap { link in
            guard let context = link.context.spanContext else { return nil }
            let (kept, dropped) = limits.attributes(link.attributes, atMost: limits.linkAttributeCount)
            return Link(
                context: context,
                traceState: context.traceState,
                attributes: kept,
                droppedAttributes: dropped
            )
        }
        droppedLinks = state.droppedLinks
        status = state.status
    }
}

extension SpanLimits {
    /// What a span keeps of attributes that are too many: those it had, then others by name, so that the same are kept
    /// each time.
    func kept(of attributes: SpanAttributes, after state: OTLPSpan.State) -> (SpanAttributes, dropped: Int) {
        var names: [String] = []
        attributes.forEach { name, _ in names.append(name) }
        names.sort { (state.attributes.get($0) == nil ? 1 : 0, $0) < (state.attributes.get($1) == nil ? 1 : 0, $1) }
        var kept = SpanAttributes()
        for name in names.prefix(attributeCount) { kept.set(name, value: attributes.get(name)) }
        return (kept, state.droppedAttributes + names.count - kept.count)
    }

    fileprivate func attributes(
        _ attributes: SpanAttributes,
        atMost count: Int
    ) -> (kept: [FinishedSpan.Attribute], dropped: Int) {
        var all = self.attributes(attributes)
        guard all.count > count else { return (all, 0) }
        all.sort { $0.name < $1.name }
        return (Array(all.prefix(count)), all.count - count)
    }

    /// All attributes of a span, each name once: what came at the end counts.
    fileprivate func attributes(
        of state: inout OTLPSpan.State
    ) -> (kept: [FinishedSpan.Attribute], dropped: Int) {
        if state.collected.isEmpty { return (attributes(state.attributes), state.droppedAttributes) }
        let dropped = state.droppedAttributes
        var all: [CollectedAttribute] = []
        swap(&all, &state.collected)
        if !state.attributes.isEmpty { all.insert(contentsOf: attributes(state.attributes), at: 0) }
        LastOfEachName.keep(in: &all)
        let excess = max(0, all.count - attributeCount)
        if excess > 0 { all.removeLast(excess) }
        return (all, dropped + excess)
    }

    fileprivate func attributes(_ attributes: SpanAttributes) -> [FinishedSpan.Attribute] {
        var all: [FinishedSpan.Attribute] = []
        all.reserveCapacity(attributes.count)
        attributes.forEach { key, value in
            // No receiver takes an empty name.
            if !key.isEmpty { all.append(CollectedAttribute(key, value)) }
        }
        return all
    }
}

extension FinishedSpan {
    /// Cuts values to a length. It comes after scrubbing: half a number would be no number to look for.
    mutating func cut(to length: Int, _ scrubber: ExportScrubber) {
        func cut(_ attributes: inout [Attribute]) {
            for index in attributes.indices {
                attributes[index].value = attributes[index].value.mappingTexts(
                    { scrubber.cut($0, to: length) },
                    describe: { scrubber.cut("\($0)", to: length) }
                )
            }
        }
        cut(&attributes)
        for index in events.indices { cut(&events[index].attributes) }
        for index in links.indices { cut(&links[index].attributes) }
    }
}
