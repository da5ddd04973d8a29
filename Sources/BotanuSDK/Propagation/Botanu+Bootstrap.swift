import Logging
public import Tracing

extension Botanu {
    /// Installs a tracer whose spans are stamped with the run that they belong to, and what takes runs along with calls.
    ///
    /// It stands in place of `InstrumentationSystem.bootstrap`, which may be called once in a process: for applications
    /// that have a tracer of their own. Clients that keep the tracer that is there when they are made, as
    /// async-http-client does, must be made after it.
    ///
    /// - Parameter tracer: the tracer that spans are made by.
    /// - Returns: whether it was installed. If not, another was there before, which the log tells.
    @discardableResult
    public static func bootstrap(wrapping tracer: some Tracer) -> Bool {
        guard InstrumentationSystem.instrument is NoOpInstrument else {
            Runtime.logger.error("a tracer is bootstrapped already; Botanu.bootstrap(wrapping:) changes nothing")
            return false
        }
        let instrument = RunStampingTracer<_, Installed>(
            base: tracer,
            instrument: MultiplexInstrument([tracer, RunPropagator()])
        )
        InstrumentationSystem.bootstrap(instrument)
        if let tracer = tracer as? any DirectTracer { InstalledTracer.set(InstalledTracer(tracer, in: instrument)) }
        return true
    }
}
