import BotanuSDK
import NIOSSL

/// How connections are secured: certificates from PEM files, or what the system trusts.
enum TLS {
    static func configuration(_ options: OTLPOptions) throws(ExporterError) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let path = options.certificateFile {
            guard let roots = try? NIOSSLCertificate.fromPEMFile(path), !roots.isEmpty else {
                throw .certificate(path)
            }
            configuration.trustRoots = .certificates(roots)
        }
        switch (options.clientCertificateFile, options.clientKeyFile) {
        case (nil, nil): break
        case (let certificate?, let key?):
            guard let chain = try? NIOSSLCertificate.fromPEMFile(certificate), !chain.isEmpty else {
                throw .certificate(certificate)
            }
            guard let key = try? NIOSSLPrivateKey(file: key, format: .pem) else { throw .key(key) }
            configuration.certificateChain = chain.map { .certificate($0) }
            configuration.privateKey = .privateKey(key)
        default: throw .halfClientCertificate
        }
        return configuration
    }
}
