import LogClient
import LogProtocol
import Logging
import Monitoring

/// Brings messages to the webhooks, beside the looks: an address that hangs holds up nobody.
actor Courier {
    private let folder: MonitorFolder
    private let webhook: HTTPWebhook
    /// Addresses come from the configuration alone: one that is gone there is told nothing.
    private let urls: [LogURL]
    private let now: @Sendable () -> UInt64
    private let logger: Logger
    /// What waits, as far as it was read. Owned by this actor; ``save()`` brings it to the disk.
    private var outbox: Outbox?
    /// The write that was begun last: each waits for the one before.
    private var newestSave: Task<Void, any Error>?
    private(set) var failureCount: UInt64 = 0

    /// How often it is looked for messages whose time has come.
    private static let pause = Duration.milliseconds(500)
    private static let names = ["outbox.json"]

    init(
        urls: [LogURL],
        folder: MonitorFolder,
        webhook: HTTPWebhook,
        now: @escaping @Sendable () -> UInt64,
        logger: Logger
    ) {
        self.urls = urls
        self.folder = folder
        self.webhook = webhook
        self.now = now
        self.logger = logger
    }

    /// How many messages wait, and how many were dropped because too many did.
    var counts: (waiting: Int, dropped: Int) {
        (self.outbox?.messages.count ?? 0, self.outbox?.droppedCount ?? 0)
    }

    /// Takes messages, each for every address; they are durable when this returns.
    func put(_ bodies: [String]) async throws {
        guard !bodies.isEmpty, !self.urls.isEmpty else { return }
        try await self.load()
        for body in bodies {
            self.outbox?.put(body, for: self.urls.map(\.text), at: self.now())
        }
        try await self.save()
    }

    /// Delivers until the task is cancelled.
    ///
    /// - Throws: What the monitor's own files throw.
    func run() async throws {
        while !Task.isCancelled {
            try await self.deliver()
            // Cancelled while it sleeps: the loop ends.
            try? await Task.sleep(for: Self.pause)
        }
    }

    /// Tells every address what is due, side by side.
    func deliver() async throws {
        try await self.load()
        let before = self.outbox
        self.outbox?.keep(only: self.urls.map(\.text))
        await withTaskGroup(of: Void.self) { group in
            for url in self.urls { group.addTask { await self.deliver(to: url) } }
        }
        if self.outbox != before { try await self.save() }
    }

    /// Tells one address until it does not take a message.
    private func deliver(to url: LogURL) async {
        while !Task.isCancelled, let message = self.outbox?.due(for: url.text, at: self.now()) {
            var problem: String?
            do throws(TransportError) {
                let status = try await self.webhook.post(Array(message.body.utf8), to: url)
                if !(200..<300).contains(status) { problem = "status \(status)" }
            } catch {
                problem = "\(error)"
            }
            self.outbox?.tried(message, wasTaken: problem == nil, at: self.now())
            guard let problem else { continue }
            self.failureCount += 1
            self.logger.warning(
                "A webhook did not take a message; it is tried again",
                metadata: ["url": "\(url)", "problem": "\(problem)"]
            )
        }
    }

    private func load() async throws {
        guard self.outbox == nil else { return }
        let bytes = try await self.folder.read(Self.names)
        // Somebody else may have read it meanwhile, and put something in.
        guard self.outbox == nil else { return }
        guard let bytes else {
            self.outbox = Outbox()
            return
        }
        guard let outbox = Outbox(parsing: bytes) else {
            throw ConfigurationError(
                "\(self.folder.path)/\(Self.names.joined()) is damaged; without it messages that wait "
                    + "are forgotten"
            )
        }
        self.outbox = outbox
    }

    /// Makes what waits durable, with all that came until the write begins.
    private func save() async throws {
        let previous = self.newestSave
        // Awaited below by whoever began it.
        let save = Task {
            _ = await previous?.result
            guard let bytes = try self.outbox?.bytes() else { return }
            try await self.folder.write([(Self.names, bytes)])
        }
        self.newestSave = save
        try await save.value
    }
}
