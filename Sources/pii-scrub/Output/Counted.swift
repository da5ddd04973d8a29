/// A count with its noun: `1 pattern`, `2 patterns`.
func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
}
