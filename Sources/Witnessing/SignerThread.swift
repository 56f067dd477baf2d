internal import Glibc

/// A serial executor with a thread of its own, for actors that wait for disks and sockets.
///
/// The cooperative pool has one thread a core; what blocks there stops everybody. The thread runs
/// until ``stop()``, which the actor that owns it calls when it goes.
final class SignerThread: SerialExecutor, @unchecked Sendable {
    // Unchecked: `jobs` and `isStopping` are guarded by `mutex`.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let wakeUp: UnsafeMutablePointer<pthread_cond_t>
    private var jobs: [UnownedJob] = []
    private var isStopping = false

    /// Starts the thread.
    init() {
        self.mutex = .allocate(capacity: 1)
        self.wakeUp = .allocate(capacity: 1)
        pthread_mutex_init(self.mutex, nil)
        pthread_cond_init(self.wakeUp, nil)
        Self.start { self.runJobs() }
    }

    deinit {
        pthread_cond_destroy(self.wakeUp)
        pthread_mutex_destroy(self.mutex)
        self.wakeUp.deallocate()
        self.mutex.deallocate()
    }

    /// Runs `body` on a new thread, which ends with it.
    ///
    /// A process that cannot start a thread cannot do its work, and traps.
    static func start(_ body: @escaping @Sendable () -> Void) {
        final class Work {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var thread = pthread_t()
        let code = pthread_create(
            &thread,
            nil,
            { raw in
                guard let raw else { return nil }
                Unmanaged<Work>.fromOpaque(raw).takeRetainedValue().body()
                return nil
            },
            Unmanaged.passRetained(Work(body)).toOpaque()
        )
        precondition(code == 0, "a thread can be started")
        pthread_detach(thread)
    }

    /// Ends the thread after the jobs that are waiting. There must be no more.
    func stop() {
        pthread_mutex_lock(self.mutex)
        self.isStopping = true
        pthread_mutex_unlock(self.mutex)
        pthread_cond_signal(self.wakeUp)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        pthread_mutex_lock(self.mutex)
        precondition(!self.isStopping, "an actor that is gone has no jobs")
        self.jobs.append(job)
        pthread_mutex_unlock(self.mutex)
        pthread_cond_signal(self.wakeUp)
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    private func runJobs() {
        var batch: [UnownedJob] = []
        while true {
            pthread_mutex_lock(self.mutex)
            while self.jobs.isEmpty && !self.isStopping {
                pthread_cond_wait(self.wakeUp, self.mutex)
            }
            swap(&batch, &self.jobs)
            pthread_mutex_unlock(self.mutex)
            if batch.isEmpty { return }
            for job in batch { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
            batch.removeAll(keepingCapacity: true)
        }
    }
}
