/// The Python side, embedded in the binary: nothing to find at run time.
package enum PresidioSource {
    package static var module: [UInt8] { PackageResources.presidio_bridge_py }
}
