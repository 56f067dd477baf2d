/// Why a measurement is void.
enum BenchError: Error {
    /// Standard input asks for something else.
    case unknownCase(String)
    /// This processor cannot run the kernel.
    case noKernel(String)
    /// OpenSSL has no such hash.
    case noDigest(String)
    /// The server did not do what it was asked.
    case refused(String)
    /// The log does not have what it acknowledged.
    case lost(acknowledged: UInt64, size: UInt64)
}
