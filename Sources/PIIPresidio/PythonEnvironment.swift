public import Foundation

/// A Python that was found: which library is loaded, and for which interpreter's packages.
public struct PythonEnvironment: Sendable, Hashable {
    /// The interpreter, whose packages are used.
    public let interpreter: String
    /// The shared library of that interpreter.
    public let library: String
    public let version: String
    /// Why this one was chosen.
    public let reason: String
    /// Whether Presidio and spaCy are installed in it.
    public let hasPresidio: Bool
}

/// Why there is no Python to use, in words for the log.
public struct PythonAbsence: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String
}

extension PythonEnvironment {
    /// Looks for a Python with Presidio: the one that is asked for, or the first of `BOTANU_PYTHON`, an active virtual
    /// environment, the one that `scripts/setup-presidio` makes, and the interpreters on the path.
    ///
    /// It runs each to ask for its library, for a few seconds at most.
    ///
    /// - Throws: ``PythonAbsence`` with what was tried and why it would not do.
    public static func find(
        _ wanted: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(PythonAbsence) -> PythonEnvironment {
        var tried: [String] = []
        for (path, reason, isWanted) in candidates(wanted, environment) {
            if path == "none" { throw PythonAbsence(description: "Python is switched off (\(reason))") }
            do throws(PythonAbsence) {
                let found = try probe(interpreter(path), reason: reason)
                if found.hasPresidio { return found }
                throw PythonAbsence(description: "Python \(found.version) has no presidio-analyzer")
            } catch {
                tried.append("\(reason): \(error)")
                // What somebody asked for is not replaced by something else.
                if isWanted { break }
            }
        }
        throw PythonAbsence(
            description: tried.isEmpty
                ? "no Python was found; scripts/setup-presidio installs what is needed"
                : tried.joined(separator: "; ")
        )
    }

    /// Whether there is to be no Python, whatever is installed.
    static func isSwitchedOff(
        _ wanted: String?,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> Bool {
        (wanted ?? environment["BOTANU_PYTHON"]) == "none"
    }

    /// Where `scripts/setup-presidio` puts its environment.
    static func home(_ environment: [String: String]) -> String? {
        if let data = environment["XDG_DATA_HOME"], !data.isEmpty { return data + "/pii-scrub/presidio" }
        return environment["HOME"].map { $0 + "/.local/share/pii-scrub/presidio" }
    }

    private static func candidates(
        _ wanted: String?,
        _ environment: [String: String]
    ) -> [(path: String, reason: String, isWanted: Bool)] {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        if let wanted { return [(wanted, "presidio.python", true)] }
        if let path = value("BOTANU_PYTHON") { return [(path, "BOTANU_PYTHON", true)] }
        var candidates: [(path: String, reason: String, isWanted: Bool)] = []
        if let path = value("VIRTUAL_ENV") { candidates.append((path, "VIRTUAL_ENV", false)) }
        if let path = home(environment), FileManager.default.fileExists(atPath: path) {
            candidates.append((path, "scripts/setup-presidio", false))
        }
        for folder in (value("PATH") ?? "").split(separator: ":") {
            let path = "\(folder)/python3"
            if FileManager.default.isExecutableFile(atPath: path) { candidates.append((path, path, false)) }
        }
        return candidates
    }

    /// The interpreter of a virtual environment, or itself.
    private static func interpreter(_ path: String) -> String {
        let inner = path + "/bin/python"
        return FileManager.default.isExecutableFile(atPath: inner) ? inner : path
    }

    private struct Answer: Decodable {
        var version: String
        var libraries: [String]
        var presidio: Bool
    }

    /// What an interpreter says of itself. `-I` keeps the working directory and the environment out of it.
    private static let question = """
        import importlib.util, json, os, sys, sysconfig
        get = sysconfig.get_config_var
        names = [name for name in (get("INSTSONAME"), get("LDLIBRARY")) if name and ".so" in name or name and ".dylib" in name]
        folders = [get("LIBDIR"), os.path.join(get("LIBDIR") or "", get("MULTIARCH") or ""), os.path.join(sys.base_prefix, "lib")]
        libraries = [os.path.join(folder, name) for name in names for folder in folders if folder]
        if get("PYTHONFRAMEWORKPREFIX"):
            libraries.append(os.path.join(get("PYTHONFRAMEWORKPREFIX"), get("LDLIBRARY") or ""))
        print(json.dumps({
            "version": "%d.%d.%d" % sys.version_info[:3],
            "libraries": [path for path in libraries if os.path.isfile(path)],
            "presidio": all(importlib.util.find_spec(name) for name in ("presidio_analyzer", "spacy")),
        }))
        """

    private static func probe(_ interpreter: String, reason: String) throws(PythonAbsence) -> PythonEnvironment {
        guard FileManager.default.isExecutableFile(atPath: interpreter) else {
            throw PythonAbsence(description: "there is no interpreter")
        }
        guard let output = Subprocess.output(of: interpreter, ["-I", "-c", question], within: .seconds(10)),
            let answer = try? JSONDecoder().decode(Answer.self, from: output)
        else { throw PythonAbsence(description: "the interpreter does not answer") }
        let parts = answer.version.split(separator: ".").compactMap { Int($0) }
        guard parts.count == 3, parts[0] == 3, parts[1] >= 9 else {
            throw PythonAbsence(description: "Python \(answer.version) is older than 3.9")
        }
        guard let library = answer.libraries.first else {
            throw PythonAbsence(description: "Python \(answer.version) was built without a shared library")
        }
        return PythonEnvironment(
            interpreter: interpreter,
            library: library,
            version: answer.version,
            reason: reason,
            hasPresidio: answer.presidio
        )
    }
}
