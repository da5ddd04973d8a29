import BotanuSDK

/// One of everything that trackers can be told, so that two ways of exporting it can be compared.
enum Variety {
    struct Failure: Error, CustomStringConvertible {
        let description = "no order for jane.doe" + "@" + "example.com"
    }

    static func track() {
        try? Botanu.event(
            workflow: "Support",
            eventID: "event",
            customerID: "customer",
            input: ["question": "where is it?"]
        ) { run in
            run.setBusinessContext(team: "blue", region: "eu")
            run.setCorrelation(["ticket": "T-1"])
            Botanu.step("retrieval") {
                Botanu.trackDatabaseOperation("postgresql", operation: "SELECT", database: "kb") { database in
                    database.setResult(rowsReturned: 3).setRetrievalContent("a row")
                }
                Botanu.trackStorageOperation("s3", operation: "GET") { $0.setBucket("b").setResult(objectsCount: 1) }
                Botanu.trackMessagingOperation("sqs", operation: "send", destination: "q") { _ in }
            }
            Botanu.step("generation") {
                Botanu.trackLLMCall(provider: "openai", model: "gpt-4") { call in
                    // Of what is told twice the last counts.
                    call.setTokens(input: 1, output: 2).setTokens(input: 3, output: 4, cached: 5)
                        .setRequestParams(temperature: 0.5, stopSequences: ["a", "b"])
                        .setInputContent("question").setOutputContent("answer").setFinishReason("stop")
                        .addMetadata(["k": "1", "botanu.k": "2", "list": ["x", "y"], "n": 4_111_111_111_111_111])
                        .addMetadata(["k": "3", "": "nothing"])
                }
            }
            try Botanu.trackToolCall("lookup") { tool -> Void in
                tool.setInputContent("{}")
                throw Failure()
            }
            run.emitOutcome(valueType: "never reached")
        }
        let handle = Botanu.startToolCall("by hand")
        handle.addMetadata(["a": true])
        handle.end()
        handle.end()
        Botanu.trackToolCall("current") { _ in Botanu.setTokenUsage(input: 7, output: 8) }
    }
}
