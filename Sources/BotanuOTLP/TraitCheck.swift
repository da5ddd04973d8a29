#if !OTLP
    #error("BotanuOTLP needs the package trait 'OTLP': add it to the traits of this package in Package.swift.")
#endif
