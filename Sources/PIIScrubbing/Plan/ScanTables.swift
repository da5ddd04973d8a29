import CByteScan

/// What a scan reads of a plan at every text and every candidate: raw memory and numbers, so that no reference is
/// counted. Valid as long as the set that has them.
struct ScanTables: @unchecked Sendable {
    let triggers: UnsafePointer<bytescan_plan>
    let variant: bytescan_variant
    let actions: UnsafeMutablePointer<ScanPlan.Action>
    let actionCount: Int
    /// By index of the pattern, as the rows.
    let starts: UnsafeMutablePointer<StartTable>
    let rows: UnsafeMutablePointer<PatternRow>
    let patternCount: Int
    /// Nil where no pattern starts with a run of digits.
    let run: UnsafeMutablePointer<RunPlan.Tables>?
    /// Whether the scanner tells where redaction markers stand.
    let findsMarkers: Bool
    /// Whether a text may have to be searched besides.
    let needsSearch: Bool

    init(_ plan: ScanPlan, rows: UnsafeMutablePointer<PatternRow>, variant: bytescan_variant) {
        triggers = UnsafePointer(plan.triggers.plan)
        self.variant = variant
        actions = plan.actions
        actionCount = plan.actionCount
        starts = plan.starts
        self.rows = rows
        patternCount = plan.plans.count
        run = plan.run?.tables
        findsMarkers = plan.findsMarkers
        needsSearch = plan.needsSearch
    }
}
