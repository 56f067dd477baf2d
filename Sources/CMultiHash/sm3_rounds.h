// The SM3 compression function, GB/T 32905-2016 section 5.3 (ISO/IEC 10118-3, dedicated hash 17).
//
// The file that includes this has made `word` a type: uint32_t, or a vector of them in which each lane
// is a message of its own. The operators mean the same for both.

#include "internal.h"

#define ROTL(x, n) (((x) << (n)) | ((x) >> (32 - (n))))

// Adds one block to the state. `w` holds the block's 16 words and is used up as the rolling window of
// the message expansion; W'(j) of the standard is W(j) ^ W(j + 4), so W runs four words ahead.
MH_INLINE void sm3_rounds(word state[8], word w[16]) {
    word a = state[0], b = state[1], c = state[2], d = state[3];
    word e = state[4], f = state[5], g = state[6], h = state[7];

    MH_UNROLL
    for (int j = 0; j < 64; j++) {
        if (j >= 12) {
            // W(j + 4), over W(j - 12), which has had its round.
            const word x = w[(j - 12) & 15] ^ w[(j - 5) & 15] ^ ROTL(w[(j + 1) & 15], 15);
            w[(j + 4) & 15] =
                (x ^ ROTL(x, 15) ^ ROTL(x, 23)) ^ ROTL(w[(j - 9) & 15], 7) ^ w[(j - 2) & 15];
        }
        const word a12 = ROTL(a, 12);
        const word sum = a12 + e + mh_sm3_constants[j];
        const word ss1 = ROTL(sum, 7);
        const word ss2 = ss1 ^ a12;
        const word ff = j < 16 ? (a ^ b ^ c) : ((a & b) | (c & (a | b)));
        const word gg = j < 16 ? (e ^ f ^ g) : ((e & f) | (~e & g));
        const word tt1 = ff + d + ss2 + (w[j & 15] ^ w[(j + 4) & 15]);
        const word tt2 = gg + h + ss1 + w[j & 15];
        d = c;
        c = ROTL(b, 9);
        b = a;
        a = tt1;
        h = g;
        g = ROTL(f, 19);
        f = e;
        e = tt2 ^ ROTL(tt2, 9) ^ ROTL(tt2, 17);
    }

    state[0] ^= a;
    state[1] ^= b;
    state[2] ^= c;
    state[3] ^= d;
    state[4] ^= e;
    state[5] ^= f;
    state[6] ^= g;
    state[7] ^= h;
}

#undef ROTL
