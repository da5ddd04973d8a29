/// The built-in pattern files, embedded in the binary: nothing to find at run time, nothing to lose when it moves.
package enum BuiltinPatterns {
    /// All of them in prepared form, made from the YAML files by `scripts/prepare-patterns`.
    package static var prepared: [UInt8] { PackageResources.builtin_prepared }
}
