// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "pii-scrub",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "PIIScrubbing", targets: ["PIIScrubbing"]),
        .library(name: "PIIPresidio", targets: ["PIIPresidio"]),
        .library(name: "BotanuSDK", targets: ["BotanuSDK"]),
        .library(name: "BotanuOTLP", targets: ["BotanuOTLP"]),
        .executable(name: "pii-scrub", targets: ["pii-scrub"]),
    ],
    traits: [
        .trait(name: "SDK", description: "BotanuSDK, and the tracing, metrics and logging interfaces it stands on."),
        .trait(
            name: "OTLP",
            description: "BotanuOTLP, which sends spans and metrics, and the HTTP client that it stands on.",
            enabledTraits: ["SDK"]
        ),
        .default(enabledTraits: ["OTLP"]),
    ],
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.100.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
        // Tests only.
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.10.0"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.3.0"),
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

        // Beside the engine: names and places. Python is found at run time; nothing of it is needed to build.
        .target(name: "CPythonBridge", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
        .target(
            name: "PresidioSource",
            path: "python",
            exclude: ["tests", "requirements.txt", "requirements-dev.txt", "pyproject.toml"],
            resources: [
                .embedInCode("presidio_bridge.py"), .embedInCode("presidio_casing.py"),
                .embedInCode("presidio_context.py"), .embedInCode("presidio_mending.py"),
                .embedInCode("presidio_patterns.py"), .embedInCode("presidio_spans.py"),
                .embedInCode("presidio_words.py"),
                .embedInCode("presidio_worker.py"),
            ]
        ),
        .target(name: "PIIPresidio", dependencies: ["PIIScrubbing", "CPythonBridge", "PresidioSource"]),

        // Floor 2: the SDK.
        .target(
            name: "BotanuSDK",
            dependencies: [
                "PIIScrubbing",
                "PIIPresidio",
                .product(name: "Tracing", package: "swift-distributed-tracing", condition: .when(traits: ["SDK"])),
                .product(name: "Metrics", package: "swift-metrics", condition: .when(traits: ["SDK"])),
                .product(name: "Logging", package: "swift-log", condition: .when(traits: ["SDK"])),
                .product(name: "Crypto", package: "swift-crypto", condition: .when(traits: ["SDK"])),
            ]
        ),

        // Floor 3: the exporter.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .target(
            name: "BotanuOTLP",
            dependencies: [
                "BotanuSDK",
                "CZlib",
                .product(name: "Tracing", package: "swift-distributed-tracing", condition: .when(traits: ["OTLP"])),
                .product(name: "CoreMetrics", package: "swift-metrics", condition: .when(traits: ["OTLP"])),
                .product(name: "Logging", package: "swift-log", condition: .when(traits: ["OTLP"])),
                .product(name: "AsyncHTTPClient", package: "async-http-client", condition: .when(traits: ["OTLP"])),
                .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["OTLP"])),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["OTLP"])),
                .product(name: "NIOPosix", package: "swift-nio", condition: .when(traits: ["OTLP"])),
                .product(name: "NIOSSL", package: "swift-nio-ssl", condition: .when(traits: ["OTLP"])),
                .product(
                    name: "ServiceLifecycle",
                    package: "swift-service-lifecycle",
                    condition: .when(traits: ["OTLP"])
                ),
            ]
        ),

        // The tool over the engine.
        .executableTarget(
            name: "pii-scrub",
            dependencies: [
                "PIIScrubbing",
                "PIIPresidio",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),

        // Development only: makes `patterns/builtin.prepared` from the YAML files.
        .executableTarget(name: "prepare-patterns", dependencies: ["PIIScrubbing"]),

        // Development only: an application as the README has it, and one that makes spans as fast as it is told.
        .executableTarget(
            name: "support-agent",
            dependencies: [
                "BotanuOTLP",
                .product(name: "AsyncHTTPClient", package: "async-http-client", condition: .when(traits: ["OTLP"])),
                .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["OTLP"])),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["OTLP"])),
                .product(name: "NIOFoundationCompat", package: "swift-nio", condition: .when(traits: ["OTLP"])),
            ],
            path: "Examples/SupportAgent"
        ),
        .executableTarget(
            name: "telemetry-load",
            dependencies: [
                "BotanuOTLP",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(
                    name: "InMemoryTracing",
                    package: "swift-distributed-tracing",
                    condition: .when(traits: ["OTLP"])
                ),
                .product(
                    name: "ServiceLifecycle",
                    package: "swift-service-lifecycle",
                    condition: .when(traits: ["OTLP"])
                ),
                .product(
                    name: "UnixSignals",
                    package: "swift-service-lifecycle",
                    condition: .when(traits: ["OTLP"])
                ),
                .product(name: "Logging", package: "swift-log", condition: .when(traits: ["OTLP"])),
            ]
        ),

        .testTarget(name: "PIIScrubbingTests", dependencies: ["PIIScrubbing", "BuiltinPatterns", "CByteScan"]),
        .testTarget(name: "PIIPresidioTests", dependencies: ["PIIPresidio"]),
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
        .testTarget(
            name: "BotanuOTLPTests",
            dependencies: [
                "BotanuOTLP",
                "CZlib",
                "telemetry-load",
                "support-agent",
                .product(name: "AsyncHTTPClient", package: "async-http-client", condition: .when(traits: ["OTLP"])),
                .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["OTLP"])),
                .product(name: "NIOPosix", package: "swift-nio", condition: .when(traits: ["OTLP"])),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["OTLP"])),
                .product(name: "NIOSSL", package: "swift-nio-ssl", condition: .when(traits: ["OTLP"])),
                .product(name: "SwiftProtobuf", package: "swift-protobuf", condition: .when(traits: ["OTLP"])),
                .product(name: "X509", package: "swift-certificates", condition: .when(traits: ["OTLP"])),
                .product(name: "SwiftASN1", package: "swift-asn1", condition: .when(traits: ["OTLP"])),
                .product(name: "Crypto", package: "swift-crypto", condition: .when(traits: ["OTLP"])),
                .product(
                    name: "ServiceLifecycle",
                    package: "swift-service-lifecycle",
                    condition: .when(traits: ["OTLP"])
                ),
            ],
            exclude: ["Protocol/otlp.proto"]
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
