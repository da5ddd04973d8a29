// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that users of the library never build any of it.
let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "pii-scrub", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.0"),
    ],
    targets: [
        // What everything is compared with: plain PCRE2, in C.
        .target(name: "CYardstick", linkerSettings: [.linkedLibrary("pcre2-8")]),

        // Loads native peers and the allocation counter, where they were built.
        .target(name: "CPeer", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),

        .executableTarget(
            name: "benchmarks",
            dependencies: [
                "CYardstick",
                "CPeer",
                .product(name: "PIIScrubbing", package: "pii-scrub"),
                .product(name: "BotanuSDK", package: "pii-scrub"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),

        // What `check-instructions` counts: nothing but scrubbing.
        .executableTarget(
            name: "instruction-workload",
            dependencies: [.product(name: "PIIScrubbing", package: "pii-scrub")]
        ),
    ],
    swiftLanguageModes: [.v6]
)
