// OpenSSL's libcrypto, for CryptoSuites alone: keys and signatures through EVP, key files through PKCS#8
// and PEM, randomness.
//
// The low-level SHA-256 functions are deprecated since 3.0 and kept: they hash a node in two thirds of
// the time that EVP takes, allocate nothing and cannot fail.
#define OPENSSL_SUPPRESS_DEPRECATED 1
#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
