#if !SDK
    #error("BotanuSDK needs the package trait 'SDK': add it to the traits of this package in Package.swift.")
#endif
