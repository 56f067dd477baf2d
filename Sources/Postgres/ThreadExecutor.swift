internal import Glibc

/// A serial executor that owns one operating-system thread.
///
/// Blocking calls (libpq, `waitpid`, `fsync`) made by an actor on this executor park this thread
/// and no other; the cooperative pool has one thread a core, and two parked ones stop a small
/// machine. The thread ends after ``shutdown()``, not when the last reference goes away.
public final class ThreadExecutor: SerialExecutor, @unchecked Sendable {
    // Unchecked: `jobs`, `isStopping` and `thread` are guarded by `mutex`.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var jobs: [UnownedJob] = []
    private var isStopping = false
    private var thread: pthread_t?
    private let name: String

    /// Starts the thread. The kernel shows the first 15 bytes of `name`.
    public init(name: String) {
        self.name = name
        self.mutex = .allocate(capacity: 1)
        self.condition = .allocate(capacity: 1)
        pthread_mutex_init(self.mutex, nil)
        pthread_cond_init(self.condition, nil)
        self.jobs.reserveCapacity(16)
        OwnedThread.start(name: name) { [self] in self.loop() }
    }

    deinit {
        pthread_cond_destroy(self.condition)
        pthread_mutex_destroy(self.mutex)
        self.condition.deallocate()
        self.mutex.deallocate()
    }

    /// Ends the thread once the jobs already enqueued are done. May be called on the thread itself.
    ///
    /// Only the owner of the last actor on this executor may call it: a later job has no thread to
    /// run on, and traps.
    public func shutdown() {
        pthread_mutex_lock(self.mutex)
        self.isStopping = true
        pthread_mutex_unlock(self.mutex)
        pthread_cond_signal(self.condition)
    }

    /// Puts `job` at the end of the queue.
    public func enqueue(_ job: consuming ExecutorJob) {
        let unowned = UnownedJob(job)
        pthread_mutex_lock(self.mutex)
        precondition(!self.isStopping, "a job was enqueued on an executor that was shut down")
        let wasEmpty = self.jobs.isEmpty
        self.jobs.append(unowned)
        pthread_mutex_unlock(self.mutex)
        if wasEmpty { pthread_cond_signal(self.condition) }
    }

    /// This executor, as an actor's `unownedExecutor` wants it.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    /// Traps unless the caller runs on this executor's thread.
    public func checkIsolated() {
        pthread_mutex_lock(self.mutex)
        let thread = self.thread
        pthread_mutex_unlock(self.mutex)
        let isHere = thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false
        precondition(isHere, "expected to run on the thread \(self.name)")
    }

    private func loop() {
        var batch: [UnownedJob] = []
        batch.reserveCapacity(16)
        pthread_mutex_lock(self.mutex)
        self.thread = pthread_self()
        pthread_mutex_unlock(self.mutex)
        while true {
            pthread_mutex_lock(self.mutex)
            while self.jobs.isEmpty && !self.isStopping {
                pthread_cond_wait(self.condition, self.mutex)
            }
            swap(&batch, &self.jobs)
            pthread_mutex_unlock(self.mutex)
            if batch.isEmpty { return }
            for job in batch { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
            batch.removeAll(keepingCapacity: true)
        }
    }
}
