// The SHA-256 compression function, FIPS 180-4 section 6.2.2.
//
// The file that includes this has made `word` a type: uint32_t, or a vector of them in which each lane
// is a message of its own. The operators mean the same for both.

#include "internal.h"

#define ROTR(x, n) (((x) >> (n)) | ((x) << (32 - (n))))

// Adds one block to the state. `w` holds the block's 16 words and is used up as the rolling window of
// the message schedule.
MH_INLINE void sha256_rounds(word state[8], word w[16]) {
    word a = state[0], b = state[1], c = state[2], d = state[3];
    word e = state[4], f = state[5], g = state[6], h = state[7];

    MH_UNROLL
    for (int t = 0; t < 64; t++) {
        if (t >= 16) {
            const word w15 = w[(t - 15) & 15];
            const word w2 = w[(t - 2) & 15];
            const word sigma0 = ROTR(w15, 7) ^ ROTR(w15, 18) ^ (w15 >> 3);
            const word sigma1 = ROTR(w2, 17) ^ ROTR(w2, 19) ^ (w2 >> 10);
            w[t & 15] += sigma0 + w[(t - 7) & 15] + sigma1;
        }
        const word ch = (e & f) ^ (~e & g);
        const word maj = (a & b) | (c & (a | b));
        const word t1 = h + (ROTR(e, 6) ^ ROTR(e, 11) ^ ROTR(e, 25)) + ch
            + (w[t & 15] + mh_sha256_constants[t]);
        const word t2 = (ROTR(a, 2) ^ ROTR(a, 13) ^ ROTR(a, 22)) + maj;
        h = g;
        g = f;
        f = e;
        e = d + t1;
        d = c;
        c = b;
        b = a;
        a = t1 + t2;
    }

    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
}

#undef ROTR
