import Configuration
import Foundation
import SystemPackage

/// The settings of one run, from flags, environment and file.
struct Settings {
    private let reader: ConfigReader

    /// Reads the settings. `flags` holds those that were given on the command line.
    ///
    /// - Throws: ``SettingsError`` if the file cannot be read, or if the file or the environment
    ///   names a setting that does not exist.
    init(
        flags: [Setting: String],
        environment: [String: String],
        file: String?
    ) async throws {
        let known = Set(Setting.allCases.map(\.variable))
        let unknown = environment.keys.filter { $0.hasPrefix("CONCORDAT_") }
            .filter { !known.contains($0) }.sorted()
        guard unknown.isEmpty else { throw SettingsError.unknownVariables(unknown) }

        var providers: [any ConfigProvider] = [
            InMemoryProvider(
                name: "flags",
                values: flags.reduce(into: [:]) { values, flag in
                    values[AbsoluteConfigKey([flag.key.rawValue])] = ConfigValue(
                        .string(flag.value),
                        isSecret: false
                    )
                }
            ),
            EnvironmentVariablesProvider(environmentVariables: environment)
                .prefixKeys(with: "concordat"),
        ]
        if let file {
            try Self.checkKeys(ofFile: file)
            do {
                providers.append(
                    try await FileProvider<JSONSnapshot>(filePath: FilePath(file))
                )
            } catch {
                throw SettingsError.unreadableFile(file, reason: "\(error)")
            }
        }
        self.reader = ConfigReader(providers: providers)
    }

    /// Refuses a file with a key that is not a setting: a misspelt limit must not be a default.
    private static func checkKeys(ofFile path: String) throws {
        let content: Any
        do {
            content = try JSONSerialization.jsonObject(
                with: Data(contentsOf: URL(fileURLWithPath: path))
            )
        } catch {
            // Foundation tells where a mistake is in this place only.
            let position = (error as NSError).userInfo[NSDebugDescriptionErrorKey] as? String
            throw SettingsError.unreadableFile(path, reason: position ?? error.localizedDescription)
        }
        guard let object = content as? [String: Any] else {
            throw SettingsError.unreadableFile(path, reason: "it is not a JSON object")
        }
        let unknown = object.keys.filter { Setting(rawValue: $0) == nil }.sorted()
        guard unknown.isEmpty else { throw SettingsError.unknownKeys(unknown, file: path) }
        // A value of another type would be passed over, and a default used instead.
        let unusable = object.filter { !($0.value is String) && !Self.isWholeNumber($0.value) }
        guard unusable.isEmpty else {
            throw SettingsError.unusableValues(unusable.keys.sorted(), file: path)
        }
    }

    private static func isWholeNumber(_ value: Any) -> Bool {
        guard !(value is Bool), let number = value as? Double else { return false }
        return number == number.rounded()
    }

    /// A setting's text; nil if it is given nowhere.
    func text(_ setting: Setting) -> String? {
        // Numbers may stand as numbers in the file, and are text everywhere else.
        self.reader.string(forKey: ConfigKey([setting.rawValue]))
            ?? self.reader.int(forKey: ConfigKey([setting.rawValue])).map(String.init)
    }

    /// A setting's text.
    ///
    /// - Throws: ``SettingsError/missing(_:)``.
    func required(_ setting: Setting) throws -> String {
        guard let text = self.text(setting) else { throw SettingsError.missing(setting) }
        return text
    }

    /// A setting's number, at least `least`; nil if it is given nowhere.
    func count(_ setting: Setting, least: Int = 1) throws -> Int? {
        guard let text = self.text(setting) else { return nil }
        guard let count = Int(text), count >= least else {
            throw SettingsError.invalid(
                setting,
                text,
                expected: "a whole number of at least \(least)"
            )
        }
        return count
    }

    /// Whether a setting is on; false if it is given nowhere.
    func isOn(_ setting: Setting) throws -> Bool {
        switch self.text(setting) {
        case nil, "false"?: return false
        case "true"?: return true
        case let text?: throw SettingsError.invalid(setting, text, expected: "true or false")
        }
    }

    /// A setting's time span; nil if it is given nowhere.
    func duration(_ setting: Setting) throws -> Duration? {
        guard let text = self.text(setting) else { return nil }
        guard let duration = Duration(setting: text), duration > .zero else {
            throw SettingsError.invalid(setting, text, expected: "a time span such as 200ms or 1s")
        }
        return duration
    }
}

/// Why settings cannot be used.
enum SettingsError: Error, Equatable, CustomStringConvertible {
    case missing(Setting)
    case invalid(Setting, String, expected: String)
    case unknownVariables([String])
    case unknownKeys([String], file: String)
    case unusableValues([String], file: String)
    case unreadableFile(String, reason: String)

    var description: String {
        switch self {
        case .missing(let setting):
            "\(setting.flag) (or \(setting.variable), or \"\(setting.rawValue)\" in the "
                + "configuration file) is missing: \(setting.meaning)"
        case .invalid(let setting, let text, let expected):
            "\(setting.flag) is \"\(text)\" and must be \(expected)"
        case .unknownVariables(let names):
            "there is no setting for the environment variable "
                + names.joined(separator: ", ")
        case .unknownKeys(let keys, let file):
            "there is no setting \(keys.map { "\"\($0)\"" }.joined(separator: ", ")) (in \(file))"
        case .unusableValues(let keys, let file):
            "\(keys.map { "\"\($0)\"" }.joined(separator: ", ")) must be a text or a whole number "
                + "(in \(file))"
        case .unreadableFile(let file, let reason):
            "the configuration file \(file) cannot be used: \(reason)"
        }
    }
}

extension Duration {
    /// Reads a whole number with a unit: `ms`, `s`, `m` or `h`; nil for anything else.
    init?(setting text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int64(digits), count < 1 << 32 else { return nil }
        switch text.dropFirst(digits.count) {
        case "ms": self = .milliseconds(count)
        case "s": self = .seconds(count)
        case "m": self = .seconds(60 * count)
        case "h": self = .seconds(3_600 * count)
        default: return nil
        }
    }
}
