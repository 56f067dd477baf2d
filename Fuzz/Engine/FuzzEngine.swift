import Glibc

/// What libFuzzer calls. Which target it tries is in the environment variable `FUZZ_TARGET`.
enum FuzzEngine {
    /// The target of this process.
    static let target: any FuzzTarget.Type = {
        let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
        guard let target = FuzzTargets.named(name) else {
            stop("FUZZ_TARGET is none of \(FuzzTargets.all.map { $0.name }.joined(separator: " "))")
        }
        return target
    }()

    /// Prints each target's name and the length of its longest input.
    static func list() {
        for target in FuzzTargets.all {
            self.say("\(target.name) \(target.maximumByteCount)", to: STDOUT_FILENO)
        }
    }

    /// Writes the target's seeds and dictionary into a folder.
    static func writeSeeds(to folder: String) throws {
        for (number, seed) in try self.target.seeds().enumerated() {
            try self.write(seed, to: "\(folder)/seed-\(number)")
        }
        let entries = self.target.words.map { word in
            let digits = word.utf8.map { byte in
                "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
            return "\"\(digits.joined())\"\n"
        }
        try self.write(Array(entries.joined().utf8), to: "\(folder)/words.dict")
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        guard let file = fopen(path, "w") else {
            throw FuzzFinding(
                description: "cannot write \(path): \(String(cString: strerror(errno)))"
            )
        }
        let count = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, count == bytes.count else {
            throw FuzzFinding(description: "cannot write all of \(path)")
        }
    }

    /// Ends the process: a question that it cannot answer.
    static func stop(_ message: String) -> Never {
        self.say(message)
        // Without the hooks for the exit, where libFuzzer would call it a finding.
        _exit(64)
    }

    /// Ends the process in the way that makes libFuzzer keep the input.
    static func report(_ finding: any Error) -> Never {
        self.say("FINDING in \(self.target.name): \(finding)")
        abort()
    }

    private static func say(_ message: String, to file: CInt = STDERR_FILENO) {
        let line = Array("\(message)\n".utf8)
        _ = Glibc.write(file, line, line.count)
    }
}

@_cdecl("LLVMFuzzerInitialize")
func initializeFuzzer(_ count: OpaquePointer?, _ arguments: OpaquePointer?) -> CInt {
    if getenv("FUZZ_LIST") != nil {
        FuzzEngine.list()
        _exit(0)
    }
    if let folder = getenv("FUZZ_SEEDS") {
        do { try FuzzEngine.writeSeeds(to: String(cString: folder)) } catch {
            FuzzEngine.stop("\(error)")
        }
        _exit(0)
    }
    // Asked for now, so that a wrong name is told at once.
    _ = FuzzEngine.target
    return 0
}

@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    do {
        // -1 would keep refused inputs out of the corpus; they are worth keeping.
        _ = try FuzzEngine.target.accepts(input)
    } catch {
        FuzzEngine.report(error)
    }
    return 0
}
