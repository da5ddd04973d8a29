#if canImport(Glibc)
    import Glibc
#endif

/// Memory that was used before.
enum FreedMemory {
    /// Keeps it for the next slab: from the system it would come as fresh pages, which cost more than finding nothing
    /// in them.
    static func keep() {
        #if canImport(Glibc)
            // The C library keeps blocks of sizes that were freed once.
            var block: UnsafeMutableRawPointer?
            guard posix_memalign(&block, 4096, 24 << 20) == 0 else { return }
            free(block)
        #endif
    }
}
