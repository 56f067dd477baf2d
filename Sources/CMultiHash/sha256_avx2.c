// SHA-256 in AVX2: eight messages side by side.

#include "internal.h"

#if MH_X86

// Before the attribute below, which is not for the headers of the compiler.
#include <immintrin.h>

// These functions may use AVX2 whatever the build was told; the dispatcher sees to it that no
// processor without it gets here.
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

#include "vector_avx2.h"

#include "sha256_rounds.h"

#define lanes_initial mh_sha256_initial
#define lanes_rounds sha256_rounds

#include "lanes_vector.h"

MH_INLINE mh_narrow lanes_narrow(void) {
    return (mh_narrow){2, mh_sha256_scalar_nodes, mh_sha256_scalar_leaves, mh_sha256_scalar_blocks,
                       mh_sha256_scalar_compress};
}

#include "lanes_batch.h"

void mh_sha256_avx2_nodes(const uint8_t *pairs, size_t count, uint8_t *digests) {
    lanes_nodes(pairs, count, digests);
}

void mh_sha256_avx2_leaves(const uint8_t *base, const size_t *offsets, const size_t *lengths,
                           size_t count, uint8_t *digests) {
    lanes_leaves(base, offsets, lengths, count, digests);
}

void mh_sha256_avx2_blocks(const uint8_t *states, const uint8_t *messages, size_t blocks,
                           size_t count, uint8_t *digests) {
    lanes_blocks(states, messages, blocks, count, digests);
}

#pragma clang attribute pop

#endif
