/// Lends copies of texts as C wants them, which stay where they are meanwhile.
func withCStrings<Result, Failure: Error>(
    _ texts: [String],
    _ body: ([UnsafePointer<CChar>?]) throws(Failure) -> Result
) throws(Failure) -> Result {
    let copies = texts.map { text -> UnsafePointer<CChar>? in
        let bytes = text.utf8CString
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
        _ = UnsafeMutableBufferPointer(start: copy, count: bytes.count).initialize(from: bytes)
        return UnsafePointer(copy)
    }
    defer { for copy in copies { copy?.deallocate() } }
    return try body(copies)
}
