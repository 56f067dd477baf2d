#pragma once

#include <sys/types.h>

// Starting processes, and a few calls that Swift's Glibc module lacks. Swift forbids fork(), and
// nothing it offers runs code between fork and exec, where the death signal must be set.

struct cprocess_options {
    const char *path;         // absolute
    char *const *arguments;   // NULL-terminated, the program's name first
    char *const *environment; // NULL-terminated
    const char *directory;    // where to change to, or NULL
    int changes_user;         // whether to become `user` and `group`, with no other groups
    uid_t user;
    gid_t group;
    // Sent to the child when the THREAD that started it ends; 0 for none. So the thread must live as
    // long as the child shall.
    int death_signal;
    int output; // becomes standard output and error; -1 for /dev/null
};

// Starts a process in a process group of its own, with standard input from /dev/null, no other open
// descriptor, default signals and umask 077. Returns its id, or -errno if it could not be started.
pid_t cprocess_spawn(const struct cprocess_options *options);

// Which of `count` directories a user may not pass through: the index of the first, -1 if none,
// -2 if it cannot be found out.
int cprocess_first_unsearchable(const char *const *directories, int count, int changes_user,
                                uid_t user, gid_t group);

// Waits until a child has ended and leaves it to be reaped, so that its id stays taken. 0 or errno.
int cprocess_wait_until_ended(pid_t child);

// Reaps an ended child. Returns its exit status, or 256 plus the signal that killed it, or -errno.
int cprocess_reap(pid_t child);

// Locks a file for this open descriptor alone. 0, or errno: EWOULDBLOCK if somebody else has it.
int cprocess_lock(int descriptor);

// Gives the lock up at once. Closing alone does so only when the last copy of the descriptor is
// closed, and a child between fork and exec has one.
void cprocess_unlock(int descriptor);

// An anonymous file in memory, or -1.
int cprocess_memory_file(void);

// Removes a file or a whole tree, never following a symbolic link: its owner is not trusted by the
// caller. 0 or errno; 0 if it is not there.
int cprocess_remove_tree(const char *path);

// Makes everything durable that was written to the file system on which `descriptor` lies. Returns 0 or
// an errno. One flush of the disk, however many files.
int cprocess_flush_file_system(int descriptor);

// Keeps up to `limit` bytes of freed memory for the next allocations instead of giving each large buffer
// back: the operating system would clear its pages again every time.
void cprocess_keep_freed_memory(int limit);
