// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "pii-scrub",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "PIIScrubbing", targets: ["PIIScrubbing"]),
        .library(name: "BotanuSDK", targets: ["BotanuSDK"]),
        .executable(name: "pii-scrub", targets: ["pii-scrub"]),
    ],
    traits: [
        .trait(name: "SDK", description: "BotanuSDK, and the tracing, metrics and logging interfaces it stands on."),
        .default(enabledTraits: ["SDK"]),
    ],
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    ],
    targets: [
        // Floor 0: what the engine stands on.
        .systemLibrary(
            name: "CPCRE2",
            pkgConfig: "libpcre2-8",
            providers: [.apt(["libpcre2-dev"]), .brew(["pcre2"])]
        ),
        .target(name: "CByteScan"),
        .target(
            name: "BuiltinPatterns",
            path: "patterns",
            exclude: ["README.md", "schema.json", "personal.yaml", "network.yaml", "secrets.yaml"],
            resources: [.embedInCode("builtin.prepared")]
        ),

        // Floor 1: the engine.
        .target(
            name: "PIIScrubbing",
            dependencies: ["CPCRE2", "CByteScan", "BuiltinPatterns", .product(name: "Yams", package: "Yams")]
        ),

        // Floor 2: the SDK.
        .target(
            name: "BotanuSDK",
            dependencies: [
                "PIIScrubbing",
                .product(name: "Tracing", package: "swift-distributed-tracing", condition: .when(traits: ["SDK"])),
                .product(name: "Metrics", package: "swift-metrics", condition: .when(traits: ["SDK"])),
                .product(name: "Logging", package: "swift-log", condition: .when(traits: ["SDK"])),
                .product(name: "Crypto", package: "swift-crypto", condition: .when(traits: ["SDK"])),
            ]
        ),

        // The tool over the engine.
        .executableTarget(
            name: "pii-scrub",
            dependencies: [
                "PIIScrubbing",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),

        // Development only: makes `patterns/builtin.prepared` from the YAML files.
        .executableTarget(name: "prepare-patterns", dependencies: ["PIIScrubbing"]),

        .testTarget(name: "PIIScrubbingTests", dependencies: ["PIIScrubbing", "BuiltinPatterns", "CByteScan"]),
        .testTarget(name: "PIIScrubToolTests", dependencies: ["pii-scrub", "PIIScrubbing"]),
        .testTarget(
            name: "BotanuSDKTests",
            dependencies: [
                "BotanuSDK",
                .product(
                    name: "InMemoryTracing",
                    package: "swift-distributed-tracing",
                    condition: .when(traits: ["SDK"])
                ),
                .product(name: "MetricsTestKit", package: "swift-metrics", condition: .when(traits: ["SDK"])),
                .product(name: "Logging", package: "swift-log", condition: .when(traits: ["SDK"])),
            ],
            resources: [.copy("Golden")]
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
