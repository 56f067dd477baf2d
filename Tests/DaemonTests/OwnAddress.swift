/// Addresses of this machine that one test has to itself.
///
/// A program that comes back has to find its port free. On an address that others use, anybody's connection may have taken it
/// meanwhile.
enum OwnAddress {
    /// Any of 127.0.0.0/8 is this machine, and what nobody else uses is free on all ports.
    static func any() -> String {
        "127." + (0..<3).map { _ in "\(UInt8.random(in: 1...254))" }.joined(separator: ".")
    }
}
