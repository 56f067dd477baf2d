// One message at a time, over any compression function.

#include "internal.h"
#include "message.h"

void mh_single_nodes(mh_compress *compress, const uint32_t initial[8], const uint8_t *pairs,
                     size_t count, uint8_t *digests) {
    // 0x01 || left || right || 0x80 || zeros || 520 bits
    uint8_t blocks[2 * MH_BLOCK] = {0x01, [65] = 0x80, [126] = 0x02, [127] = 0x08};
    for (size_t i = 0; i < count; i++) {
        uint32_t state[8];
        memcpy(blocks + 1, pairs + 64 * i, 64);
        memcpy(state, initial, sizeof state);
        compress(state, blocks, 2);
        mh_store_digest(state, digests + MH_DIGEST * i);
    }
}

void mh_single_leaves(mh_compress *compress, const uint32_t initial[8], const uint8_t *base,
                      const size_t *offsets, const size_t *lengths, size_t count, uint8_t *digests) {
    mh_message message;
    for (size_t i = 0; i < count; i++) {
        uint32_t state[8];
        mh_message_begin(&message, base + offsets[i], lengths[i], i);
        memcpy(state, initial, sizeof state);
        mh_message_finish(&message, compress, state);
        mh_store_digest(state, digests + MH_DIGEST * i);
    }
}

void mh_single_blocks(mh_compress *compress, const uint32_t initial[8], const uint8_t *states,
                      const uint8_t *messages, size_t blocks, size_t count, uint8_t *digests) {
    for (size_t i = 0; i < count; i++) {
        uint32_t state[8];
        if (states != NULL) {
            mh_load_digest(state, states + MH_DIGEST * i);
        } else {
            memcpy(state, initial, sizeof state);
        }
        compress(state, messages + i * blocks * MH_BLOCK, blocks);
        mh_store_digest(state, digests + MH_DIGEST * i);
    }
}

void mh_single_finish(mh_compress *compress, uint32_t state[8], size_t before,
                      const uint8_t *message, size_t length) {
    const size_t rest = length % MH_BLOCK;
    const size_t padded = rest + 9 <= MH_BLOCK ? MH_BLOCK : 2 * MH_BLOCK;
    const uint64_t bits = ((uint64_t)before + length) * 8;
    uint8_t tail[2 * MH_BLOCK] = {0};

    if (rest > 0) {
        memcpy(tail, message + (length - rest), rest);
    }
    tail[rest] = 0x80;
    mh_store_word(tail + padded - 8, (uint32_t)(bits >> 32));
    mh_store_word(tail + padded - 4, (uint32_t)bits);
    compress(state, message, length / MH_BLOCK);
    compress(state, tail, padded / MH_BLOCK);
}
