/// What stands in place of the findings of one pattern, ready to be copied.
struct Rendering {
    /// The text; nil where it depends on what was found.
    let text: UnsafeMutablePointer<UInt8>?
    let count: Int

    init(_ bytes: [UInt8]?) {
        guard let bytes else {
            (text, count) = (nil, 0)
            return
        }
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, bytes.count))
        copy.initialize(from: bytes, count: bytes.count)
        (text, count) = (copy, bytes.count)
    }

    func deallocate() {
        text?.deallocate()
    }
}
