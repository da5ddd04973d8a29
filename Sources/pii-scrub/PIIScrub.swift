import ArgumentParser

@main
struct PIIScrub: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "pii-scrub")
}
