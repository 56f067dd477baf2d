// SHA-256 in plain C: the kernel that every machine has.

#include "internal.h"

typedef uint32_t word;
#include "sha256_rounds.h"

void mh_sha256_scalar_compress(uint32_t state[8], const uint8_t *blocks, size_t count) {
    for (; count > 0; count--, blocks += MH_BLOCK) {
        word w[16];
        for (int i = 0; i < 16; i++) {
            w[i] = mh_load_word(blocks + 4 * i);
        }
        sha256_rounds(state, w);
    }
}

void mh_sha256_scalar_nodes(const uint8_t *pairs, size_t count, uint8_t *digests) {
    mh_single_nodes(mh_sha256_scalar_compress, mh_sha256_initial, pairs, count, digests);
}

void mh_sha256_scalar_leaves(const uint8_t *base, const size_t *offsets, const size_t *lengths,
                             size_t count, uint8_t *digests) {
    mh_single_leaves(mh_sha256_scalar_compress, mh_sha256_initial, base, offsets, lengths, count,
                     digests);
}

void mh_sha256_scalar_blocks(const uint8_t *states, const uint8_t *messages, size_t blocks,
                             size_t count, uint8_t *digests) {
    mh_single_blocks(mh_sha256_scalar_compress, mh_sha256_initial, states, messages, blocks, count,
                     digests);
}
