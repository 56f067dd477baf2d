#define _GNU_SOURCE
#include "include/cprocess.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC (1U << 2)
#endif

// Between fork and exec, and in a child that only looks, another thread's locks may be held for ever:
// only async-signal-safe calls are allowed there. glibc's setuid and friends talk to all threads of
// the process, so the kernel is called directly; the child has one thread.

static int become(uid_t user, gid_t group) {
    if (syscall(SYS_setgroups, 0, NULL) != 0) return errno;
    if (syscall(SYS_setresgid, group, group, group) != 0) return errno;
    if (syscall(SYS_setresuid, user, user, user) != 0) return errno;
    return 0;
}

static void reset_signals(void) {
    struct sigaction standard;
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    for (int signal = 1; signal < NSIG; signal++) sigaction(signal, &standard, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

// Everything the child does before exec. Returns the errno of what failed.
static int prepare(const struct cprocess_options *options, pid_t parent) {
    if (setpgid(0, 0) != 0) return errno;
    umask(077);
    int null = open("/dev/null", O_RDWR);
    if (null < 0) return errno;
    int output = options->output >= 0 ? options->output : null;
    // The output may itself have a number below 3, and is not to be overwritten before it is copied.
    int copy = fcntl(output, F_DUPFD, 3);
    if (copy < 0 || dup2(null, 0) < 0 || dup2(copy, 1) < 0 || dup2(copy, 2) < 0) return errno;
    // Descriptors of other threads may lack O_CLOEXEC; a lock that postgres inherits would outlive us.
    if (syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC) != 0) {
        // A kernel before 5.11, or a sandbox that does not know the call.
        for (int descriptor = 3; descriptor < 4096; descriptor++) {
            fcntl(descriptor, F_SETFD, FD_CLOEXEC);
        }
    }
    if (options->changes_user) {
        int error = become(options->user, options->group);
        if (error != 0) return error;
    }
    if (options->directory != NULL && chdir(options->directory) != 0) return errno;
    // After the change of user, which clears it; and then the parent may be gone already.
    if (options->death_signal != 0) {
        if (prctl(PR_SET_PDEATHSIG, options->death_signal) != 0) return errno;
        if (getppid() != parent) return ESRCH;
    }
    return 0;
}

pid_t cprocess_spawn(const struct cprocess_options *options) {
    int report[2];
    if (pipe2(report, O_CLOEXEC) != 0) return -errno;
    // The report must not be on a number that the child's standard streams will take.
    if (report[1] < 3) {
        int moved = fcntl(report[1], F_DUPFD_CLOEXEC, 3);
        int error = errno;
        close(report[1]);
        if (moved < 0) {
            close(report[0]);
            return -error;
        }
        report[1] = moved;
    }
    pid_t parent = getpid();
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t child = fork();
    if (child == 0) {
        reset_signals();
        int error = prepare(options, parent);
        if (error == 0) {
            execve(options->path, options->arguments, options->environment);
            error = errno;
        }
        (void)!write(report[1], &error, sizeof error);
        _exit(127);
    }
    int fork_error = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(report[1]);
    if (child < 0) {
        close(report[0]);
        return -fork_error;
    }
    int error = 0;
    ssize_t count;
    do count = read(report[0], &error, sizeof error);
    while (count < 0 && errno == EINTR);
    close(report[0]);
    if (count == (ssize_t)sizeof error) {
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
        return -error;
    }
    return child; // the pipe was closed by exec
}

int cprocess_first_unsearchable(const char *const *directories, int count, int changes_user,
                                uid_t user, gid_t group) {
    int report[2];
    if (pipe2(report, O_CLOEXEC) != 0) return -2;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t child = fork();
    if (child == 0) {
        int first = changes_user && become(user, group) != 0 ? -2 : -1;
        for (int index = 0; first == -1 && index < count; index++) {
            if (chdir(directories[index]) != 0) first = index;
        }
        (void)!write(report[1], &first, sizeof first);
        _exit(0);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(report[1]);
    int first = -2;
    if (child > 0) {
        ssize_t count_read;
        do count_read = read(report[0], &first, sizeof first);
        while (count_read < 0 && errno == EINTR);
        if (count_read != (ssize_t)sizeof first) first = -2;
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
    }
    close(report[0]);
    return first;
}

int cprocess_wait_until_ended(pid_t child) {
    siginfo_t info;
    while (waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT) != 0) {
        if (errno != EINTR) return errno;
    }
    return 0;
}

int cprocess_reap(pid_t child) {
    int status;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) return -errno;
    }
    return WIFSIGNALED(status) ? 256 + WTERMSIG(status) : WEXITSTATUS(status);
}

int cprocess_lock(int descriptor) {
    while (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EINTR) return errno;
    }
    return 0;
}

void cprocess_unlock(int descriptor) { flock(descriptor, LOCK_UN); }

int cprocess_memory_file(void) { return memfd_create("cprocess", MFD_CLOEXEC); }

static int remove_in(int parent, const char *name) {
    if (unlinkat(parent, name, 0) == 0 || errno == ENOENT) return 0;
    if (errno != EISDIR && errno != EPERM) return errno;
    int descriptor = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0) return errno == ENOENT ? 0 : errno;
    DIR *directory = fdopendir(descriptor);
    if (directory == NULL) {
        int error = errno;
        close(descriptor);
        return error;
    }
    int error = 0;
    struct dirent *entry;
    while (error == 0 && (entry = readdir(directory)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        error = remove_in(descriptor, entry->d_name);
    }
    closedir(directory);
    if (error != 0) return error;
    return unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOENT ? 0 : errno;
}

int cprocess_remove_tree(const char *path) { return remove_in(AT_FDCWD, path); }

int cprocess_flush_file_system(int descriptor) { return syncfs(descriptor) == 0 ? 0 : errno; }

void cprocess_keep_freed_memory(int limit) {
    mallopt(M_TRIM_THRESHOLD, limit);
    mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the largest that glibc takes
    mallopt(M_TOP_PAD, limit / 16);
}
