// ML-DSA-44 (FIPS 204) with the empty context.
//
// What does it is in cmldsa.c, and none of its types is here: BoringSSL and OpenSSL give the same names to
// different structures, so that no module may see the headers of both.

#ifndef CMLDSA_H
#define CMLDSA_H

#include <stddef.h>
#include <stdint.h>

typedef struct cmldsa44_private_key cmldsa44_private_key;
typedef struct cmldsa44_public_key cmldsa44_public_key;

// Makes the key pair of a seed of 32 bytes, and writes the 1,312 bytes of the public key. NULL if that
// fails.
cmldsa44_private_key *cmldsa44_private_key_new(const uint8_t *seed, uint8_t *public_key);

// Overwrites and frees a key pair.
void cmldsa44_private_key_free(cmldsa44_private_key *key);

// Signs a message: 2,420 bytes. Returns 1, or 0 if that fails.
int cmldsa44_sign(
    const cmldsa44_private_key *key, const uint8_t *message, size_t count, uint8_t *signature);

// Reads a public key of 1,312 bytes. NULL if it is none.
cmldsa44_public_key *cmldsa44_public_key_new(const uint8_t *bytes);

// Frees a public key.
void cmldsa44_public_key_free(cmldsa44_public_key *key);

// Whether 2,420 bytes are the key's signature of a message: 1 or 0.
int cmldsa44_verify(
    const cmldsa44_public_key *key, const uint8_t *message, size_t count,
    const uint8_t *signature);

#endif
