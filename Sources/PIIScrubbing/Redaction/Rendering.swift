/// What stands in place of the findings of one pattern, ready to be copied.
struct Rendering {
    /// The text; nil where it depends on what was found.
    let text: UnsafeMutablePointer<UInt8>?
    let count: Int
    /// How many bytes can be read: at least a block, so that one may be copied.
    let room: Int

    private static let leastRoom = 64

    init(_ bytes: [UInt8]?) {
        guard let bytes else {
            (text, count, room) = (nil, 0, 0)
            return
        }
        let room = max(Self.leastRoom, bytes.count)
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
        copy.initialize(repeating: 0, count: room)
        copy.update(from: bytes, count: bytes.count)
        (text, count, self.room) = (copy, bytes.count, room)
    }

    func deallocate() {
        text?.deallocate()
    }
}
