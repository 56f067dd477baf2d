// SM3 in plain C: the kernel that every machine has.

#include "internal.h"

typedef uint32_t word;
#include "sm3_rounds.h"

void mh_sm3_scalar_compress(uint32_t state[8], const uint8_t *blocks, size_t count) {
    for (; count > 0; count--, blocks += MH_BLOCK) {
        word w[16];
        for (int i = 0; i < 16; i++) {
            w[i] = mh_load_word(blocks + 4 * i);
        }
        sm3_rounds(state, w);
    }
}

void mh_sm3(const uint8_t *message, size_t length, uint8_t *digest) {
    const size_t rest = length % MH_BLOCK;
    const size_t padded = rest + 9 <= MH_BLOCK ? MH_BLOCK : 2 * MH_BLOCK;
    const uint64_t bits = (uint64_t)length * 8;
    uint8_t tail[2 * MH_BLOCK] = {0};
    uint32_t state[8];

    if (rest > 0) {
        memcpy(tail, message + (length - rest), rest);
    }
    tail[rest] = 0x80;
    mh_store_word(tail + padded - 8, (uint32_t)(bits >> 32));
    mh_store_word(tail + padded - 4, (uint32_t)bits);
    memcpy(state, mh_sm3_initial, sizeof state);
    mh_sm3_scalar_compress(state, message, length / MH_BLOCK);
    mh_sm3_scalar_compress(state, tail, padded / MH_BLOCK);
    mh_store_digest(state, digest);
}

void mh_sm3_scalar_nodes(const uint8_t *pairs, size_t count, uint8_t *digests) {
    mh_single_nodes(mh_sm3_scalar_compress, mh_sm3_initial, pairs, count, digests);
}

void mh_sm3_scalar_leaves(const uint8_t *base, const size_t *offsets, const size_t *lengths,
                          size_t count, uint8_t *digests) {
    mh_single_leaves(mh_sm3_scalar_compress, mh_sm3_initial, base, offsets, lengths, count, digests);
}

void mh_sm3_scalar_blocks(const uint8_t *messages, size_t blocks, size_t count, uint8_t *digests) {
    mh_single_blocks(mh_sm3_scalar_compress, mh_sm3_initial, messages, blocks, count, digests);
}
