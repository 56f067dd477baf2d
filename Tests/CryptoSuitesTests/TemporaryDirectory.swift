import Glibc

/// A directory for one test, with the files in it; gone when the test is over.
struct TemporaryDirectory: ~Copyable {
    let path: String

    init() throws {
        var template = Array("/tmp/crypto-suites-XXXXXX".utf8CString)
        let made = mkdtemp(&template) != nil
        guard made else { throw SystemFailure(call: "mkdtemp", errno: errno) }
        self.path = String(
            decoding: template.dropLast().map(UInt8.init(bitPattern:)),
            as: UTF8.self
        )
    }

    deinit {
        if let directory = opendir(self.path) {
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                // Fails for "." and "..".
                unlink("\(self.path)/\(name)")
            }
            closedir(directory)
        }
        rmdir(self.path)
    }

    func path(of name: String) -> String { "\(self.path)/\(name)" }

    /// Writes a file as it stands, with no care for secrets.
    @discardableResult
    func write(_ bytes: [UInt8], to name: String, mode: mode_t = 0o600) throws -> String {
        let path = self.path(of: name)
        guard let file = fopen(path, "w") else { throw SystemFailure(call: "fopen", errno: errno) }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count, fchmod(fileno(file), mode) == 0
        else { throw SystemFailure(call: "fwrite", errno: errno) }
        return path
    }

    func read(_ name: String) throws -> [UInt8] {
        guard let file = fopen(self.path(of: name), "r") else {
            throw SystemFailure(call: "fopen", errno: errno)
        }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 100_000)
        bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
        return bytes
    }
}

struct SystemFailure: Error {
    let call: String
    let errno: Int32
}
