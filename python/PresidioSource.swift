/// The Python side, embedded in the binary: nothing to find at run time.
package enum PresidioSource {
    /// One text that defines what `presidio_bridge.py` does, and makes the modules that it imports.
    package static let module: [UInt8] = {
        let modules = [
            ("presidio_worker", PackageResources.presidio_worker_py),
            ("presidio_words", PackageResources.presidio_words_py),
            ("presidio_spans", PackageResources.presidio_spans_py),
            ("presidio_casing", PackageResources.presidio_casing_py),
            ("presidio_patterns", PackageResources.presidio_patterns_py),
            ("presidio_context", PackageResources.presidio_context_py),
            ("presidio_mending", PackageResources.presidio_mending_py),
        ]
        // Each is complete before it can be imported: others may do the same at the same time.
        var text = """
            import sys, types
            def load(name, source):
                if getattr(sys.modules.get(name), "embedded", None) != source:
                    module = types.ModuleType(name)
                    module.embedded = source
                    exec(compile(source, name + ".py", "exec"), module.__dict__)
                    sys.modules[name] = module

            """
        for (name, source) in modules { text += "load(\"\(name)\", \(literal(source)))\n" }
        text += "exec(compile(\(literal(PackageResources.presidio_bridge_py)), \"presidio_bridge.py\", \"exec\"))\n"
        return Array(text.utf8)
    }()

    /// A text as a literal of Python.
    private static func literal(_ source: [UInt8]) -> String {
        var literal = "\""
        for scalar in String(decoding: source, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\\", "\"": literal += "\\\(scalar)"
            case "\n": literal += "\\n"
            default: literal.unicodeScalars.append(scalar)
            }
        }
        return literal + "\""
    }
}
