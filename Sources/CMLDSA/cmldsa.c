// The one file that calls ML-DSA-44 where it is: in the copy of BoringSSL that swift-crypto brings along.
// That is no API of swift-crypto; what a later release may break is here and nowhere else.

#include "cmldsa.h"

#include <stdlib.h>

#include <CCryptoBoringSSL_bytestring.h>
#include <CCryptoBoringSSL_mem.h>
#include <CCryptoBoringSSL_mldsa.h>

struct cmldsa44_private_key {
    struct MLDSA44_private_key key;
};

struct cmldsa44_public_key {
    struct MLDSA44_public_key key;
};

static int write_public_key(const struct MLDSA44_private_key *key, uint8_t *bytes) {
    struct MLDSA44_public_key public_key;
    CBB output;
    return MLDSA44_public_from_private(&public_key, key) == 1 &&
           CBB_init_fixed(&output, bytes, MLDSA44_PUBLIC_KEY_BYTES) == 1 &&
           MLDSA44_marshal_public_key(&output, &public_key) == 1 &&
           CBB_len(&output) == MLDSA44_PUBLIC_KEY_BYTES;
}

cmldsa44_private_key *cmldsa44_private_key_new(const uint8_t *seed, uint8_t *public_key) {
    cmldsa44_private_key *key = malloc(sizeof(*key));
    if (key == NULL) {
        return NULL;
    }
    if (MLDSA44_private_key_from_seed(&key->key, seed, MLDSA_SEED_BYTES) != 1 ||
        !write_public_key(&key->key, public_key)) {
        cmldsa44_private_key_free(key);
        return NULL;
    }
    return key;
}

void cmldsa44_private_key_free(cmldsa44_private_key *key) {
    if (key != NULL) {
        OPENSSL_cleanse(key, sizeof(*key));
        free(key);
    }
}

int cmldsa44_sign(
    const cmldsa44_private_key *key, const uint8_t *message, size_t count, uint8_t *signature) {
    return MLDSA44_sign(signature, &key->key, message, count, NULL, 0) == 1;
}

cmldsa44_public_key *cmldsa44_public_key_new(const uint8_t *bytes) {
    cmldsa44_public_key *key = malloc(sizeof(*key));
    if (key == NULL) {
        return NULL;
    }
    CBS input;
    CBS_init(&input, bytes, MLDSA44_PUBLIC_KEY_BYTES);
    if (MLDSA44_parse_public_key(&key->key, &input) != 1) {
        free(key);
        return NULL;
    }
    return key;
}

void cmldsa44_public_key_free(cmldsa44_public_key *key) { free(key); }

int cmldsa44_verify(
    const cmldsa44_public_key *key, const uint8_t *message, size_t count,
    const uint8_t *signature) {
    return MLDSA44_verify(
               &key->key, signature, MLDSA44_SIGNATURE_BYTES, message, count, NULL, 0) == 1;
}
