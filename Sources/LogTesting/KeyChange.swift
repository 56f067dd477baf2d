import CryptoSuites
import LogProtocol
public import Records
public import SignedNotes

/// Makes statements that a log's keys or its policy change, sound ones and others.
public struct KeyChange: Sendable {
    /// The log.
    public let origin: LogOrigin
    /// The keys that the log begins with.
    public let first: (ed25519: Ed25519NoteSigner, sm2: SM2NoteSigner)
    /// Keys that take over.
    public let next: (ed25519: Ed25519NoteSigner, sm2: SM2NoteSigner)
    /// Keys that could take over as well.
    public let other: (ed25519: Ed25519NoteSigner, sm2: SM2NoteSigner)

    /// Makes keys of a log.
    public init(origin: String = "log.example/test") throws {
        self.origin = try LogOrigin(origin)
        self.first = try Self.pair(self.origin)
        self.next = try Self.pair(self.origin)
        self.other = try Self.pair(self.origin)
    }

    /// Makes keys that follow those of a log.
    public init(after first: (ed25519: Ed25519NoteSigner, sm2: SM2NoteSigner)) throws {
        self.origin = try LogOrigin(first.ed25519.verifierKey.name)
        self.first = first
        self.next = try Self.pair(self.origin)
        self.other = try Self.pair(self.origin)
    }

    private static func pair(
        _ origin: LogOrigin
    ) throws -> (ed25519: Ed25519NoteSigner, sm2: SM2NoteSigner) {
        (
            try Ed25519NoteSigner(name: origin.text, privateKey: .generate()),
            try SM2NoteSigner(name: origin.sm3Text, privateKey: .generate())
        )
    }

    /// The first keys, Ed25519 before SM2.
    public var firstKeys: [VerifierKey] {
        [self.first.ed25519.verifierKey, self.first.sm2.verifierKey]
    }

    /// Who signs with a key that is not among the first.
    public func signer(of key: VerifierKey) throws -> any NoteSigner {
        let all: [any NoteSigner] = [
            self.next.ed25519, self.next.sm2, self.other.ed25519, self.other.sm2,
        ]
        struct Unknown: Error {}
        guard let signer = all.first(where: { $0.verifierKey == key }) else { throw Unknown() }
        return signer
    }

    /// The body of a statement that `new` comes into the place of `old` from a size on, in this log or
    /// in another one.
    public func body(
        _ old: any NoteSigner,
        by new: any NoteSigner,
        from size: UInt64,
        of origin: String? = nil
    ) -> JSONValue {
        [
            "origin": .string(origin ?? self.origin.text), "action": .string("replace"),
            "suite": .string(new.verifierKey.algorithm.suite.rawValue),
            "new_vkey": .string(new.verifierKey.description),
            "old_vkey": .string(old.verifierKey.description),
            "effective_size": .integer(Int64(clamping: size)), "reason": .string("scheduled"),
        ]
    }

    /// An entry with a body, signed by these.
    public func entry(
        _ body: JSONValue,
        class recordClass: String = "key-event",
        signedBy signers: [any NoteSigner]
    ) throws -> [UInt8] {
        try PublicStatement(
            recordClass: recordClass,
            body: body,
            recorded: RecordTime(seconds: 1_795_428_000)
        ).signed(by: signers, at: 1_795_428_000).bytes
    }

    /// A sound entry: the first Ed25519 key is replaced.
    public func ed25519(from size: UInt64) throws -> [UInt8] {
        try self.entry(
            self.body(self.first.ed25519, by: self.next.ed25519, from: size),
            signedBy: [self.first.ed25519, self.first.sm2, self.next.ed25519]
        )
    }

    /// A sound entry: the SM2 key is replaced. `ed25519` is the key of the other suite just before.
    public func sm2(
        from size: UInt64,
        beside ed25519: Ed25519NoteSigner? = nil
    ) throws -> [UInt8] {
        try self.entry(
            self.body(self.first.sm2, by: self.next.sm2, from: size),
            signedBy: [ed25519 ?? self.first.ed25519, self.first.sm2, self.next.sm2]
        )
    }

    /// A sound entry about the policy.
    public func policy(_ text: String, from size: UInt64) throws -> [UInt8] {
        try self.entry(
            [
                "origin": .string(self.origin.text), "policy": .string(text),
                "effective_size": .integer(Int64(clamping: size)),
            ],
            class: "policy-event",
            signedBy: [self.first.ed25519, self.first.sm2]
        )
    }
}
