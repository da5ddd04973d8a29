/// Bytes that are written one behind the other.
///
/// An array of bytes asks at each append whether it is its own; a message has hundreds of them.
struct OutputBytes: ~Copyable {
    private var start: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int = 1 << 16) {
        self.capacity = max(64, capacity)
        start = .allocate(capacity: self.capacity)
    }

    deinit {
        start.deallocate()
    }

    var array: [UInt8] { Array(UnsafeBufferPointer(start: start, count: count)) }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        if count == capacity { grow(1) }
        start[count] = byte
        count += 1
    }

    @inline(__always)
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let other = bytes.baseAddress else { return }
        if capacity - count < bytes.count { grow(bytes.count) }
        (start + count).update(from: other, count: bytes.count)
        count += bytes.count
    }

    /// The bytes of a number as they lie in memory.
    @inline(__always)
    mutating func append(bytesOf number: some FixedWidthInteger) {
        let size = number.bitWidth / 8
        if capacity - count < size { grow(size) }
        UnsafeMutableRawPointer(start + count).storeBytes(of: number, as: type(of: number))
        count += size
    }

    @inline(__always)
    mutating func append(utf8 text: some StringProtocol) {
        let done: Void? = text.utf8.withContiguousStorageIfAvailable { append($0) }
        if done == nil { for byte in text.utf8 { append(byte) } }
    }

    subscript(place: Int) -> UInt8 {
        get { start[place] }
        set { start[place] = newValue }
    }

    /// Makes room at a place: what is behind it moves on.
    mutating func makeRoom(_ size: Int, at place: Int) {
        if capacity - count < size { grow(size) }
        (start + place + size).update(from: start + place, count: count - place)
        count += size
    }

    private mutating func grow(_ size: Int) {
        let larger = max(capacity * 2, count + size)
        let other = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        other.update(from: start, count: count)
        start.deallocate()
        (start, capacity) = (other, larger)
    }
}
