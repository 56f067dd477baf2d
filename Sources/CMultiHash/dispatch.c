// Which kernels this processor has, and which of them serves.

#include "internal.h"

#include <stdatomic.h>

#if MH_X86
#include <cpuid.h>
#endif

typedef struct {
    const char *name;
    mh_nodes *nodes; // NULL if this build does not contain the kernel
    mh_leaves *leaves;
    mh_blocks *blocks;
} kernel_entry;

#if MH_X86
#define X86_KERNEL(name, prefix) {name, prefix##_nodes, prefix##_leaves, prefix##_blocks}
#else
#define X86_KERNEL(name, prefix) {name, NULL, NULL, NULL}
#endif

static const kernel_entry kernels[MH_KERNEL_COUNT] = {
    [MH_SHA256_SCALAR] = {"SHA-256 scalar", mh_sha256_scalar_nodes, mh_sha256_scalar_leaves,
                          mh_sha256_scalar_blocks},
    [MH_SHA256_SHANI] = X86_KERNEL("SHA-256 SHA-NI", mh_sha256_shani),
    [MH_SHA256_AVX2] = X86_KERNEL("SHA-256 AVX2", mh_sha256_avx2),
    [MH_SHA256_AVX512] = X86_KERNEL("SHA-256 AVX-512", mh_sha256_avx512),
    [MH_SM3_SCALAR] = {"SM3 scalar", mh_sm3_scalar_nodes, mh_sm3_scalar_leaves, mh_sm3_scalar_blocks},
    [MH_SM3_AVX2] = X86_KERNEL("SM3 AVX2", mh_sm3_avx2),
    [MH_SM3_AVX512] = X86_KERNEL("SM3 AVX-512", mh_sm3_avx512),
};

// Bit k stands for kernel k. The highest bit says that the processor has been asked.
#define ASKED (1u << 31)

static unsigned detect_kernels(void) {
    unsigned found = ASKED | 1u << MH_SHA256_SCALAR | 1u << MH_SM3_SCALAR;
#if MH_X86
    // For AVX2 and AVX-512 this also asks whether the operating system saves the wide registers.
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2")) {
        found |= 1u << MH_SHA256_AVX2 | 1u << MH_SM3_AVX2;
    }
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512vl")) {
        found |= 1u << MH_SHA256_AVX512 | 1u << MH_SM3_AVX512;
    }
    // Not every compiler knows the name "sha": CPUID leaf 7, EBX bit 29. Its registers are those of SSE,
    // which every 64-bit system saves.
    unsigned a = 0, b = 0, c = 0, d = 0;
    if (__get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1)
        && __builtin_cpu_supports("ssse3") && __builtin_cpu_supports("sse4.1")) {
        found |= 1u << MH_SHA256_SHANI;
    }
#endif
    return found;
}

// Threads that come here at the same time find the same answer, so it does not matter whose stays.
static bool has(mh_kernel kernel) {
    static _Atomic unsigned known;
    unsigned found = atomic_load_explicit(&known, memory_order_relaxed);
    if (found == 0) {
        found = detect_kernels();
        atomic_store_explicit(&known, found, memory_order_relaxed);
    }
    return found >> kernel & 1;
}

static bool is_kernel(mh_kernel kernel) { return (unsigned)kernel < MH_KERNEL_COUNT; }

const char *mh_kernel_name(mh_kernel kernel) {
    return is_kernel(kernel) ? kernels[kernel].name : "unknown";
}

bool mh_kernel_is_available(mh_kernel kernel) { return is_kernel(kernel) && has(kernel); }

mh_kernel mh_sha256_best_kernel(void) {
    return has(MH_SHA256_AVX512)  ? MH_SHA256_AVX512
        : has(MH_SHA256_SHANI)    ? MH_SHA256_SHANI
        : has(MH_SHA256_AVX2)     ? MH_SHA256_AVX2
                                  : MH_SHA256_SCALAR;
}

mh_kernel mh_sm3_best_kernel(void) {
    return has(MH_SM3_AVX512) ? MH_SM3_AVX512 : has(MH_SM3_AVX2) ? MH_SM3_AVX2 : MH_SM3_SCALAR;
}

bool mh_kernel_nodes(mh_kernel kernel, const uint8_t *pairs, size_t count, uint8_t *digests) {
    if (!mh_kernel_is_available(kernel)) {
        return false;
    }
    kernels[kernel].nodes(pairs, count, digests);
    return true;
}

bool mh_kernel_leaves(mh_kernel kernel, const uint8_t *base, const size_t *offsets,
                      const size_t *lengths, size_t count, uint8_t *digests) {
    if (!mh_kernel_is_available(kernel)) {
        return false;
    }
    kernels[kernel].leaves(base, offsets, lengths, count, digests);
    return true;
}

bool mh_kernel_blocks(mh_kernel kernel, const uint8_t *states, const uint8_t *messages,
                      size_t blocks, size_t count, uint8_t *digests) {
    if (!mh_kernel_is_available(kernel)) {
        return false;
    }
    kernels[kernel].blocks(states, messages, blocks, count, digests);
    return true;
}

void mh_sha256_nodes(const uint8_t *pairs, size_t count, uint8_t *digests) {
    kernels[mh_sha256_best_kernel()].nodes(pairs, count, digests);
}

void mh_sha256_leaves(const uint8_t *base, const size_t *offsets, const size_t *lengths,
                      size_t count, uint8_t *digests) {
    kernels[mh_sha256_best_kernel()].leaves(base, offsets, lengths, count, digests);
}

void mh_sm3_nodes(const uint8_t *pairs, size_t count, uint8_t *digests) {
    kernels[mh_sm3_best_kernel()].nodes(pairs, count, digests);
}

void mh_sm3_leaves(const uint8_t *base, const size_t *offsets, const size_t *lengths, size_t count,
                   uint8_t *digests) {
    kernels[mh_sm3_best_kernel()].leaves(base, offsets, lengths, count, digests);
}

void mh_sha256_blocks(const uint8_t *states, const uint8_t *messages, size_t blocks, size_t count,
                     uint8_t *digests) {
    kernels[mh_sha256_best_kernel()].blocks(states, messages, blocks, count, digests);
}

void mh_sm3_blocks(const uint8_t *states, const uint8_t *messages, size_t blocks, size_t count,
                    uint8_t *digests) {
    kernels[mh_sm3_best_kernel()].blocks(states, messages, blocks, count, digests);
}
