#include <libpq-fe.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

// Swift does not import character macros: the field codes of PQresultErrorField as constants.
static const int PQ_DIAG_SEVERITY = PG_DIAG_SEVERITY_NONLOCALIZED;
static const int PQ_DIAG_SQLSTATE = PG_DIAG_SQLSTATE;
static const int PQ_DIAG_MESSAGE_PRIMARY = PG_DIAG_MESSAGE_PRIMARY;
static const int PQ_DIAG_MESSAGE_DETAIL = PG_DIAG_MESSAGE_DETAIL;
static const int PQ_DIAG_CONSTRAINT_NAME = PG_DIAG_CONSTRAINT_NAME;
static const int PQ_DIAG_SOURCE_FUNCTION = PG_DIAG_SOURCE_FUNCTION;

// Two calls that Swift's Glibc module lacks (prctl is variadic, eventfd has no header there).

// Names the calling thread; the kernel keeps the first 15 bytes.
static inline int clibpq_name_thread(const char *name) { return prctl(PR_SET_NAME, name); }

// A descriptor that becomes readable once 8 bytes (a counter above 0) are written to it, or -1.
static inline int clibpq_wake_descriptor(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }
