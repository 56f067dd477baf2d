// What the files of this target share: constants, byte order, and the functions of each kernel.

#ifndef CONCORDAT_MULTIHASH_INTERNAL_H
#define CONCORDAT_MULTIHASH_INTERNAL_H

#include "include/multihash.h"

#include <string.h>

#if defined(__x86_64__) && !defined(MH_PORTABLE_ONLY)
#define MH_X86 1
#else
#define MH_X86 0
#endif

// Small functions that must melt into their caller, in unoptimised builds too.
#define MH_INLINE static inline __attribute__((always_inline, unused))

// Asks for a loop without a counter, so that indexes into arrays become constants.
#define MH_UNROLL _Pragma("clang loop unroll(full)")

#define MH_BLOCK 64 // bytes in a block of either hash
#define MH_DIGEST 32 // bytes in a digest of either hash

extern const uint32_t mh_sha256_initial[8];
extern const uint32_t mh_sha256_constants[64];
extern const uint32_t mh_sm3_initial[8];
extern const uint32_t mh_sm3_constants[64]; // T(j) already rotated left by j

// Both hashes read and write big-endian words. Compilers turn these into one instruction.
MH_INLINE uint32_t mh_load_word(const uint8_t *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | (uint32_t)p[3];
}

MH_INLINE void mh_store_word(uint8_t *p, uint32_t x) {
    p[0] = (uint8_t)(x >> 24);
    p[1] = (uint8_t)(x >> 16);
    p[2] = (uint8_t)(x >> 8);
    p[3] = (uint8_t)x;
}

MH_INLINE void mh_load_digest(uint32_t state[8], const uint8_t *digest) {
    for (int i = 0; i < 8; i++) {
        state[i] = mh_load_word(digest + 4 * i);
    }
}

MH_INLINE void mh_store_digest(const uint32_t state[8], uint8_t *digest) {
    for (int i = 0; i < 8; i++) {
        mh_store_word(digest + 4 * i, state[i]);
    }
}

// Adds `count` blocks to one hash state.
typedef void mh_compress(uint32_t state[8], const uint8_t *blocks, size_t count);

mh_compress mh_sha256_scalar_compress, mh_sm3_scalar_compress;
#if MH_X86
mh_compress mh_sha256_shani_compress;
#endif

// One message at a time, over any compression function.
void mh_single_nodes(mh_compress *compress, const uint32_t initial[8], const uint8_t *pairs,
                     size_t count, uint8_t *digests);
void mh_single_leaves(mh_compress *compress, const uint32_t initial[8], const uint8_t *base,
                      const size_t *offsets, const size_t *lengths, size_t count, uint8_t *digests);
void mh_single_blocks(mh_compress *compress, const uint32_t initial[8], const uint8_t *states,
                      const uint8_t *messages, size_t blocks, size_t count, uint8_t *digests);

// Adds a message and the padding to a state that has taken `before` bytes, whole blocks of them.
void mh_single_finish(mh_compress *compress, uint32_t state[8], size_t before,
                      const uint8_t *message, size_t length);

// The three functions of each kernel.
typedef void mh_nodes(const uint8_t *pairs, size_t count, uint8_t *digests);
typedef void mh_leaves(const uint8_t *base, const size_t *offsets, const size_t *lengths,
                       size_t count, uint8_t *digests);
typedef void mh_blocks(const uint8_t *states, const uint8_t *messages, size_t blocks, size_t count,
                       uint8_t *digests);

mh_nodes mh_sha256_scalar_nodes, mh_sm3_scalar_nodes;
mh_leaves mh_sha256_scalar_leaves, mh_sm3_scalar_leaves;
mh_blocks mh_sha256_scalar_blocks, mh_sm3_scalar_blocks;
#if MH_X86
mh_nodes mh_sha256_shani_nodes, mh_sha256_avx2_nodes, mh_sha256_avx512_nodes;
mh_leaves mh_sha256_shani_leaves, mh_sha256_avx2_leaves, mh_sha256_avx512_leaves;
mh_nodes mh_sm3_avx2_nodes, mh_sm3_avx512_nodes;
mh_leaves mh_sm3_avx2_leaves, mh_sm3_avx512_leaves;
mh_blocks mh_sha256_shani_blocks, mh_sha256_avx2_blocks, mh_sha256_avx512_blocks;
mh_blocks mh_sm3_avx2_blocks, mh_sm3_avx512_blocks;
#endif

// What a kernel of many lanes hands over when it has too few messages to fill them: the remainder of a
// batch, and the last long messages when the other lanes have nothing left to do.
typedef struct {
    size_t limit; // up to so many messages are quicker this way
    mh_nodes *nodes;
    mh_leaves *leaves;
    mh_blocks *blocks;
    mh_compress *compress;
} mh_narrow;

#endif
