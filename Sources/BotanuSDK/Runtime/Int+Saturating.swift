extension Int {
    /// The sum, or the largest or smallest number there is.
    func addingUpToMaximum(_ other: Int) -> Int {
        let (sum, isTooLarge) = addingReportingOverflow(other)
        return isTooLarge ? (other > 0 ? .max : .min) : sum
    }
}
