// The lane functions of `lanes_batch.h` for vectors of 32-bit words, one message a lane.
//
// The file that includes this has defined LANES and `word` with `load_blocks`, `load_digests` and
// `store_digests` (`vector_avx2.h` or `vector_avx512.h`), `lanes_initial` (the 8 words a hash starts
// from) and `lanes_rounds` (its compression function).

typedef union {
    word vectors[8];           // state word i of every lane
    uint32_t words[8][LANES];
} lanes_state;

MH_INLINE void lanes_reset(lanes_state *state, size_t lane) {
    for (int i = 0; i < 8; i++) {
        state->words[i][lane] = lanes_initial[i];
    }
}

MH_INLINE void lanes_load(lanes_state *state, const uint8_t *states, size_t last) {
    if (states != NULL) {
        load_digests(states, last, state->vectors);
        return;
    }
    for (int i = 0; i < 8; i++) {
        state->vectors[i] = word_fill(lanes_initial[i]);
    }
}

MH_INLINE void lanes_store(const lanes_state *state, uint8_t *digests) {
    store_digests(state->vectors, digests);
}

MH_INLINE void lanes_extract(const lanes_state *state, size_t lane, uint32_t out[8]) {
    for (int i = 0; i < 8; i++) {
        out[i] = state->words[i][lane];
    }
}

static void lanes_compress(lanes_state *state, const uint8_t *const block[LANES], size_t count) {
    for (size_t step = 0; step < count; step++) {
        word w[16];
        load_blocks(block, step * MH_BLOCK, w);
        lanes_rounds(state->vectors, w);
    }
}

// A node's message is shifted by the prefix byte against its pair, so each word joins three bytes of
// one word of the pair with the byte before. The second block holds one byte of the pair.
static void lanes_nodes_group(const uint8_t *pairs, uint8_t *digests) {
    const uint8_t *block[LANES];
    word pair[16], w[16], state[8];

    for (size_t l = 0; l < LANES; l++) {
        block[l] = pairs + 64 * l;
    }
    load_blocks(block, 0, pair);
    for (int i = 0; i < 8; i++) {
        state[i] = word_fill(lanes_initial[i]);
    }

    w[0] = (pair[0] >> 8) | word_fill(0x01000000);
    for (int i = 1; i < 16; i++) {
        w[i] = (pair[i - 1] << 24) | (pair[i] >> 8);
    }
    lanes_rounds(state, w);

    w[0] = (pair[15] << 24) | word_fill(0x00800000);
    for (int i = 1; i < 15; i++) {
        w[i] = word_fill(0);
    }
    w[15] = word_fill(65 * 8);
    lanes_rounds(state, w);

    store_digests(state, digests);
}
