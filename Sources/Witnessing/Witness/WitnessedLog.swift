package import LogProtocol
package import SignedNotes

/// A log that a witness was told to cosign, as its configuration has it.
package struct WitnessedLog: Hashable, Sendable {
    /// What is checked before a head is cosigned.
    package enum Mode: String, Hashable, Sendable {
        /// Signature and consistency proof: what every C2SP witness checks.
        case light
        /// Also that both trees hold the same entries, which are all read and hashed here.
        case full
    }

    /// The origin of the SHA-256 tree.
    package let origin: String
    /// The keys that may sign the head of the SHA-256 tree. At least 1.
    package let keys: [VerifierKey]
    /// The keys that may sign the head of the SM3 sibling; empty for a log without one.
    package let sm3Keys: [VerifierKey]
    /// What is checked.
    package let mode: Mode

    /// Creates a description.
    ///
    /// - Throws: ``WitnessedLogError`` that names the rule which the parts break.
    package init(
        origin: String,
        keys: [VerifierKey],
        sm3Keys: [VerifierKey] = [],
        mode: Mode
    ) throws(WitnessedLogError) {
        guard (try? CheckpointText(parsing: "\(origin)\n0\n\(Self.anyRoot)\n")) != nil else {
            throw .origin(origin)
        }
        guard !keys.isEmpty else { throw .noKey(origin) }
        // SPEC: WITNESS-3, KEY-4: the suite follows from the kind of the key.
        for key in keys {
            guard key.algorithm == .ed25519 || key.algorithm == .cosignatureMLDSA44 else {
                throw .wrongKindOfKey(key.name)
            }
        }
        for key in sm3Keys where key.algorithm != .sm2 { throw .wrongKindOfKey(key.name) }
        let all = keys + sm3Keys
        for (position, key) in all.enumerated() {
            let isAmbiguous = all[..<position].contains {
                $0.keyID == key.keyID && $0.name.utf8.elementsEqual(key.name.utf8)
            }
            guard !isAmbiguous else { throw .keyTwice(key.name) }
        }
        if !sm3Keys.isEmpty || mode == .full {
            guard let twin = try? LogOrigin(origin) else { throw .origin(origin) }
            guard !sm3Keys.isEmpty else { throw .noSM3Key(origin) }
            for key in keys where !key.name.utf8.elementsEqual(twin.text.utf8) {
                throw .keyOfAnother(key.name, origin: twin.text)
            }
            for key in sm3Keys where !key.name.utf8.elementsEqual(twin.sm3Text.utf8) {
                throw .keyOfAnother(key.name, origin: twin.sm3Text)
            }
            guard keys.contains(where: { $0.algorithm == .ed25519 }) else {
                throw .noKey(origin)
            }
        }
        self.origin = origin
        self.keys = keys
        self.sm3Keys = sm3Keys
        self.mode = mode
    }

    /// The keys of a log that is checked in full, as its entries may change them; nil in light mode,
    /// where keys are those of the configuration.
    package var history: LogHistory? {
        guard self.mode == .full, let origin = try? LogOrigin(self.origin) else { return nil }
        return LogHistory(origin: origin, keys: self.keys + self.sm3Keys)
    }

    /// Whether the log may announce other keys, and nobody here reads its entries.
    package var followsKeysByHand: Bool { self.mode == .light && !self.sm3Keys.isEmpty }

    /// The origin of the SM3 sibling; nil for a log without one.
    package var sm3Origin: String? {
        self.sm3Keys.isEmpty ? nil : self.origin + LogOrigin.sm3Suffix
    }

    /// The base64 of 32 bytes, for the sake of a whole checkpoint.
    private static let anyRoot = Base64.encode([UInt8](repeating: 0, count: 32))
}

/// Why a log cannot be witnessed as it is configured.
package enum WitnessedLogError: Error, Hashable, Sendable {
    /// The origin has a space, a `+` or a control character, or is too long; or it is that of a log
    /// with two trees and reserved.
    case origin(String)
    /// There is no key for the SHA-256 tree.
    case noKey(String)
    /// A log is to be checked in full and has no key for its SM3 tree.
    case noSM3Key(String)
    /// The key is not of a kind that signs heads of the tree it stands for.
    case wrongKindOfKey(String)
    /// Two keys have one name and one key ID.
    case keyTwice(String)
    /// The key of a log with two trees has another name than the origin of its tree.
    case keyOfAnother(String, origin: String)
}

extension WitnessedLogError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .origin(let origin): "\(origin) cannot be the origin of such a log"
        case .noKey(let origin): "there is no Ed25519 key of \(origin)"
        case .noSM3Key(let origin):
            "there is no SM2 key of \(origin)/sm3, and full mode needs one"
        case .wrongKindOfKey(let name): "the key \(name) is of the wrong kind for its place"
        case .keyTwice(let name): "the key \(name) is there twice"
        case .keyOfAnother(let name, let origin):
            "the key is named \(name) and not \(origin), as that of such a log is"
        }
    }
}
