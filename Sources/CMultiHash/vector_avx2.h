// Eight 32-bit words in a register of AVX2, and the change between memory order (a message in a row)
// and lane order (a message in a column).

#include <immintrin.h>

#define LANES 8

typedef uint32_t word __attribute__((vector_size(32)));

MH_INLINE word word_fill(uint32_t x) { return (word)_mm256_set1_epi32((int)x); }

// Swaps the bytes of each 32-bit word.
MH_INLINE __m256i swap_bytes(__m256i x) {
    const __m256i order = _mm256_broadcastsi128_si256(
        _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3));
    return _mm256_shuffle_epi8(x, order);
}

// Turns eight rows of eight words into eight columns.
MH_INLINE void transpose(__m256i r[8]) {
    __m256i t[8], u[8];
    // Pairs of rows, then fours, inside each 128-bit half ...
    for (int i = 0; i < 8; i += 2) {
        t[i] = _mm256_unpacklo_epi32(r[i], r[i + 1]);
        t[i + 1] = _mm256_unpackhi_epi32(r[i], r[i + 1]);
    }
    for (int i = 0; i < 8; i += 4) {
        u[i] = _mm256_unpacklo_epi64(t[i], t[i + 2]);
        u[i + 1] = _mm256_unpackhi_epi64(t[i], t[i + 2]);
        u[i + 2] = _mm256_unpacklo_epi64(t[i + 1], t[i + 3]);
        u[i + 3] = _mm256_unpackhi_epi64(t[i + 1], t[i + 3]);
    }
    // ... then the halves.
    for (int j = 0; j < 4; j++) {
        r[j] = _mm256_permute2x128_si256(u[j], u[j + 4], 0x20);
        r[j + 4] = _mm256_permute2x128_si256(u[j], u[j + 4], 0x31);
    }
}

// Reads a block of each lane: w[i] holds word i of all of them.
MH_INLINE void load_blocks(const uint8_t *const block[LANES], size_t offset, word w[16]) {
    for (int half = 0; half < 2; half++) {
        __m256i r[8];
        for (int l = 0; l < LANES; l++) {
            r[l] = swap_bytes(
                _mm256_loadu_si256((const __m256i *)(const void *)(block[l] + offset + 32 * half)));
        }
        transpose(r);
        for (int i = 0; i < 8; i++) {
            w[8 * half + i] = (word)r[i];
        }
    }
}

// Reads a digest for each lane, lane l's from the l-th 32 bytes, or from the `last` ones if it is
// behind them: state[i] holds word i of all of them.
MH_INLINE void load_digests(const uint8_t *digests, size_t last, word state[8]) {
    __m256i r[8];
    for (size_t l = 0; l < LANES; l++) {
        const uint8_t *const digest = digests + MH_DIGEST * (l < last ? l : last);
        r[l] = swap_bytes(_mm256_loadu_si256((const __m256i *)(const void *)digest));
    }
    transpose(r);
    for (int i = 0; i < 8; i++) {
        state[i] = (word)r[i];
    }
}

// Writes the digest of each lane, lane 0's first.
MH_INLINE void store_digests(const word state[8], uint8_t *digests) {
    __m256i r[8];
    for (int i = 0; i < 8; i++) {
        r[i] = (__m256i)state[i];
    }
    transpose(r);
    for (int l = 0; l < LANES; l++) {
        _mm256_storeu_si256((__m256i *)(void *)(digests + MH_DIGEST * l), swap_bytes(r[l]));
    }
}
