// HMAC, RFC 2104, of one message at a time under a key whose two blocks are hashed already.

#include "internal.h"

static void prepare(mh_compress *compress, const uint32_t initial[8], const uint8_t *pads,
                    mh_hmac_key *key) {
    memcpy(key->inner, initial, sizeof key->inner);
    memcpy(key->outer, initial, sizeof key->outer);
    compress(key->inner, pads, 1);
    compress(key->outer, pads + MH_BLOCK, 1);
}

static void authenticate(mh_compress *compress, const mh_hmac_key *key, const uint8_t *message,
                         size_t length, uint8_t *code) {
    uint8_t digest[MH_DIGEST];
    uint32_t state[8];
    memcpy(state, key->inner, sizeof state);
    mh_single_finish(compress, state, MH_BLOCK, message, length);
    mh_store_digest(state, digest);
    memcpy(state, key->outer, sizeof state);
    mh_single_finish(compress, state, MH_BLOCK, digest, sizeof digest);
    mh_store_digest(state, code);
}

static mh_compress *sha256_compress(void) {
#if MH_X86
    if (mh_kernel_is_available(MH_SHA256_SHANI)) {
        return mh_sha256_shani_compress;
    }
#endif
    return mh_sha256_scalar_compress;
}

void mh_sha256_hmac_key(const uint8_t *pads, mh_hmac_key *key) {
    prepare(sha256_compress(), mh_sha256_initial, pads, key);
}

void mh_sm3_hmac_key(const uint8_t *pads, mh_hmac_key *key) {
    prepare(mh_sm3_scalar_compress, mh_sm3_initial, pads, key);
}

void mh_sha256_hmac(const mh_hmac_key *key, const uint8_t *message, size_t length, uint8_t *code) {
    authenticate(sha256_compress(), key, message, length, code);
}

void mh_sm3_hmac(const mh_hmac_key *key, const uint8_t *message, size_t length, uint8_t *code) {
    authenticate(mh_sm3_scalar_compress, key, message, length, code);
}

// Overwrites what a compiler may think nobody reads again.
static void wipe(void *bytes, size_t count) {
    memset(bytes, 0, count);
    __asm__ volatile("" : : "r"(bytes) : "memory");
}

// Keys of 32 bytes whose messages fit into one block each: up to GROUP of either at a time. All of it
// lies on the stack and is overwritten at the end.
#define GROUP 32
#define KEY 32

typedef struct {
    uint8_t pads[GROUP * MH_BLOCK];
    uint8_t inner[GROUP * MH_DIGEST]; // what the hash has come to behind key ^ 0x36...
    uint8_t outer[GROUP * MH_DIGEST]; // and behind key ^ 0x5c...
    uint8_t states[GROUP * MH_DIGEST];
    uint8_t blocks[GROUP * MH_BLOCK];
    uint8_t digests[GROUP * MH_DIGEST];
} hmac_group;

static void hash_pads(mh_blocks *blocks, hmac_group *group, const uint8_t *keys, size_t count,
                      uint8_t pad, uint8_t *states) {
    memset(group->pads, pad, count * MH_BLOCK);
    for (size_t k = 0; k < count; k++) {
        for (size_t i = 0; i < KEY; i++) {
            group->pads[k * MH_BLOCK + i] = keys[k * KEY + i] ^ pad;
        }
    }
    blocks(NULL, group->pads, 1, count, states);
}

// The last block of a hash that took one block before: `length` bytes, set to 0 here, and the padding.
static void pad_block(uint8_t *block, size_t length) {
    const uint32_t bits = (uint32_t)(MH_BLOCK + length) * 8;
    memset(block, 0, MH_BLOCK);
    block[length] = 0x80;
    mh_store_word(block + MH_BLOCK - 4, bits);
}

static void authenticate_group(mh_blocks *blocks, hmac_group *group, const uint8_t *keys,
                               const uint8_t *messages, size_t length, size_t per_key,
                               size_t count, uint8_t *codes) {
    const size_t key_count = (count + per_key - 1) / per_key;
    hash_pads(blocks, group, keys, key_count, 0x36, group->inner);
    hash_pads(blocks, group, keys, key_count, 0x5c, group->outer);
    for (size_t i = 0; i < count; i++) {
        uint8_t *const block = group->blocks + i * MH_BLOCK;
        memcpy(group->states + i * MH_DIGEST, group->inner + i / per_key * MH_DIGEST, MH_DIGEST);
        pad_block(block, length);
        memcpy(block, messages + i % per_key * length, length);
    }
    blocks(group->states, group->blocks, 1, count, group->digests);
    for (size_t i = 0; i < count; i++) {
        uint8_t *const block = group->blocks + i * MH_BLOCK;
        memcpy(group->states + i * MH_DIGEST, group->outer + i / per_key * MH_DIGEST, MH_DIGEST);
        pad_block(block, MH_DIGEST);
        memcpy(block, group->digests + i * MH_DIGEST, MH_DIGEST);
    }
    blocks(group->states, group->blocks, 1, count, codes);
}

static void authenticate_many(mh_blocks *blocks, const uint8_t *keys, const uint8_t *messages,
                              size_t length, size_t per_key, size_t count, uint8_t *codes) {
    hmac_group group;
    const size_t step = GROUP / per_key * per_key;
    for (size_t done = 0; done < count; done += step) {
        const size_t taken = count - done < step ? count - done : step;
        authenticate_group(blocks, &group, keys + done / per_key * KEY, messages, length, per_key,
                           taken, codes + done * MH_DIGEST);
    }
    wipe(&group, sizeof group);
}

void mh_sha256_hmac_many(const uint8_t *keys, const uint8_t *messages, size_t length,
                         size_t per_key, size_t count, uint8_t *codes) {
    authenticate_many(mh_sha256_blocks, keys, messages, length, per_key, count, codes);
}

void mh_sm3_hmac_many(const uint8_t *keys, const uint8_t *messages, size_t length, size_t per_key,
                      size_t count, uint8_t *codes) {
    authenticate_many(mh_sm3_blocks, keys, messages, length, per_key, count, codes);
}
