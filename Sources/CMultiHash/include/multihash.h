// Bulk hashing of Merkle trees, RFC 6962 section 2.1, with SHA-256 (FIPS 180-4) and SM3 (GB/T 32905).
//
// A log hashes many short messages that do not depend on each other, so a processor with wide
// registers can work on 8 or 16 of them side by side. Which kernel runs is decided at run time, by
// what the processor and the operating system support; every kernel gives the same digests.
//
//     node  H(0x01 || left || right)      65 bytes, always two blocks
//     leaf  H(0x00 || entry)              any length
//
// All functions are pure: they read their input, write `count` digests of 32 bytes, allocate nothing
// and may be called from any thread. The time taken depends on lengths and counts, never on contents.
// But for the functions of HMAC that say so, no buffer is wiped; registers and stacks never are.

#ifndef CONCORDAT_MULTIHASH_H
#define CONCORDAT_MULTIHASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// Every implementation there is. The value is an index: it counts from 0 without gaps.
typedef enum {
    MH_SHA256_SCALAR, // plain C, everywhere
    MH_SHA256_SHANI,  // the SHA instructions of x86, two messages interleaved
    MH_SHA256_AVX2,   // 8 messages side by side
    MH_SHA256_AVX512, // 16 messages side by side
    MH_SM3_SCALAR,    // plain C, everywhere
    MH_SM3_AVX2,      // 8 messages side by side
    MH_SM3_AVX512,    // 16 messages side by side
} mh_kernel;

// How many values `mh_kernel` has.
#define MH_KERNEL_COUNT 7

// A short English name of the kernel, such as "SM3 AVX-512".
const char *mh_kernel_name(mh_kernel kernel);

// Whether this build contains the kernel and this processor can run it.
bool mh_kernel_is_available(mh_kernel kernel);

// The kernel that the dispatched functions below use for large batches on this machine.
mh_kernel mh_sha256_best_kernel(void);
mh_kernel mh_sm3_best_kernel(void);

// Hashes `count` pairs of digests (64 bytes each, left then right) with one kernel. `digests` has room
// for `count` * 32 bytes and does not overlap `pairs`. Returns false, and writes nothing, if the kernel
// is not available.
bool mh_kernel_nodes(mh_kernel kernel, const uint8_t *pairs, size_t count, uint8_t *digests);

// Hashes `count` entries with one kernel; entry i is the `lengths[i]` bytes at `base + offsets[i]`.
// Returns false, and writes nothing, if the kernel is not available.
bool mh_kernel_leaves(mh_kernel kernel, const uint8_t *base, const size_t *offsets,
                      const size_t *lengths, size_t count, uint8_t *digests);

// The same with the fastest kernel of this machine. The pointers are not read if `count` is 0.
void mh_sha256_nodes(const uint8_t *pairs, size_t count, uint8_t *digests);
void mh_sha256_leaves(const uint8_t *base, const size_t *offsets, const size_t *lengths,
                      size_t count, uint8_t *digests);
void mh_sm3_nodes(const uint8_t *pairs, size_t count, uint8_t *digests);
void mh_sm3_leaves(const uint8_t *base, const size_t *offsets, const size_t *lengths, size_t count,
                   uint8_t *digests);

// Hashes `count` messages that are padded already and lie one behind the other, each of `blocks` blocks
// of 64 bytes, without a prefix, with one kernel. Returns false, and writes nothing, if the kernel is
// not available.
//
// `states` has what a hash had come to before each message, 32 bytes as digests are written, and is
// NULL if each hash begins with its message. `digests` does not overlap it.
bool mh_kernel_blocks(mh_kernel kernel, const uint8_t *_Nullable states, const uint8_t *messages,
                      size_t blocks, size_t count, uint8_t *digests);

// The same with the fastest kernel of this machine.
void mh_sha256_blocks(const uint8_t *_Nullable states, const uint8_t *messages, size_t blocks,
                      size_t count, uint8_t *digests);
void mh_sm3_blocks(const uint8_t *_Nullable states, const uint8_t *messages, size_t blocks,
                   size_t count, uint8_t *digests);

// SM3 of one message of any length, without a prefix. `message` is not read if `length` is 0.
void mh_sm3(const uint8_t *message, size_t length, uint8_t *digest);

// What HMAC (RFC 2104) needs of a key: the states of the hash behind its two padded blocks. As secret
// as the key.
typedef struct {
    uint32_t inner[8];
    uint32_t outer[8];
} mh_hmac_key;

// Prepares a key from its two padded blocks, 128 bytes: key ^ 0x36..., then key ^ 0x5c...
void mh_sha256_hmac_key(const uint8_t *pads, mh_hmac_key *key);
void mh_sm3_hmac_key(const uint8_t *pads, mh_hmac_key *key);

// The code of one message of any length, 32 bytes. `message` is not read if `length` is 0.
void mh_sha256_hmac(const mh_hmac_key *key, const uint8_t *message, size_t length, uint8_t *code);
void mh_sm3_hmac(const mh_hmac_key *key, const uint8_t *message, size_t length, uint8_t *code);

// The codes of the same `per_key` messages under each of some keys, key by key, `count` of them. Keys
// have 32 bytes, messages `length`, at most 55; each lies behind the one before. `per_key` is 1 to 32.
// Buffers are wiped.
void mh_sha256_hmac_many(const uint8_t *keys, const uint8_t *messages, size_t length,
                         size_t per_key, size_t count, uint8_t *codes);
void mh_sm3_hmac_many(const uint8_t *keys, const uint8_t *messages, size_t length, size_t per_key,
                      size_t count, uint8_t *codes);

#pragma clang assume_nonnull end

#endif
