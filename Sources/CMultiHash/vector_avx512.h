// Sixteen 32-bit words in a register of AVX-512, and the change between memory order (a message in a
// row) and lane order (a message in a column).

#include <immintrin.h>

#define LANES 16

typedef uint32_t word __attribute__((vector_size(64)));

MH_INLINE word word_fill(uint32_t x) { return (word)_mm512_set1_epi32((int)x); }

// Swaps the bytes of each 32-bit word.
MH_INLINE __m512i swap_bytes(__m512i x) {
    const __m512i order = _mm512_broadcast_i32x4(
        _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3));
    return _mm512_shuffle_epi8(x, order);
}

// Gathers columns inside each 128-bit quarter: afterwards quarter q of r[4 * i + j] holds column
// 4 * q + j of the rows 4 * i to 4 * i + 3.
MH_INLINE void transpose_quarters(__m512i *r, int rows) {
    __m512i t[16];
    for (int i = 0; i < rows; i += 2) {
        t[i] = _mm512_unpacklo_epi32(r[i], r[i + 1]);
        t[i + 1] = _mm512_unpackhi_epi32(r[i], r[i + 1]);
    }
    for (int i = 0; i < rows; i += 4) {
        r[i] = _mm512_unpacklo_epi64(t[i], t[i + 2]);
        r[i + 1] = _mm512_unpackhi_epi64(t[i], t[i + 2]);
        r[i + 2] = _mm512_unpacklo_epi64(t[i + 1], t[i + 3]);
        r[i + 3] = _mm512_unpackhi_epi64(t[i + 1], t[i + 3]);
    }
}

// Reads a block of each lane: w[i] holds word i of all of them.
MH_INLINE void load_blocks(const uint8_t *const block[LANES], size_t offset, word w[16]) {
    __m512i r[16];
    for (int l = 0; l < LANES; l++) {
        r[l] = swap_bytes(_mm512_loadu_si512(block[l] + offset));
    }
    transpose_quarters(r, 16);
    // Each column is in four registers, in the same quarter of each.
    for (int j = 0; j < 4; j++) {
        const __m512i even0 = _mm512_shuffle_i32x4(r[j], r[j + 4], 0x88);
        const __m512i even1 = _mm512_shuffle_i32x4(r[j + 8], r[j + 12], 0x88);
        const __m512i odd0 = _mm512_shuffle_i32x4(r[j], r[j + 4], 0xdd);
        const __m512i odd1 = _mm512_shuffle_i32x4(r[j + 8], r[j + 12], 0xdd);
        w[j] = (word)_mm512_shuffle_i32x4(even0, even1, 0x88);
        w[j + 4] = (word)_mm512_shuffle_i32x4(odd0, odd1, 0x88);
        w[j + 8] = (word)_mm512_shuffle_i32x4(even0, even1, 0xdd);
        w[j + 12] = (word)_mm512_shuffle_i32x4(odd0, odd1, 0xdd);
    }
}

// Reads a digest for each lane, lane l's from the l-th 32 bytes, or from the `last` ones if it is
// behind them: state[i] holds word i of all of them.
MH_INLINE void load_digests(const uint8_t *digests, size_t last, word state[8]) {
    const __m512i lanes = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    const __m512i source = _mm512_min_epi32(lanes, _mm512_set1_epi32((int)last));
    const __m512i first = _mm512_slli_epi32(source, 3);
    for (int i = 0; i < 8; i++) {
        state[i] = (word)swap_bytes(_mm512_i32gather_epi32(first, digests + 4 * i, 4));
    }
}

// Writes the digest of each lane, lane 0's first: words 0 to 3 of lane 4 * q + j are in quarter q of
// register j, words 4 to 7 in the same quarter of register j + 4.
MH_INLINE void store_digests(const word state[8], uint8_t *digests) {
    __m512i r[8];
    for (int i = 0; i < 8; i++) {
        r[i] = (__m512i)state[i];
    }
    transpose_quarters(r, 8);
    for (int j = 0; j < 8; j++) {
        uint8_t *const half = digests + MH_DIGEST * (j & 3) + 16 * (j >> 2);
        const __m512i x = swap_bytes(r[j]);
        _mm_storeu_si128((__m128i *)(void *)half, _mm512_castsi512_si128(x));
        _mm_storeu_si128((__m128i *)(void *)(half + 4 * MH_DIGEST), _mm512_extracti32x4_epi32(x, 1));
        _mm_storeu_si128((__m128i *)(void *)(half + 8 * MH_DIGEST), _mm512_extracti32x4_epi32(x, 2));
        _mm_storeu_si128((__m128i *)(void *)(half + 12 * MH_DIGEST), _mm512_extracti32x4_epi32(x, 3));
    }
}
