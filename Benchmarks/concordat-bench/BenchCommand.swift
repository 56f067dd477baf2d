import Foundation

/// `concordat-bench DIR`: measures what it is told to, one case a line of standard input, and prints
/// one line of JSON for each.
///
/// `DIR` is new and gets a private cluster with all of PostgreSQL's durability. What the figures are
/// compared with, how often, and how quiet the machine was, is `Benchmarks/bench.py`'s business.
@main
enum BenchCommand {
    static func main() async throws {
        guard CommandLine.arguments.count == 2, CommandLine.arguments[1].hasPrefix("/") else {
            print("usage: concordat-bench /ABSOLUTE/NEW/FOLDER < CASES")
            print("cases: \(BenchCase.allCases.map(\.rawValue).joined(separator: ", "))")
            exit(64)
        }
        do {
            try await Self.measure(in: CommandLine.arguments[1])
        } catch {
            try FileHandle.standardError.write(contentsOf: Array("\(error)\n".utf8))
            exit(1)
        }
    }

    private static func measure(in folder: String) async throws {
        let stand = try await BenchStand(folder: folder)
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            while let line = readLine() {
                guard let name = BenchCase(rawValue: line) else {
                    throw BenchError.unknownCase(line)
                }
                let measurement = try await stand.measure(name)
                let output = try encoder.encode(measurement) + [UInt8(ascii: "\n")]
                try FileHandle.standardOutput.write(contentsOf: output)
            }
        } catch {
            await stand.stop()
            throw error
        }
        await stand.stop()
    }
}
