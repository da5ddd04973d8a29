// swift-tools-version: 6.2
import PackageDescription

// Built by `run`, which links libFuzzer. The engine's sources are its own targets here, so that they are watched.
let watched: [SwiftSetting] = [.unsafeFlags(["-sanitize=fuzzer", "-enable-testing"])]

let package = Package(
    name: "pii-scrub-fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [.package(url: "https://github.com/jpsim/Yams", from: "6.2.0")],
    targets: [
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8"),
        .target(name: "CByteScan", cSettings: [.unsafeFlags(["-fsanitize=fuzzer-no-link"])]),
        .target(name: "CFuzzer"),
        .target(
            name: "BuiltinPatterns",
            exclude: ["README.md", "schema.json", "personal.yaml", "network.yaml", "secrets.yaml"],
            resources: [.embedInCode("builtin.prepared")]
        ),
        .target(
            name: "PIIScrubbing",
            dependencies: ["CPCRE2", "CByteScan", "BuiltinPatterns", .product(name: "Yams", package: "Yams")],
            swiftSettings: watched
        ),
        .executableTarget(name: "fuzz", dependencies: ["PIIScrubbing", "CFuzzer"], swiftSettings: watched),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        ]
}
