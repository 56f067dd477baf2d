import Testing

/// What the program says about itself.
@Suite struct HelpTests {
    private static let commands: [[String]] = [
        [], ["serve"], ["signer"], ["migrate"], ["doctor"], ["recover"], ["log"],
        ["log", "create"], ["keys"], ["keys", "list"], ["keys", "add-sth-key"], ["fsck"],
        ["token"], ["token", "new"],
    ]

    @Test(arguments: Self.commands) func helpIsThere(_ command: [String]) async throws {
        let house = try House(empty: "help")
        let run = try await house.run(command + ["--help"])
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("OVERVIEW: "), "\(run.output.prefix(100))")
        let name = (["concordatd"] + command).joined(separator: " ")
        #expect(run.output.contains("USAGE: \(name)"))
        // A folder of commands shows its commands; a command shows itself at work.
        if !["log", "keys", "token"].contains(command.joined(separator: " ")) {
            let example = command.isEmpty ? "  concordatd serve --data" : "  \(name) --"
            let spaced = run.output.replacing(#/ +/#) { $0.0.count > 1 ? "  " : " " }
            #expect(spaced.contains(example), "no example of \(name): \(run.output)")
        } else {
            #expect(run.output.contains("SUBCOMMANDS:"))
        }
    }

    @Test func theVersionIsThere() async throws {
        let run = try await House(empty: "version").run(["--version"])
        #expect(run.status == 0)
        #expect(run.output.wholeMatch(of: #/concordatd \d+\.\d+\.\d+\n/#) != nil, "\(run.output)")
    }

    @Test(arguments: [["srve"], ["serve", "--dta", "x"], ["log", "create"], ["serve", "extra"]])
    func wrongUsageHasItsOwnStatus(_ arguments: [String]) async throws {
        let run = try await House(empty: "usage").run(arguments)
        #expect(run.status == 64, "\(run.output)")
        #expect(run.output.contains("Error: "))
    }
}
