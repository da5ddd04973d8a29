/// The version of the package; `CHANGELOG.md` begins with the same one, which a test holds.
enum Version {
    static let current = "0.1.0"
}
