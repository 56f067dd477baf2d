// A leaf's message, 0x00 || entry || padding, as three runs of blocks.
//
// The prefix shifts the entry by one byte against the block boundaries. The blocks in the middle are
// still whole in the caller's memory, one byte early; only the first and the last need a copy:
//
//     head   0x00, entry[0 ..< 63]          1 block, if the message fills one
//     body   entry[63 ...]                  read in place
//     tail   the rest, 0x80, zeros, length  1 or 2 blocks

#ifndef CONCORDAT_MULTIHASH_MESSAGE_H
#define CONCORDAT_MULTIHASH_MESSAGE_H

#include "internal.h"

typedef struct {
    const uint8_t *block; // the next block to compress
    size_t run;           // blocks in a row from there; 0 when the message is over
    const uint8_t *body;
    size_t body_blocks;   // set to 0 once the body is the current run
    size_t tail_blocks;   // set to 0 once the tail is the current run
    size_t index;         // which digest this message becomes
    uint8_t head[MH_BLOCK];
    uint8_t tail[2 * MH_BLOCK];
} mh_message;

// Moves on to the next run that has blocks, or leaves `run` at 0.
MH_INLINE void mh_message_next_run(mh_message *m) {
    if (m->body_blocks > 0) {
        m->block = m->body;
        m->run = m->body_blocks;
        m->body_blocks = 0;
    } else {
        m->block = m->tail;
        m->run = m->tail_blocks;
        m->tail_blocks = 0;
    }
}

MH_INLINE void mh_message_begin(mh_message *m, const uint8_t *entry, size_t length, size_t index) {
    const size_t total = length + 1;
    const size_t whole = total / MH_BLOCK;
    const size_t rest = total % MH_BLOCK;

    m->index = index;
    m->tail_blocks = rest + 9 <= MH_BLOCK ? 1 : 2;
    if (whole > 0) {
        m->head[0] = 0x00;
        memcpy(m->head + 1, entry, MH_BLOCK - 1);
        memcpy(m->tail, entry + (length - rest), rest);
        m->body = entry + (MH_BLOCK - 1);
        m->body_blocks = whole - 1;
        m->block = m->head;
        m->run = 1;
    } else {
        m->tail[0] = 0x00;
        if (length > 0) {
            memcpy(m->tail + 1, entry, length);
        }
        m->body_blocks = 0;
        m->run = 0;
    }

    const size_t padded = m->tail_blocks * MH_BLOCK;
    m->tail[rest] = 0x80;
    memset(m->tail + rest + 1, 0, padded - rest - 1);
    const uint64_t bits = (uint64_t)total * 8;
    mh_store_word(m->tail + padded - 8, (uint32_t)(bits >> 32));
    mh_store_word(m->tail + padded - 4, (uint32_t)bits);
    if (m->run == 0) {
        mh_message_next_run(m);
    }
}

// Steps over `count` compressed blocks, at most `run` of them.
MH_INLINE void mh_message_advance(mh_message *m, size_t count) {
    m->block += count * MH_BLOCK;
    m->run -= count;
    if (m->run == 0) {
        mh_message_next_run(m);
    }
}

// Compresses all that is left.
MH_INLINE void mh_message_finish(mh_message *m, mh_compress *compress, uint32_t state[8]) {
    while (m->run > 0) {
        compress(state, m->block, m->run);
        mh_message_advance(m, m->run);
    }
}

#endif
