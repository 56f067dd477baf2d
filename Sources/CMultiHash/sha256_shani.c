// SHA-256 with the SHA instructions of x86 (SHA-NI). One message keeps them busy for half of the time,
// because each waits for the one before; two interleaved messages fill the gaps.

#include "internal.h"

#if MH_X86

// Before the attribute below, which is not for the headers of the compiler.
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("sha,sse4.1,ssse3"))), apply_to = function)

#define LANES 2

// The instructions want the eight state words as ABEF and CDGH, the first letter in the highest word.
typedef struct {
    __m128i abef;
    __m128i cdgh;
} shani_state;

MH_INLINE shani_state shani_load(const uint32_t words[8]) {
    const __m128i abcd = _mm_loadu_si128((const __m128i *)(const void *)words);
    const __m128i efgh = _mm_loadu_si128((const __m128i *)(const void *)(words + 4));
    const __m128i badc = _mm_shuffle_epi32(abcd, 0xb1);
    const __m128i hgfe = _mm_shuffle_epi32(efgh, 0x1b);
    return (shani_state){
        .abef = _mm_alignr_epi8(badc, hgfe, 8),
        .cdgh = _mm_blend_epi16(hgfe, badc, 0xf0),
    };
}

MH_INLINE void shani_store(shani_state state, uint32_t words[8]) {
    const __m128i feba = _mm_shuffle_epi32(state.abef, 0x1b);
    const __m128i dchg = _mm_shuffle_epi32(state.cdgh, 0xb1);
    _mm_storeu_si128((__m128i *)(void *)words, _mm_blend_epi16(feba, dchg, 0xf0));
    _mm_storeu_si128((__m128i *)(void *)(words + 4), _mm_alignr_epi8(dchg, feba, 8));
}

MH_INLINE __m128i shani_bytes(const uint8_t *p) {
    return _mm_loadu_si128((const __m128i *)(const void *)p);
}

// Sixteen bytes of a message as four words.
MH_INLINE __m128i shani_words(__m128i bytes) {
    const __m128i order = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
    return _mm_shuffle_epi8(bytes, order);
}

// Four rounds, and the part of the message schedule that the words of these rounds allow. `i` counts
// from 0 to 15; m[i & 3] holds the words of rounds 4i to 4i + 3.
MH_INLINE void shani_four_rounds(shani_state *state, __m128i m[4], int i) {
    const __m128i k = _mm_loadu_si128((const __m128i *)(const void *)&mh_sha256_constants[4 * i]);
    const __m128i sum = _mm_add_epi32(m[i & 3], k);
    state->cdgh = _mm_sha256rnds2_epu32(state->cdgh, state->abef, sum);
    if (i >= 3 && i < 15) {
        // The next four words: their sigma0 part was added before, w[t - 7] and sigma1 come now.
        const __m128i w7 = _mm_alignr_epi8(m[i & 3], m[(i + 3) & 3], 4);
        m[(i + 1) & 3] = _mm_sha256msg2_epu32(_mm_add_epi32(m[(i + 1) & 3], w7), m[i & 3]);
    }
    state->abef = _mm_sha256rnds2_epu32(state->abef, state->cdgh, _mm_shuffle_epi32(sum, 0x0e));
    if (i >= 1 && i < 13) {
        m[(i + 3) & 3] = _mm_sha256msg1_epu32(m[(i + 3) & 3], m[i & 3]);
    }
}

// Adds one block, given as its sixteen words and used up, to each of `lanes` states, 1 or 2.
MH_INLINE void shani_rounds(shani_state *state, __m128i m[][4], int lanes) {
    shani_state sum[LANES];
    for (int l = 0; l < lanes; l++) {
        sum[l] = state[l];
    }
    MH_UNROLL
    for (int i = 0; i < 16; i++) {
        for (int l = 0; l < lanes; l++) {
            shani_four_rounds(&sum[l], m[l], i);
        }
    }
    for (int l = 0; l < lanes; l++) {
        state[l].abef = _mm_add_epi32(state[l].abef, sum[l].abef);
        state[l].cdgh = _mm_add_epi32(state[l].cdgh, sum[l].cdgh);
    }
}

// The same for blocks in memory.
MH_INLINE void shani_block(shani_state *state, const uint8_t *const *block, int lanes) {
    __m128i m[LANES][4];
    for (int l = 0; l < lanes; l++) {
        for (int i = 0; i < 4; i++) {
            m[l][i] = shani_words(shani_bytes(block[l] + 16 * i));
        }
    }
    shani_rounds(state, m, lanes);
}

void mh_sha256_shani_compress(uint32_t words[8], const uint8_t *blocks, size_t count) {
    shani_state state = shani_load(words);
    for (; count > 0; count--, blocks += MH_BLOCK) {
        shani_block(&state, &blocks, 1);
    }
    shani_store(state, words);
}

static void single_nodes(const uint8_t *pairs, size_t count, uint8_t *digests) {
    mh_single_nodes(mh_sha256_shani_compress, mh_sha256_initial, pairs, count, digests);
}

static void single_leaves(const uint8_t *base, const size_t *offsets, const size_t *lengths,
                          size_t count, uint8_t *digests) {
    mh_single_leaves(mh_sha256_shani_compress, mh_sha256_initial, base, offsets, lengths, count,
                     digests);
}

static void single_blocks(const uint8_t *states, const uint8_t *messages, size_t blocks, size_t count,
                          uint8_t *digests) {
    mh_single_blocks(mh_sha256_shani_compress, mh_sha256_initial, states, messages, blocks, count,
                     digests);
}

// What `lanes_batch.h` asks for.

typedef struct {
    shani_state lane[LANES];
} lanes_state;

MH_INLINE void lanes_reset(lanes_state *state, size_t lane) {
    state->lane[lane] = shani_load(mh_sha256_initial);
}

MH_INLINE void lanes_load(lanes_state *state, const uint8_t *states, size_t last) {
    for (size_t l = 0; l < LANES; l++) {
        uint32_t words[8];
        if (states != NULL) {
            mh_load_digest(words, states + MH_DIGEST * (l < last ? l : last));
        }
        state->lane[l] = shani_load(states != NULL ? words : mh_sha256_initial);
    }
}

MH_INLINE void lanes_store(const lanes_state *state, uint8_t *digests) {
    for (size_t l = 0; l < LANES; l++) {
        uint32_t words[8];
        shani_store(state->lane[l], words);
        mh_store_digest(words, digests + MH_DIGEST * l);
    }
}

MH_INLINE void lanes_extract(const lanes_state *state, size_t lane, uint32_t out[8]) {
    shani_store(state->lane[lane], out);
}

MH_INLINE void lanes_compress(lanes_state *state, const uint8_t *const block[LANES], size_t count) {
    shani_state two[LANES] = {state->lane[0], state->lane[1]};
    const uint8_t *next[LANES] = {block[0], block[1]};
    for (; count > 0; count--) {
        shani_block(two, next, LANES);
        next[0] += MH_BLOCK;
        next[1] += MH_BLOCK;
    }
    state->lane[0] = two[0];
    state->lane[1] = two[1];
}

// The prefix shifts the pair by one byte: each register of the block joins the last byte of one part
// of the pair with the first 15 of the next.
MH_INLINE void lanes_nodes_group(const uint8_t *pairs, uint8_t *digests) {
    const __m128i zero = _mm_setzero_si128();
    const __m128i prefix = _mm_set_epi8(0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    const __m128i end = _mm_set_epi8(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (char)0x80);
    const __m128i length = _mm_set_epi32(65 * 8, 0, 0, 0);
    __m128i first[LANES][4], second[LANES][4];
    shani_state state[LANES];

    for (int l = 0; l < LANES; l++) {
        const __m128i a = shani_bytes(pairs + 64 * l);
        const __m128i b = shani_bytes(pairs + 64 * l + 16);
        const __m128i c = shani_bytes(pairs + 64 * l + 32);
        const __m128i d = shani_bytes(pairs + 64 * l + 48);
        first[l][0] = shani_words(_mm_alignr_epi8(a, prefix, 15));
        first[l][1] = shani_words(_mm_alignr_epi8(b, a, 15));
        first[l][2] = shani_words(_mm_alignr_epi8(c, b, 15));
        first[l][3] = shani_words(_mm_alignr_epi8(d, c, 15));
        second[l][0] = shani_words(_mm_alignr_epi8(end, d, 15));
        second[l][1] = zero;
        second[l][2] = zero;
        second[l][3] = length;
        state[l] = shani_load(mh_sha256_initial);
    }
    shani_rounds(state, first, LANES);
    shani_rounds(state, second, LANES);
    for (int l = 0; l < LANES; l++) {
        uint32_t words[8];
        shani_store(state[l], words);
        mh_store_digest(words, digests + MH_DIGEST * l);
    }
}

// The other lane is there to fill gaps, so a message alone does without.
MH_INLINE mh_narrow lanes_narrow(void) {
    return (mh_narrow){1, single_nodes, single_leaves, single_blocks, mh_sha256_shani_compress};
}

#include "lanes_batch.h"

void mh_sha256_shani_nodes(const uint8_t *pairs, size_t count, uint8_t *digests) {
    lanes_nodes(pairs, count, digests);
}

void mh_sha256_shani_leaves(const uint8_t *base, const size_t *offsets, const size_t *lengths,
                            size_t count, uint8_t *digests) {
    lanes_leaves(base, offsets, lengths, count, digests);
}

void mh_sha256_shani_blocks(const uint8_t *states, const uint8_t *messages, size_t blocks,
                            size_t count, uint8_t *digests) {
    lanes_blocks(states, messages, blocks, count, digests);
}

#pragma clang attribute pop

#endif
