import ArgumentParser
import LogClient
import SignedNotes

// What the commands take on the command line, in the one spelling that the formats have, too.

/// A suite, by its name.
struct SuiteArgument: ExpressibleByArgument {
    let suite: Suite

    init(_ suite: Suite) { self.suite = suite }

    init?(argument: String) {
        guard let suite = Suite(rawValue: argument) else { return nil }
        self.suite = suite
    }

    var defaultValueDescription: String { self.suite.rawValue }

    static var allValueStrings: [String] { Suite.allCases.map(\.rawValue) }
}

/// An index or a size: decimal, without leading zeros, below 2^64.
struct NumberArgument: ExpressibleByArgument {
    let value: UInt64

    init(_ value: UInt64) { self.value = value }

    var defaultValueDescription: String { "\(self.value)" }

    init?(argument: String) {
        guard let value = CanonicalDecimal.parse(argument) else { return nil }
        self.value = value
    }
}

/// A hash: 64 hexadecimal digits.
struct HashArgument: ExpressibleByArgument {
    let bytes: [UInt8]

    init?(argument: String) {
        guard let bytes = Hexadecimal.decode(argument), bytes.count == 32 else { return nil }
        self.bytes = bytes
    }
}

/// The prefix of a log.
struct LogArgument: ExpressibleByArgument {
    let url: LogURL

    init?(argument: String) {
        guard let url = LogURL(argument) else { return nil }
        self.url = url
    }
}

/// The prefix of a log, or a folder with its files.
struct LogSourceArgument: ExpressibleByArgument {
    let source: LogSource

    init?(argument: String) {
        guard let source = LogSource(argument) else { return nil }
        self.source = source
    }
}

/// A time to wait: a decimal number with `ms`, `s`, `m` or `h` behind it.
struct DurationArgument: ExpressibleByArgument {
    let duration: Duration

    init(_ duration: Duration) { self.duration = duration }

    var defaultValueDescription: String { "\(Int(self.duration / .seconds(1)))s" }

    init?(argument: String) {
        let digits = argument.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard let number = CanonicalDecimal.parse(digits), number <= 1_000_000 else { return nil }
        let count = Int(number)
        switch String(argument.dropFirst(digits.count)) {
        case "ms": self.duration = .milliseconds(count)
        case "s": self.duration = .seconds(count)
        case "m": self.duration = .seconds(60 * count)
        case "h": self.duration = .seconds(3_600 * count)
        default: return nil
        }
    }
}

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Flag(help: "Print JSON, one object a line.")
    var json = false
}
