"""Writes Specs/vectors: python3 Specs/verifier/tools/make_vectors.py [DIR]

Trees come from RFC 6962's recursion word for word, over OpenSSL's hashes; keys
and signatures from fixture_keys.py. Nothing is taken from the verifier, so that it
can fail on them. Every run writes the same bytes.
"""

import base64
import functools
import hashlib
import json
import sys
from pathlib import Path

from fixture_keys import (
    GMT_ID,
    L25519,
    NP256,
    NSM2,
    SM2_TYPE,
    SPKI_P256,
    Ed25519TestKey,
    NoteSigner,
    P256TestKey,
    SM2TestKey,
    b64,
    be32,
    der_integer,
    der_signature,
    sm3,
)

from sealing import Sealed, b64url, canonical, evidence, schema_bytes

HASH = {"sha256": lambda data: hashlib.sha256(data).digest(), "sm3": sm3}
CT_LEAVES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]


# --- RFC 6962, section 2.1 ---

def k_of(n):
    k = 1
    while 2 * k < n:
        k *= 2
    return k


class Tree:
    """A tree over entries; D[a:b] of the RFC is the pair (a, b)."""

    def __init__(self, suite, entries):
        self.suite, self.h, self.entries = suite, HASH[suite], entries

    def leaf(self, i):
        return self.h(b"\x00" + self.entries[i])

    @functools.cache
    def mth(self, a, b):
        if a == b:
            return self.h(b"")
        if b - a == 1:
            return self.leaf(a)
        k = k_of(b - a)
        return self.h(b"\x01" + self.mth(a, a + k) + self.mth(a + k, b))

    def path(self, m, a, b):
        if b - a == 1:
            return []
        k = k_of(b - a)
        if m < k:
            return self.path(m, a, a + k) + [self.mth(a + k, b)]
        return self.path(m - k, a + k, b) + [self.mth(a, a + k)]

    def proof(self, m, n):
        return [] if m == 0 else self.subproof(m, 0, n, True)

    def subproof(self, m, a, b, whole):
        if m == b - a:
            return [] if whole else [self.mth(a, b)]
        k = k_of(b - a)
        if m <= k:
            return self.subproof(m, a, a + k, whole) + [self.mth(a + k, b)]
        return self.subproof(m - k, a + k, b, False) + [self.mth(a, a + k)]


def ct_tree(suite):
    return Tree(suite, CT_LEAVES)


def entry_tree(suite, n):
    return Tree(suite, [b"entry %d" % i for i in range(n)])


def flip(data, bit):
    damaged = bytearray(data)
    damaged[bit // 8] ^= 0x80 >> bit % 8
    return bytes(damaged)


def hexes(hashes):
    return [value.hex() for value in hashes]


# --- Trees and bare proofs ---

def trees():
    """Roots by RFC 6962 2.1: the eight leaves of the Certificate Transparency tests, and
    entries 'entry 0', 'entry 1', ..."""
    for suite in HASH:
        for n in range(9):
            yield {
                "name": f"{suite}-ct-{n}", "suite": suite, "entries": hexes(CT_LEAVES[:n]),
                "root": ct_tree(suite).mth(0, n).hex(), "verdict": "valid",
            }
        for n in (255, 256, 257, 300):
            yield {
                "name": f"{suite}-entry-{n}", "suite": suite, "entryCount": n,
                "root": entry_tree(suite, n).mth(0, n).hex(), "verdict": "valid",
            }


def inclusion_vector(name, suite, i, n, leaf, root, path, verdict="valid", reason=None):
    vector = {
        "name": name, "suite": suite, "leafIndex": i, "treeSize": n, "leaf": leaf.hex(),
        "root": root.hex(), "path": hexes(path), "verdict": verdict,
    }
    return vector if reason is None else vector | {"reason": reason}


def inclusion_of(tree, i, n):
    return tree.suite, i, n, tree.leaf(i), tree.mth(0, n), tree.path(i, 0, n)


def damaged_inclusions(name, tree, i, n):
    suite, _, _, leaf, root, path = inclusion_of(tree, i, n)
    other = "sm3" if suite == "sha256" else "sha256"
    other_tree = Tree(other, tree.entries)

    def bad(reason, **change):
        good = {"suite": suite, "i": i, "n": n, "leaf": leaf, "root": root, "path": path}
        return inclusion_vector(
            f"{name}-{reason}", **(good | change), verdict="must_fail", reason=reason
        )

    yield bad("leaf_bit_flipped", leaf=flip(leaf, 0))
    yield bad("root_bit_flipped", root=flip(root, 255))
    yield bad("hash_extra", path=[*path, root])
    yield bad("index_is_size", i=n)
    yield bad("tree_is_empty", n=0)
    if path:
        # Where nothing is hashed, no suite can be wrong.
        yield bad("suite_of_the_other_tree", suite=other)
    yield bad("root_of_the_other_tree", root=other_tree.mth(0, n))
    yield bad("leaf_of_the_other_tree", leaf=other_tree.leaf(i))
    yield bad("leaf_is_the_bare_hash_of_the_entry", leaf=HASH[suite](tree.entries[i]))
    if i ^ 1 < n:
        yield bad("index_of_the_neighbour", i=i ^ 1)
    for position in range(len(path)):
        changed = path[:position] + [flip(path[position], 100)] + path[position + 1 :]
        yield bad(f"hash_{position}_bit_flipped", path=changed)
        yield bad(f"hash_{position}_missing", path=path[:position] + path[position + 1 :])
    if len(path) > 1:
        yield bad("path_reversed", path=path[::-1])
        yield bad("path_empty", path=[])


def synthetic(suite, i, n):
    """A leaf under made-up siblings in a tree too large to build, and the root above it."""
    h = HASH[suite]
    below = []
    index, size = i, n
    while size > 1:
        k = k_of(size)
        below.append(index >= k)
        index, size = (index - k, size - k) if index >= k else (index, k)
    leaf = h(b"\x00leaf")
    path = [h(b"sibling %d" % level) for level in range(len(below))]
    value = leaf
    for sibling, is_right in zip(path, reversed(below), strict=True):
        value = h(b"\x01" + sibling + value) if is_right else h(b"\x01" + value + sibling)
    return suite, i, n, leaf, value, path


def inclusion():
    """Inclusion proofs. leaf, root and path are hashes in hexadecimal; path begins with the
    leaf's sibling. Those named large have made-up siblings."""
    for suite in HASH:
        tree = ct_tree(suite)
        for n in range(1, 9):
            for i in range(n):
                yield inclusion_vector(f"{suite}-ct-{i}-of-{n}", *inclusion_of(tree, i, n))
        for i, n in ((0, 1), (5, 7), (7, 8), (2, 3)):
            yield from damaged_inclusions(f"{suite}-ct-{i}-of-{n}", tree, i, n)
        tree = entry_tree(suite, 300)
        for n in (255, 256, 257, 300):
            for i in sorted({0, 1, 127, 128, 254, n - 1}):
                yield inclusion_vector(f"{suite}-entry-{i}-of-{n}", *inclusion_of(tree, i, n))
        yield from damaged_inclusions(f"{suite}-entry-256-of-300", tree, 256, 300)
        for i, n in (
            (0, 2**63), (2**63, 2**63 + 1), (0, 2**64 - 1), (2**64 - 2, 2**64 - 1),
            (2**63 - 1, 2**64 - 1), (2**53, 2**53 + 1), (2**32, 2**40 + 12_345),
        ):
            yield inclusion_vector(f"{suite}-large-{i}-of-{n}", *synthetic(suite, i, n))
        large = synthetic(suite, 2**64 - 2, 2**64 - 1)
        yield inclusion_vector(
            f"{suite}-large-index_is_size", suite, 2**64 - 1, *large[2:],
            verdict="must_fail", reason="index_is_size",
        )


def consistency_vector(name, suite, m, n, root1, root2, path, verdict="valid", reason=None):
    vector = {
        "name": name, "suite": suite, "size1": m, "size2": n, "root1": root1.hex(),
        "root2": root2.hex(), "path": hexes(path), "verdict": verdict,
    }
    return vector if reason is None else vector | {"reason": reason}


def consistency_of(tree, m, n):
    return tree.suite, m, n, tree.mth(0, m), tree.mth(0, n), tree.proof(m, n)


def damaged_consistencies(name, tree, m, n):
    suite, _, _, root1, root2, path = consistency_of(tree, m, n)
    other = "sm3" if suite == "sha256" else "sha256"

    def bad(reason, **change):
        good = {
            "suite": suite, "m": m, "n": n, "root1": root1, "root2": root2, "path": path,
        }
        return consistency_vector(
            f"{name}-{reason}", **(good | change), verdict="must_fail", reason=reason
        )

    yield bad("root1_bit_flipped", root1=flip(root1, 0))
    yield bad("root2_bit_flipped", root2=flip(root2, 255))
    yield bad("hash_extra", path=[*path, root1])
    if m != n:
        yield bad("suite_of_the_other_tree", suite=other)
        yield bad("sizes_exchanged", m=n, n=m)
        yield bad("roots_exchanged", root1=root2, root2=root1)
        yield bad("path_empty", path=[])
    for position in range(len(path)):
        changed = path[:position] + [flip(path[position], 100)] + path[position + 1 :]
        yield bad(f"hash_{position}_bit_flipped", path=changed)
        yield bad(f"hash_{position}_missing", path=path[:position] + path[position + 1 :])
    if len(path) > 1:
        yield bad("path_reversed", path=path[::-1])


def consistency():
    """Consistency proofs from size1 to size2."""
    for suite in HASH:
        tree = ct_tree(suite)
        for n in range(9):
            for m in range(n + 1):
                yield consistency_vector(
                    f"{suite}-ct-{m}-to-{n}", *consistency_of(tree, m, n)
                )
        for m, n in ((1, 2), (3, 7), (4, 8), (6, 8), (5, 5)):
            yield from damaged_consistencies(f"{suite}-ct-{m}-to-{n}", tree, m, n)
        zero, one, eight = (tree.mth(0, n) for n in (0, 1, 8))
        for name, m, n, root1, root2, path, reason in (
            ("0-to-8", 0, 8, one, eight, [], "root1_is_not_the_empty_root"),
            ("0-to-8", 0, 8, zero, eight, [one], "hash_extra"),
            ("0-to-0", 0, 0, one, one, [], "roots_of_size_0_are_not_the_empty_root"),
            ("1-to-0", 1, 0, one, zero, [], "first_above_second"),
        ):
            yield consistency_vector(
                f"{suite}-ct-{name}-{reason}", suite, m, n, root1, root2, path,
                verdict="must_fail", reason=reason,
            )
        tree = entry_tree(suite, 300)
        for m, n in (
            (1, 300), (255, 256), (256, 257), (255, 300), (256, 300), (257, 300), (299, 300),
        ):
            yield consistency_vector(f"{suite}-entry-{m}-to-{n}", *consistency_of(tree, m, n))
        yield from damaged_consistencies(f"{suite}-entry-257-to-300", tree, 257, 300)


# --- Hashes and signatures ---

def sm3_digests():
    """SM3 digests of messages in hexadecimal."""
    lengths = (55, 56, 63, 64, 65, 119, 120, 1000)
    messages = [b"", b"a", b"abc", b"abcd" * 16, *(b"x" * n for n in lengths)]
    for message in messages:
        yield {"message": message.hex(), "digest": sm3(message).hex(), "verdict": "valid"}


def ed25519():
    """Ed25519 signatures over messages in hexadecimal."""
    # RFC 8032, section 7.1, tests 1 to 3: seed and message.
    for number, seed, message in (
        (1, "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", ""),
        (2, "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "72"),
        (3, "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "af82"),
    ):
        key, data = Ed25519TestKey(bytes.fromhex(seed)), bytes.fromhex(message)
        signature = key.sign(data)
        s = int.from_bytes(signature[32:], "little")
        good = {
            "name": f"rfc8032-{number}", "publicKey": key.public.hex(), "message": message,
            "signature": signature.hex(), "verdict": "valid",
        }
        yield good
        for reason, change in (
            ("r_bit_flipped", {"signature": flip(signature, 7).hex()}),
            ("s_bit_flipped", {"signature": flip(signature, 263).hex()}),
            ("key_bit_flipped", {"publicKey": flip(key.public, 7).hex()}),
            ("message_longer", {"message": message + "00"}),
            ("s_plus_group_order",
             {"signature": (signature[:32] + (s + L25519).to_bytes(32, "little")).hex()}),
            ("signature_cut", {"signature": signature[:63].hex()}),
        ):
            yield good | change | {
                "name": f"{good['name']}-{reason}", "verdict": "must_fail", "reason": reason,
            }


def sm2():
    """SM2 signatures r || s over messages in hexadecimal; the verifier always uses the
    identifier given."""
    sample = SM2TestKey(0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8)
    k = 0x59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21
    message = b"message digest"
    signature = sample.sign(message, k=k)
    good = {
        "name": "gmt-sample", "publicKey": sample.public.hex(), "identifier": GMT_ID.decode(),
        "message": message.hex(), "signature": signature.hex(), "verdict": "valid",
    }
    yield good | {"z": sample.z().hex(), "e": sm3(sample.z() + message).hex()}
    for number in range(3):
        key = NoteSigner("n", SM2_TYPE, f"sm2 vector {number}").key
        data = b"concordat %d" % number * number
        yield good | {
            "name": f"random-{number}", "publicKey": key.public.hex(), "message": data.hex(),
            "signature": key.sign(data).hex(),
        }
    r, s = signature[:32], signature[32:]
    n = be32(NSM2)
    minus_r = be32(NSM2 - int.from_bytes(r, "big"))
    for reason, change in (
        ("r_bit_flipped", {"signature": flip(signature, 255).hex()}),
        ("s_bit_flipped", {"signature": flip(signature, 511).hex()}),
        ("r_and_s_exchanged", {"signature": (s + r).hex()}),
        ("r_is_zero", {"signature": (bytes(32) + s).hex()}),
        ("s_is_zero", {"signature": (r + bytes(32)).hex()}),
        ("r_is_group_order", {"signature": (n + s).hex()}),
        ("s_is_group_order", {"signature": (r + n).hex()}),
        ("r_plus_s_is_zero", {"signature": (r + minus_r).hex()}),
        ("all_ones", {"signature": "ff" * 64}),
        ("signature_cut", {"signature": signature[:63].hex()}),
        ("message_changed", {"message": b"message digesT".hex()}),
        ("signed_with_empty_identifier",
         {"signature": sample.sign(message, identifier=b"").hex()}),
        ("signed_with_rfc8998_identifier",
         {"signature": sample.sign(message, identifier=b"TLSv1.3+GM+Cipher+Suite").hex()}),
        ("key_not_on_curve", {"publicKey": flip(sample.public, 519).hex()}),
        ("key_compressed",
         {"publicKey": (bytes([2 + (sample.public[64] & 1)]) + sample.public[1:33]).hex()}),
        ("key_of_another", {"publicKey": NoteSigner("n", SM2_TYPE, "other").key.public.hex()}),
    ):
        yield good | change | {
            "name": f"gmt-sample-{reason}", "verdict": "must_fail", "reason": reason,
        }


# --- Keys and notes ---

ORIGIN = "log.example/eu"
LOG = NoteSigner(ORIGIN, b"\x01", "log")
LOG_SM2 = NoteSigner(ORIGIN + "/sm3", SM2_TYPE, "log sm2")
WITNESS = NoteSigner("witness.example/w1", b"\x04", "w1")
WITNESS_SM2 = NoteSigner("witness.example/w1/sm3", SM2_TYPE, "w1 sm2")
STRANGER = NoteSigner("witness.example/stranger", b"\x04", "stranger")
STRANGER_SM2 = NoteSigner("witness.example/stranger/sm3", SM2_TYPE, "stranger sm2")
OTHER_LOG = NoteSigner("log.example/other", b"\x01", "other log")
OTHER_LOG_SM2 = NoteSigner("log.example/other/sm3", SM2_TYPE, "other log sm2")
IMPOSTOR = NoteSigner(ORIGIN, b"\x01", "impostor")
IMPOSTOR_SM2 = NoteSigner(ORIGIN + "/sm3", SM2_TYPE, "impostor sm2")

EXAMPLE_VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE_NOTE = (
    "This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6T"
    "fXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)


def raw_line(name, data):
    """A signature line with any bytes in it."""
    return f"\u2014 {name} {b64(data)}\n"


def vkey_text(name, material, key_id=None):
    if key_id is None:
        key_id = hashlib.sha256(name.encode() + b"\n" + material).digest()[:4]
    return f"{name}+{key_id.hex()}+{b64(material)}"


def vkeys():
    """Verifier keys. could_not_tell: a key, of a type that is not supported."""
    for signer, kind in (
        (LOG, "ed25519"), (WITNESS, "ed25519_cosignature"), (LOG_SM2, "sm2"), (WITNESS_SM2, "sm2"),
    ):
        yield {
            "name": signer.name, "vkey": signer.vkey, "keyID": signer.key_id.hex(), "type": kind,
            "publicKey": signer.key.public.hex(), "verdict": "valid",
        }
    for reason, vkey in (
        ("ml_dsa_44", vkey_text("witness.example/pq", b"\x06" + bytes(range(256)) * 5 + bytes(32))),
        ("type_ecdsa", vkey_text("log.example/p256", b"\x02" + bytes(91), b"\1\2\3\4")),
        ("type_unassigned", vkey_text("log.example/new", b"\xffexample/unknown/v1" + bytes(32))),
        ("type_sm2_of_another_version",
         vkey_text("log.example/eu/sm3", b"\xffconcordat/sm2-sm3/v2" + LOG_SM2.key.public)),
    ):
        yield {"name": reason, "vkey": vkey, "verdict": "could_not_tell", "reason": reason}
    good, sm2_good = LOG.vkey, LOG_SM2.vkey
    name, key_id, material = good.split("+", 2)
    ed = LOG.key.public
    for reason, vkey in (
        ("empty", ""),
        ("name_only", ORIGIN),
        ("no_key", f"{name}+{key_id}"),
        ("key_empty", f"{name}+{key_id}+"),
        ("name_empty", vkey_text("", b"\x01" + ed)),
        ("name_with_space", vkey_text("log example", b"\x01" + ed)),
        ("name_with_no_break_space", vkey_text("log\u00a0example", b"\x01" + ed)),
        ("name_with_ideographic_space", vkey_text("log\u3000example", b"\x01" + ed)),
        ("name_with_delete_character", vkey_text("log\u007fexample", b"\x01" + ed)),
        ("name_of_256_bytes", vkey_text("n" * 256, b"\x01" + ed)),
        ("name_with_line_feed", vkey_text("log\nexample", b"\x01" + ed)),
        ("key_id_uppercase", f"{name}+{key_id.upper()}+{material}"),
        ("key_id_short", f"{name}+{key_id[:7]}+{material}"),
        ("key_id_long", f"{name}+{key_id}0+{material}"),
        ("key_id_wrong", f"{name}+{flip(bytes.fromhex(key_id), 0).hex()}+{material}"),
        ("key_id_of_another_name", good.replace(ORIGIN, "log.example/us")),
        ("base64_without_padding", vkey_text("a", LOG_SM2.kind + LOG_SM2.key.public).rstrip("=")),
        ("base64_url_alphabet",
         vkey_text("a", LOG_SM2.kind + LOG_SM2.key.public).replace("/", "_")),
        ("white_space_at_the_end", good + " "),
        ("line_feed_at_the_end", good + "\n"),
        ("ed25519_key_short", vkey_text(ORIGIN, b"\x01" + ed[:31])),
        ("ed25519_key_long", vkey_text(ORIGIN, b"\x01" + ed + b"\0")),
        ("cosignature_key_short", vkey_text(ORIGIN, b"\x04" + ed[:31])),
        ("sm2_point_short", vkey_text(LOG_SM2.name, SM2_TYPE + LOG_SM2.key.public[:64])),
        ("sm2_point_long", vkey_text(LOG_SM2.name, SM2_TYPE + LOG_SM2.key.public + b"\0")),
        ("sm2_point_not_on_curve",
         vkey_text(LOG_SM2.name, SM2_TYPE + flip(LOG_SM2.key.public, 519))),
        ("sm2_point_compressed",
         vkey_text(LOG_SM2.name, SM2_TYPE + b"\x02" + LOG_SM2.key.public[1:33])),
        ("sm2_point_zero", vkey_text(LOG_SM2.name, SM2_TYPE + b"\x04" + bytes(64))),
        ("sm2_key_id_without_type",
         sm2_good.replace(
             LOG_SM2.key_id.hex(),
             hashlib.sha256(LOG_SM2.name.encode() + b"\n" + LOG_SM2.key.public).hexdigest()[:8])),
        ("sm2_key_id_by_sm3",
         sm2_good.replace(
             LOG_SM2.key_id.hex(),
             sm3(LOG_SM2.name.encode() + b"\n" + SM2_TYPE + LOG_SM2.key.public)[:4].hex())),
    ):
        yield {"name": reason, "vkey": vkey, "verdict": "must_fail", "reason": reason}


def either_text_or_hex(member, data):
    try:
        return {member: data.decode("utf-8")}
    except UnicodeDecodeError:
        return {member + "Hex": data.hex()}


def signer_entry(signer, time=1_767_225_600):
    return {"vkey": signer.vkey} if signer.kind == b"\x01" else {"vkey": signer.vkey, "time": time}


def notes():
    """Signed notes with the keys a verifier has. could_not_tell: well-formed, and no known
    key signed it. noteHex stands where the bytes are not UTF-8."""
    def good(name, note, keys, text, signers):
        return {
            "name": name, "note": note, "vkeys": keys, "text": text, "signers": signers,
            "verdict": "valid",
        }

    def bad(reason, note, keys=None, verdict="must_fail"):
        data = note if isinstance(note, bytes) else note.encode()
        return {
            "name": reason, **either_text_or_hex("note", data),
            "vkeys": [LOG.vkey, WITNESS.vkey, LOG_SM2.vkey] if keys is None else keys,
            "verdict": verdict, "reason": reason,
        }

    yield good(
        "c2sp-example", EXAMPLE_NOTE, [EXAMPLE_VKEY], "This is an example message.\n",
        [{"vkey": EXAMPLE_VKEY}],
    )
    text = "First line.\nSecond line, Zweite Zeile, 第二行.\n"
    all_three = text + "\n" + LOG.line(text) + WITNESS.line(text) + LOG_SM2.line(text)
    keys = [LOG.vkey, WITNESS.vkey, LOG_SM2.vkey]
    yield good(
        "three-types", all_three, keys, text,
        [signer_entry(s) for s in (LOG, WITNESS, LOG_SM2)],
    )
    for name, signer in (("ed25519", LOG), ("cosignature", WITNESS), ("sm2", LOG_SM2)):
        yield good(
            f"only-{name}-known", all_three, [signer.vkey], text, [signer_entry(signer)],
        )
    empty_lines = "One.\n\nTwo.\n\n\nThree.\n"
    yield good(
        "empty-lines-in-text", empty_lines + "\n" + LOG.line(empty_lines), keys, empty_lines,
        [signer_entry(LOG)],
    )
    quoted = "A quoted line:\n\u2014 log.example/eu AAAAAAAA\n"
    yield good("dash-in-text", quoted + "\n" + LOG.line(quoted), keys, quoted, [signer_entry(LOG)])
    for time in (0, 1, 2**63 - 1):
        timed = WITNESS.line(text, time=time) + LOG_SM2.line(text, time=time)
        yield good(
            f"time-{time}", text + "\n" + timed, keys, text,
            [signer_entry(WITNESS, time), signer_entry(LOG_SM2, time)],
        )
    junk = raw_line(STRANGER.name, STRANGER.key_id + bytes(72))
    same_name = raw_line(LOG.name, IMPOSTOR.key_id + bytes(64))
    same_id = raw_line(STRANGER.name, LOG.key_id + bytes(64))
    for name, line in (
        ("unknown-key-ignored", junk), ("known-name-other-id-ignored", same_name),
        ("known-id-other-name-ignored", same_id),
        ("unknown-key-one-byte-signature-ignored", raw_line("x", bytes(5))),
    ):
        yield good(
            name, text + "\n" + line + LOG.line(text), keys, text, [signer_entry(LOG)]
        )
    hundred = text + "\n" + "".join(f"\u2014 w{i} {b64(bytes(5))}\n" for i in range(99))
    yield good("hundred-signatures", hundred + LOG.line(text), keys, text, [signer_entry(LOG)])
    yield bad("hundred_and_one_signatures", hundred + raw_line("w", bytes(5)) + LOG.line(text))

    note = text + "\n" + LOG.line(text)
    blob = LOG.key_id + LOG.blob(text)
    yield bad("no_known_key", note, [STRANGER.vkey], "could_not_tell")
    yield bad("no_keys_given", note, [], "could_not_tell")
    yield bad("text_changed", note.replace("First", "first"))
    yield bad("text_longer", note.replace("\n\n", "\nThird line.\n\n"))
    yield bad("text_without_last_line", note.replace("\nSecond line, Zweite Zeile, 第二行.", ""))
    yield bad("signature_bit_flipped", text + "\n" + raw_line(ORIGIN, flip(blob, 100)))
    yield bad("one_known_line_fails",
              text + "\n" + WITNESS.line(text) + raw_line(ORIGIN, flip(blob, 100)))
    yield bad("known_key_twice", note + LOG.line(text))
    yield bad("unknown_key_twice", text + "\n" + junk + LOG.line(text) + junk)
    long_name = "n" * 255
    yield good(
        "name-of-255-bytes-ignored", text + "\n" + raw_line(long_name, bytes(5)) + LOG.line(text),
        keys, text, [signer_entry(LOG)],
    )
    yield bad("signature_shortened", text + "\n" + raw_line(ORIGIN, blob[:-1]))
    yield bad("signature_lengthened", text + "\n" + raw_line(ORIGIN, blob + bytes(1)))
    for signer, label in ((WITNESS, "cosignature"), (LOG_SM2, "sm2")):
        full = signer.key_id + signer.blob(text)
        def line(data, signer=signer):
            return text + "\n" + raw_line(signer.name, data)
        yield bad(f"{label}_time_changed", line(flip(full, 8 * 12 - 1)))
        yield bad(f"{label}_time_above_2_63", line(flip(full, 32)))
        yield bad(f"{label}_signed_time_2_63",
                  text + "\n" + signer.line(text, time=2**63))
        yield bad(f"{label}_without_time", line(signer.key_id + full[12:]))
        yield bad(f"{label}_over_the_bare_text",
                  line(full[:12] + signer.key.sign(text.encode())))
    timed_message = f"cosignature/v1\ntime 1\n{text}".encode()
    yield bad("log_key_signed_as_a_cosigner",
              text + "\n" + raw_line(ORIGIN, LOG.key_id + LOG.key.sign(timed_message)))
    encoded = b64(blob)
    for reason, broken in (
        ("empty", ""),
        ("only_text", text),
        ("no_signatures", text + "\n"),
        ("no_empty_line", text + LOG.line(text)),
        ("last_line_feed_missing", note[:-1]),
        ("empty_line_at_the_end", note + "\n"),
        ("text_after_signatures", note + "more\n"),
        ("carriage_returns", note.replace("\n", "\r\n")),
        ("tab_in_text", note.replace(" ", "\t", 1)),
        ("nul_in_text", note.replace("First", "Fir\0st")),
        ("hyphen_for_dash", note.replace("\u2014", "-")),
        ("en_dash_for_dash", note.replace("\u2014", "\u2013")),
        ("space_after_dash_missing", note.replace("\u2014 ", "\u2014")),
        ("two_spaces_after_dash", note.replace("\u2014 ", "\u2014  ")),
        ("space_at_the_line_end", note[:-1] + " \n"),
        ("name_missing", text + f"\n\u2014 {encoded}\n"),
        ("name_with_plus", note.replace(f"\u2014 {ORIGIN}", "\u2014 log+example")),
        ("name_with_no_break_space", note.replace(f"\u2014 {ORIGIN}", "\u2014 log\u00a0example")),
        ("name_with_delete_character", note.replace(f"\u2014 {ORIGIN}", "\u2014 log\u007fexample")),
        ("name_of_256_bytes", note.replace(f"\u2014 {ORIGIN}", "\u2014 n" + long_name)),
        ("signature_missing", text + f"\n\u2014 {ORIGIN}\n"),
        ("signature_empty", text + f"\n\u2014 {ORIGIN} \n"),
        ("signature_only_a_key_id", text + "\n" + raw_line("x", bytes(4)) + LOG.line(text)),
        ("base64_without_padding", text + "\n\u2014 x AAAAAAA\n" + LOG.line(text)),
        ("base64_trailing_bits", text + "\n\u2014 x AAAAAAB=\n" + LOG.line(text)),
        ("base64_trailing_bits_of_the_log_line", note.replace(encoded, trailing_bits(encoded))),
        ("base64_url_alphabet", text + "\n\u2014 x AAAA-_AA\n" + LOG.line(text)),
        ("base64_with_space", text + "\n\u2014 x AAAA AAAA\n" + LOG.line(text)),
    ):
        yield bad(reason, broken)
    for reason, place in (("overlong_utf8", b"\xc0\xaf"), ("surrogate_utf8", b"\xed\xa0\x80"),
                          ("cut_utf8", b"\xe2\x80"), ("invalid_utf8", b"\xff")):
        yield bad(reason, note.encode().replace(b"First", place))


def trailing_bits(encoded):
    """The same bytes in base64 with a bit set that decodes to nothing."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    body = encoded.rstrip("=")
    assert body != encoded
    return body[:-1] + alphabet[alphabet.index(body[-1]) | 1] + "=" * (len(encoded) - len(body))


ROOT7 = ct_tree("sha256").mth(0, 7)


def checkpoints():
    """Checkpoint texts, without signatures."""
    root = b64(ROOT7)
    for size in (1, 7, 2**53 + 1, 2**64 - 1):
        yield {
            "name": f"size-{size}", "suite": "sha256", "text": f"{ORIGIN}\n{size}\n{root}\n",
            "origin": ORIGIN, "size": size, "root": ROOT7.hex(), "verdict": "valid",
        }
    empty = {suite: HASH[suite](b"") for suite in HASH}
    for suite in HASH:
        yield {
            "name": f"{suite}-size-0", "suite": suite,
            "text": f"{ORIGIN}\n0\n{b64(empty[suite])}\n", "origin": ORIGIN, "size": 0,
            "root": empty[suite].hex(), "verdict": "valid",
        }
    for reason, text in (
        ("empty", ""),
        ("two_lines", f"{ORIGIN}\n7\n"),
        ("extension_line", f"{ORIGIN}\n7\n{root}\nextension\n"),
        ("empty_extension_line", f"{ORIGIN}\n7\n{root}\n\n"),
        ("last_line_feed_missing", f"{ORIGIN}\n7\n{root}"),
        ("size_0_with_a_root_of_entries", f"{ORIGIN}\n0\n{root}\n"),
        ("size_0_with_the_empty_root_of_the_other_suite", f"{ORIGIN}\n0\n{b64(empty['sm3'])}\n"),
        ("origin_empty", f"\n7\n{root}\n"),
        ("origin_with_space", f"log example\n7\n{root}\n"),
        ("origin_with_plus", f"log+example\n7\n{root}\n"),
        ("origin_of_256_bytes", f"{'o' * 256}\n7\n{root}\n"),
        ("size_empty", f"{ORIGIN}\n\n{root}\n"),
        ("size_leading_zero", f"{ORIGIN}\n07\n{root}\n"),
        ("size_double_zero", f"{ORIGIN}\n00\n{root}\n"),
        ("size_plus", f"{ORIGIN}\n+7\n{root}\n"),
        ("size_minus", f"{ORIGIN}\n-7\n{root}\n"),
        ("size_space", f"{ORIGIN}\n 7\n{root}\n"),
        ("size_hexadecimal", f"{ORIGIN}\n0x7\n{root}\n"),
        ("size_underscore", f"{ORIGIN}\n1_000\n{root}\n"),
        ("size_arabic_digit", f"{ORIGIN}\n\u0667\n{root}\n"),
        ("size_2_64", f"{ORIGIN}\n{2**64}\n{root}\n"),
        ("size_very_long", f"{ORIGIN}\n{10**40}\n{root}\n"),
        ("root_empty", f"{ORIGIN}\n7\n\n"),
        ("root_31_bytes", f"{ORIGIN}\n7\n{b64(ROOT7[:31])}\n"),
        ("root_33_bytes", f"{ORIGIN}\n7\n{b64(ROOT7 + bytes(1))}\n"),
        ("root_hexadecimal", f"{ORIGIN}\n7\n{ROOT7.hex()}\n"),
        ("root_without_padding", f"{ORIGIN}\n7\n{root.rstrip('=')}\n"),
        ("root_trailing_bits", f"{ORIGIN}\n7\n{trailing_bits(root)}\n"),
        ("root_space_after", f"{ORIGIN}\n7\n{root} \n"),
        ("order_of_lines", f"{ORIGIN}\n{root}\n7\n"),
    ):
        yield {
            "name": reason, "suite": "sha256", "text": text, "verdict": "must_fail",
            "reason": reason,
        }


# --- Proof files and twin notes ---

HEADER = {"sha256": "c2sp.org/tlog-proof@v1", "sm3": "concordat/sm3-proof/v1"}
SIGNERS = {"sha256": (LOG, WITNESS), "sm3": (LOG_SM2, WITNESS_SM2)}
ALL_VKEYS = [s.vkey for s in (LOG, LOG_SM2, WITNESS, WITNESS_SM2)]


def origin_of(suite):
    return ORIGIN if suite == "sha256" else ORIGIN + "/sm3"


def head_text(suite, size, root, origin=None):
    return f"{origin or origin_of(suite)}\n{size}\n{b64(root)}\n"


def sign_text(text, *signers):
    return text + "\n" + "".join(signer.line(text) for signer in signers)


def proof_text(suite, index, path, note, extra=None):
    lines = [HEADER[suite]]
    if extra is not None:
        lines.append(f"extra {b64(extra)}")
    lines += [f"index {index}", *map(b64, path)]
    return "\n".join(lines) + "\n\n" + note


def proofs():
    """Proof files of both suites with the keys a verifier has and the entry in hexadecimal.
    proofHex stands where the bytes are not UTF-8."""
    for suite in HASH:
        yield from proofs_of(suite)


def proofs_of(suite):
    other = "sm3" if suite == "sha256" else "sha256"
    log, witness = SIGNERS[suite]
    other_log, other_witness = SIGNERS[other]
    stranger = STRANGER if suite == "sha256" else STRANGER_SM2
    impostor = IMPOSTOR if suite == "sha256" else IMPOSTOR_SM2

    def good(name, tree, index, size, proof, signers, keys=ALL_VKEYS):
        return {
            "name": f"{suite}-{name}", "suite": suite, "proof": proof, "vkeys": keys,
            "entry": tree.entries[index].hex(), "verdict": "valid", "origin": origin_of(suite),
            "leafIndex": index, "treeSize": size, "leaf": tree.leaf(index).hex(),
            "signers": [s.vkey for s in signers],
        }

    for index, size in ((0, 1), (0, 2), (5, 7), (255, 300), (299, 300)):
        tree = entry_tree(suite, size)
        note = sign_text(head_text(suite, size, tree.mth(0, size)), log)
        yield good(
            f"{index}-of-{size}", tree, index, size,
            proof_text(suite, index, tree.path(index, 0, size), note), [log],
        )

    index, size = 5, 7
    tree = entry_tree(suite, size)
    root, path, entry = tree.mth(0, size), tree.path(index, 0, size), tree.entries[index]
    text = head_text(suite, size, root)
    note = sign_text(text, log, witness)
    proof = proof_text(suite, index, path, note)
    yield good("cosigned", tree, index, size, proof, [log, witness])
    yield good("cosigned-witness-unknown", tree, index, size, proof, [log], [log.vkey])
    yield good(
        "unknown-line-ignored", tree, index, size,
        proof_text(suite, index, path,
                   text + "\n" + raw_line(stranger.name, stranger.key_id + bytes(72))
                   + log.line(text)),
        [log],
    )
    yield good(
        "other-key-id-under-the-logs-name-ignored", tree, index, size,
        proof_text(suite, index, path, sign_text(text, impostor, log)), [log],
    )
    yield good(
        "extra", tree, index, size,
        proof_text(suite, index, path, note, extra=b"not authenticated"), [log, witness],
    )
    cross = sign_text(text, log, other_witness)
    yield good(
        "line-of-the-other-suite-not-counted", tree, index, size,
        proof_text(suite, index, path, cross), [log],
    )

    def bad(reason, proof, entry=entry, keys=ALL_VKEYS, verdict="must_fail"):
        data = proof if isinstance(proof, bytes) else proof.encode()
        return {
            "name": f"{suite}-{reason}", "suite": suite, **either_text_or_hex("proof", data),
            "vkeys": keys, "entry": entry.hex(), "verdict": verdict, "reason": reason,
        }

    def with_note(note, index=index, path=path):
        return proof_text(suite, index, path, note)

    # What the verifier's own keys do not decide.
    unsure = "could_not_tell"
    yield bad("no_keys", proof, keys=[], verdict=unsure)
    yield bad("only_keys_of_the_other_suite", proof, keys=[other_log.vkey, other_witness.vkey],
              verdict=unsure)
    yield bad("only_the_witness_known", proof, keys=[witness.vkey], verdict=unsure)
    yield bad("only_a_stranger_known", proof, keys=[stranger.vkey], verdict=unsure)
    yield bad("signed_by_the_witness_only", with_note(sign_text(text, witness)), verdict=unsure)
    yield bad("signed_by_an_impostor_only", with_note(sign_text(text, impostor)), verdict=unsure)
    yield bad("signed_by_the_other_suites_key_only", with_note(sign_text(text, other_log)),
              verdict=unsure)
    yield bad("first_line_of_the_other_suite", proof.replace(HEADER[suite], HEADER[other]),
              verdict=unsure)

    # The entry, the index, the path.
    yield bad("entry_bit_flipped", proof, entry=flip(entry, 0))
    yield bad("entry_longer", proof, entry=entry + b"\n")
    yield bad("entry_empty", proof, entry=b"")
    yield bad("entry_repeated", proof, entry=entry * 10)
    yield bad("index_changed", with_note(note, index=4))
    yield bad("index_is_size", with_note(note, index=7))
    yield bad("index_far_above_size", with_note(note, index=2**64 - 1))
    for position in range(len(path)):
        changed = path[:position] + [flip(path[position], 17)] + path[position + 1 :]
        yield bad(f"hash_{position}_bit_flipped", with_note(note, path=changed))
    yield bad("hash_missing", with_note(note, path=path[:-1]))
    yield bad("hash_extra", with_note(note, path=[*path, root]))
    yield bad("path_reversed", with_note(note, path=path[::-1]))
    other_tree = entry_tree(other, size)
    yield bad("path_of_the_other_tree", with_note(note, path=other_tree.path(index, 0, size)))
    yield bad("root_of_the_other_tree_signed",
              with_note(sign_text(head_text(suite, size, other_tree.mth(0, size)), log)))
    yield bad("head_of_another_size_signed",
              with_note(sign_text(head_text(suite, 8, root), log, witness), index=7, path=path))
    yield bad("sixty_five_hashes", with_note(note, path=[root] * 65))

    # The head and its signatures.
    yield bad("size_changed", proof.replace("\n7\n", "\n8\n"))
    yield bad("root_changed", proof.replace(b64(root), b64(flip(root, 3))))
    yield bad("origin_changed", proof.replace(f"\n{origin_of(suite)}\n", "\nlog.example/us\n"))
    elsewhere = head_text(suite, size, root, origin="log.example/us")
    yield bad("head_of_another_origin_signed", with_note(sign_text(elsewhere, log)),
              verdict=unsure)
    blob = log.key_id + log.blob(text)
    def line(data):
        return raw_line(log.name, data)
    for reason, position in (("first", 8 * len(blob) - 512), ("last", 8 * len(blob) - 8)):
        yield bad(f"signature_bit_flipped_{reason}",
                  with_note(text + "\n" + line(flip(blob, position))))
    yield bad("signature_halves_exchanged",
              with_note(text + "\n" + line(blob[:-64] + blob[-32:] + blob[-64:-32])))
    yield bad("signature_of_the_other_type",
              with_note(text + "\n" + line(
                  blob[:4] + blob[12:] if suite == "sm3" else blob[:4] + bytes(8) + blob[4:])))
    yield bad("signed_twice", with_note(sign_text(text, log, log)))
    cosigned = witness.key_id + witness.blob(text)
    yield bad("known_cosignature_fails",
              with_note(sign_text(text, log) + raw_line(witness.name, flip(cosigned, 200))))
    yield bad("cosignature_time_changed",
              with_note(sign_text(text, log) + raw_line(witness.name, flip(cosigned, 90))))
    foreign = other_witness.key_id + other_witness.blob(text)
    yield bad("known_line_of_the_other_suite_fails",
              with_note(sign_text(text, log) + raw_line(other_witness.name, flip(foreign, 200))))
    extended = text + "extension\n"
    yield bad("extension_line_signed", with_note(sign_text(extended, log)))
    unpadded = text.replace("\n7\n", "\n07\n")
    yield bad("size_with_leading_zero_signed", with_note(sign_text(unpadded, log)))

    # The spelling of the file.
    first = b64(path[0])
    for reason, broken in (
        ("empty", ""),
        ("first_line_missing", proof.split("\n", 1)[1]),
        ("first_line_of_another_version", proof.replace("v1\n", "v2\n", 1)),
        ("first_line_with_space", proof.replace("v1\n", "v1 \n", 1)),
        ("byte_order_mark", "\ufeff" + proof),
        ("carriage_returns", proof.replace("\n", "\r\n")),
        ("index_missing", proof.replace(f"index {index}\n", "")),
        ("index_empty", proof.replace("index 5", "index ")),
        ("index_leading_zero", proof.replace("index 5", "index 05")),
        ("index_plus", proof.replace("index 5", "index +5")),
        ("index_minus", proof.replace("index 5", "index -5")),
        ("index_two_spaces", proof.replace("index 5", "index  5")),
        ("index_uppercase", proof.replace("index 5", "Index 5")),
        ("index_2_64_plus_5", proof.replace("index 5", f"index {2**64 + 5}")),
        ("index_twice", proof.replace("index 5\n", "index 5\nindex 5\n")),
        ("extra_after_index", proof.replace("index 5\n", "index 5\nextra AAAA\n")),
        ("extra_empty", proof.replace("index 5\n", "extra \nindex 5\n")),
        ("extra_without_space", proof.replace("index 5\n", "extra\nindex 5\n")),
        ("extra_twice", proof.replace("index 5\n", "extra AAAA\nextra AAAA\nindex 5\n")),
        ("extra_not_base64", proof.replace("index 5\n", "extra A A=\nindex 5\n")),
        ("hash_without_padding", proof.replace(first, first.rstrip("="))),
        ("hash_trailing_bits", proof.replace(first, trailing_bits(first))),
        ("hash_31_bytes", proof.replace(first, b64(path[0][:31]))),
        ("hash_33_bytes", proof.replace(first, b64(path[0] + bytes(1)))),
        ("hash_hexadecimal", proof.replace(first, path[0].hex())),
        ("hash_with_space_after", proof.replace(first, first + " ")),
        ("empty_line_missing", proof.replace("\n\n", "\n", 1)),
        ("two_empty_lines", proof.replace("\n\n", "\n\n\n", 1)),
        ("checkpoint_missing", proof.split("\n\n", 1)[0] + "\n\n"),
        ("checkpoint_without_signatures", proof.rsplit("\n\n", 1)[0] + "\n"),
        ("last_line_feed_missing", proof[:-1]),
        ("line_after_the_end", proof + "more\n"),
        ("empty_line_after_the_end", proof + "\n"),
    ):
        assert broken != proof, reason
        yield bad(reason, broken)
    yield bad("not_utf8", proof.encode().replace(b"index", b"\xff\xfe"))
    yield bad("not_utf8_in_the_head", proof.encode() + b"\xff\n")


def twin_text(size, sha256_root, sm3_root, origin=ORIGIN):
    return f"concordat/twin/v1\n{origin}\n{size}\n{b64(sha256_root)}\n{b64(sm3_root)}\n"


def twin():
    """Twin notes with both checkpoints and the keys a verifier has."""
    size = 7
    roots = {suite: entry_tree(suite, size).mth(0, size) for suite in HASH}
    heads = {
        suite: sign_text(head_text(suite, size, roots[suite]), SIGNERS[suite][0]) for suite in HASH
    }
    text = twin_text(size, roots["sha256"], roots["sm3"])
    good = {
        "name": "size-7", "twin": sign_text(text, LOG, LOG_SM2), "checkpoint": heads["sha256"],
        "sm3Checkpoint": heads["sm3"], "vkeys": ALL_VKEYS, "verdict": "valid", "origin": ORIGIN,
        "size": size,
    }
    yield good
    yield good | {"name": "lines-in-the-other-order", "twin": sign_text(text, LOG_SM2, LOG)}
    zero = {suite: HASH[suite](b"") for suite in HASH}
    yield good | {
        "name": "size-0",
        "twin": sign_text(twin_text(0, zero["sha256"], zero["sm3"]), LOG, LOG_SM2),
        "checkpoint": sign_text(head_text("sha256", 0, zero["sha256"]), LOG),
        "sm3Checkpoint": sign_text(head_text("sm3", 0, zero["sm3"]), LOG_SM2), "size": 0,
    }
    yield good | {
        "name": "cosigned-heads",
        "checkpoint": sign_text(head_text("sha256", size, roots["sha256"]), LOG, WITNESS),
        "sm3Checkpoint": sign_text(head_text("sm3", size, roots["sm3"]), LOG_SM2, WITNESS_SM2),
    }

    def bad(reason, verdict="must_fail", **change):
        vector = {k: v for k, v in good.items() if k not in ("origin", "size")}
        return vector | change | {"name": reason, "verdict": verdict, "reason": reason}

    unsure = "could_not_tell"
    yield bad("no_keys", unsure, vkeys=[])
    yield bad("only_the_ed25519_key_known", unsure, vkeys=[LOG.vkey])
    yield bad("only_the_sm2_key_known", unsure, vkeys=[LOG_SM2.vkey])
    yield bad("only_witnesses_known", unsure, vkeys=[WITNESS.vkey, WITNESS_SM2.vkey])
    yield bad("twin_without_the_sm2_line", unsure, twin=sign_text(text, LOG))
    yield bad("twin_without_the_ed25519_line", unsure, twin=sign_text(text, LOG_SM2))
    yield bad("twin_signed_by_impostors", unsure, twin=sign_text(text, IMPOSTOR, IMPOSTOR_SM2))
    yield bad("checkpoints_exchanged", unsure,
              checkpoint=good["sm3Checkpoint"], sm3Checkpoint=good["checkpoint"])

    def signed(text):
        return sign_text(text, LOG, LOG_SM2)

    root8 = {suite: entry_tree(suite, 8).mth(0, 8) for suite in HASH}
    yield bad("size_differs_from_both_heads",
              twin=signed(twin_text(8, roots["sha256"], roots["sm3"])))
    yield bad("sha256_root_differs", twin=signed(twin_text(size, root8["sha256"], roots["sm3"])))
    yield bad("sm3_root_differs", twin=signed(twin_text(size, roots["sha256"], root8["sm3"])))
    yield bad("roots_exchanged", twin=signed(twin_text(size, roots["sm3"], roots["sha256"])))
    yield bad("sm3_head_of_another_size",
              sm3Checkpoint=sign_text(head_text("sm3", 8, root8["sm3"]), LOG_SM2))
    yield bad("sha256_head_of_another_size",
              checkpoint=sign_text(head_text("sha256", 8, root8["sha256"]), LOG))
    yield bad("text_changed_after_signing", twin=good["twin"].replace("\n7\n", "\n8\n"))
    yield bad("checkpoint_changed_after_signing",
              checkpoint=good["checkpoint"].replace("\n7\n", "\n8\n"))
    yield bad("sm3_checkpoint_changed_after_signing",
              sm3Checkpoint=good["sm3Checkpoint"].replace("\n7\n", "\n8\n"))
    blob = LOG_SM2.key_id + LOG_SM2.blob(text)
    yield bad("sm2_line_fails",
              twin=sign_text(text, LOG) + raw_line(LOG_SM2.name, flip(blob, 300)))
    ed_blob = LOG.key_id + LOG.blob(text)
    yield bad("ed25519_line_fails",
              twin=text + "\n" + raw_line(LOG.name, flip(ed_blob, 300)) + LOG_SM2.line(text))
    other_text = twin_text(size, roots["sha256"], roots["sm3"], origin="log.example/other")
    yield bad("twin_of_another_log", twin=sign_text(other_text, OTHER_LOG, OTHER_LOG_SM2),
              vkeys=[*ALL_VKEYS, OTHER_LOG.vkey, OTHER_LOG_SM2.vkey])
    yield bad("a_checkpoint_in_place_of_the_twin", twin=heads["sha256"])
    lines = text.splitlines(keepends=True)
    for reason, broken in (
        ("header_missing", "".join(lines[1:])),
        ("header_of_another_version", text.replace("twin/v1", "twin/v2")),
        ("origin_of_the_sibling", text.replace(ORIGIN, ORIGIN + "/sm3")),
        ("origin_empty", text.replace(ORIGIN, "")),
        ("origin_all_digits", text.replace(ORIGIN, "12345")),
        ("origin_of_our_formats", text.replace(ORIGIN, "concordat/log")),
        ("size_0_with_roots_of_entries", text.replace("\n7\n", "\n0\n")),
        ("size_leading_zero", text.replace("\n7\n", "\n07\n")),
        ("sm3_root_missing", "".join(lines[:4])),
        ("sixth_line", text + "more\n"),
        ("root_hexadecimal", "".join([*lines[:3], roots["sha256"].hex() + "\n", lines[4]])),
        ("root_31_bytes", "".join([*lines[:3], b64(roots["sha256"][:31]) + "\n", lines[4]])),
    ):
        assert broken != text, reason
        yield bad(reason, twin=signed(broken))


# --- Tiles ---

def tiles():
    """Paths of tiles and entry bundles below a log's prefix. width 256 is a full tile."""
    for path, kind, level, index, width in (
        ("tile/0/000", "hashes", 0, 0, 256),
        ("tile/0/005", "hashes", 0, 5, 256),
        ("tile/0/999", "hashes", 0, 999, 256),
        ("tile/0/x001/000", "hashes", 0, 1000, 256),
        ("tile/0/x001/x234/067", "hashes", 0, 1_234_067, 256),
        ("tile/0/x001/x000/000", "hashes", 0, 1_000_000, 256),
        ("tile/0/x072/x057/x594/x037/x927/935", "hashes", 0, 2**56 - 1, 256),
        ("tile/3/x001/x234/067.p/1", "hashes", 3, 1_234_067, 1),
        ("tile/0/000.p/1", "hashes", 0, 0, 1),
        ("tile/1/017.p/99", "hashes", 1, 17, 99),
        ("tile/2/000.p/255", "hashes", 2, 0, 255),
        ("tile/10/000", "hashes", 10, 0, 256),
        ("tile/63/000", "hashes", 63, 0, 256),
        ("tile/entries/000", "entries", None, 0, 256),
        ("tile/entries/x001/x234/067", "entries", None, 1_234_067, 256),
        ("tile/entries/273.p/112", "entries", None, 273, 112),
    ):
        vector = {"path": path, "kind": kind, "index": index, "width": width, "verdict": "valid"}
        yield vector if level is None else vector | {"level": level}
    for reason, path in (
        ("empty", ""),
        ("no_number", "tile/0"),
        ("number_empty", "tile/0/"),
        ("slash_before", "/tile/0/000"),
        ("slash_after", "tile/0/000/"),
        ("another_word", "tiles/0/000"),
        ("level_missing", "tile/000"),
        ("level_leading_zero", "tile/00/000"),
        ("level_leading_zero_of_seven", "tile/07/000"),
        ("level_64", "tile/64/000"),
        ("level_100", "tile/100/000"),
        ("level_minus", "tile/-1/000"),
        ("level_plus", "tile/+1/000"),
        ("level_letter", "tile/a/000"),
        ("level_uppercase_entries", "tile/Entries/000"),
        ("level_is_data", "tile/data/000"),
        ("number_not_padded", "tile/0/0"),
        ("number_two_digits", "tile/0/05"),
        ("number_four_digits", "tile/0/0005"),
        ("number_with_x_only", "tile/0/x5"),
        ("number_last_group_with_x", "tile/0/x005"),
        ("number_first_group_without_x", "tile/0/001/067"),
        ("number_leading_group_of_zeros", "tile/0/x000/067"),
        ("number_two_leading_groups_of_zeros", "tile/0/x000/x000/000"),
        ("number_uppercase_x", "tile/0/X001/067"),
        ("number_minus", "tile/0/-01"),
        ("number_letter", "tile/0/00a"),
        ("number_arabic_digit", "tile/0/00\u0665"),
        ("number_2_56", "tile/0/x072/x057/x594/x037/x927/936"),
        ("number_2_64", "tile/0/x018/x446/x744/x073/x709/x551/616"),
        ("number_endless", "tile/0/" + "x999/" * 40 + "999"),
        ("width_empty", "tile/0/000.p/"),
        ("width_missing", "tile/0/000.p"),
        ("width_0", "tile/0/000.p/0"),
        ("width_256", "tile/0/000.p/256"),
        ("width_257", "tile/0/000.p/257"),
        ("width_999", "tile/0/000.p/999"),
        ("width_leading_zero", "tile/0/000.p/01"),
        ("width_2_64_plus_1", f"tile/0/000.p/{2**64 + 1}"),
        ("width_minus", "tile/0/000.p/-1"),
        ("width_without_dot", "tile/0/000p/1"),
        ("width_uppercase", "tile/0/000.P/1"),
        ("width_twice", "tile/0/000.p/1.p/1"),
        ("width_slash_after", "tile/0/000.p/1/"),
        ("width_slash_before", "tile/0/000/.p/1"),
        ("bundle_width_0", "tile/entries/000.p/0"),
        ("bundle_width_256", "tile/entries/000.p/256"),
        ("bundle_number_not_padded", "tile/entries/5"),
        ("bundle_with_level", "tile/0/entries/000"),
        ("space_after", "tile/0/000 "),
        ("line_feed_after", "tile/0/000\n"),
        ("query", "tile/0/000?x"),
        ("percent_encoded", "tile/0/%30%30%30"),
        ("two_slashes", "tile//0/000"),
        ("parent", "tile/0/../000"),
    ):
        yield {"name": reason, "path": path, "verdict": "must_fail", "reason": reason}


def bundles():
    """Entry bundles in hexadecimal with the width their path states."""
    def bundle(entries):
        return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)

    for name, entries in (
        ("one", [b"x"]), ("three", [b"entry 0", b"\0", b"entry 2"]),
        ("three_hundred_bytes", [b"a" * 300]), ("full", [b"%d" % i for i in range(256)]),
    ):
        yield {
            "name": name, "bundle": bundle(entries).hex(), "width": len(entries),
            "entries": hexes(entries), "verdict": "valid",
        }
    good = bundle([b"entry 0", b"entry 1"])
    for reason, data, width in (
        ("empty", b"", 1),
        ("an_entry_too_few", good, 3),
        ("an_entry_too_many", good, 1),
        ("last_byte_missing", good[:-1], 2),
        ("a_byte_left_over", good + b"\0", 2),
        ("length_cut", good[:10], 2),
        ("length_beyond_the_end", b"\xff\xff" + good[2:], 2),
        ("entry_of_0_bytes", bundle([b"entry 0", b""]), 2),
    ):
        yield {
            "name": reason, "bundle": data.hex(), "width": width, "verdict": "must_fail",
            "reason": reason,
        }


def treeheads():
    """Signed tree heads of RFC 6962, section 3.5, over the trees of the entries `entry 0`,
    `entry 1`, ..."""
    key = P256TestKey("log.example/eu tree heads")

    def signed(size, timestamp, prefix=b"\0\1"):
        root = Tree("sha256", [b"entry %d" % i for i in range(size)]).mth(0, size)
        message = prefix + timestamp.to_bytes(8, "big") + size.to_bytes(8, "big") + root
        r, s = key.sign(message)
        return {
            "name": f"size-{size}", "treeSize": size, "timestamp": timestamp, "root": root.hex(),
            "key": b64(key.spki), "logID": b64(hashlib.sha256(key.spki).digest()),
            "signature": digitally_signed(der_signature(r, s)), "verdict": "valid",
        }, r, s

    def digitally_signed(der, algorithms=b"\4\3", length=None):
        count = len(der) if length is None else length
        return b64(algorithms + count.to_bytes(2, "big") + der)

    for size in (0, 1, 2, 7, 300):
        yield signed(size, 1767225600000 + size)[0]
    good, r, s = signed(7, 1767225600007)
    der = der_signature(r, s)
    padded = b"\2\x22\0" + be32(r).rjust(33, b"\0")
    negative = b"\2\x20" + be32(r | 1 << 255)
    for reason, change in (
        ("another_size", {"treeSize": 8}),
        ("another_time", {"timestamp": 1767225600008}),
        ("time_in_seconds", {"timestamp": 1767225600}),
        ("another_root", {"root": signed(8, 0)[0]["root"]}),
        ("signed_as_a_certificate_timestamp", {
            "signature": signed(7, 1767225600007, b"\0\0")[0]["signature"]}),
        ("signed_as_version_2", {
            "signature": signed(7, 1767225600007, b"\1\1")[0]["signature"]}),
        ("key_of_another", {"key": b64(P256TestKey("another").spki)}),
        ("key_without_its_header", {"key": b64(key.point)}),
        ("key_with_a_byte_behind", {"key": b64(key.spki + b"\0")}),
        ("key_compressed", {
            "key": b64(SPKI_P256 + bytes([2 + (key.point[64] & 1)]) + key.point[1:33])}),
        ("key_not_on_curve", {"key": b64(SPKI_P256 + flip(key.point, 519))}),
        ("hash_algorithm_sha1", {"signature": digitally_signed(der, b"\2\3")}),
        ("signature_algorithm_rsa", {"signature": digitally_signed(der, b"\4\1")}),
        ("length_one_more", {"signature": digitally_signed(der, length=len(der) + 1)}),
        ("length_one_less", {"signature": digitally_signed(der, length=len(der) - 1)}),
        ("a_byte_behind", {"signature": b64(
            b"\4\3" + len(der).to_bytes(2, "big") + der + b"\0")}),
        ("no_signature", {"signature": digitally_signed(b"")}),
        ("raw_r_and_s", {"signature": digitally_signed(be32(r) + be32(s))}),
        ("r_and_s_exchanged", {"signature": digitally_signed(der_signature(s, r))}),
        ("r_bit_flipped", {"signature": digitally_signed(der_signature(r ^ 1, s))}),
        ("s_bit_flipped", {"signature": digitally_signed(der_signature(r, s ^ 1))}),
        ("r_is_zero", {"signature": digitally_signed(der_signature(0, s))}),
        ("s_is_zero", {"signature": digitally_signed(der_signature(r, 0))}),
        ("r_is_group_order", {"signature": digitally_signed(der_signature(NP256, s))}),
        ("r_plus_group_order", {"signature": digitally_signed(der_signature(r + NP256, s))}),
        ("r_padded", {"signature": digitally_signed(sequence(padded + der_integer(s)))}),
        ("r_negative", {"signature": digitally_signed(sequence(negative + der_integer(s)))}),
        ("long_form_of_the_length", {"signature": digitally_signed(b"\x30\x81" + der[1:])}),
        ("a_third_number", {"signature": digitally_signed(
            sequence(der_integer(r) + der_integer(s) + der_integer(1)))}),
    ):
        damaged = good | change | {
            "name": f"size-7-{reason}", "verdict": "must_fail", "reason": reason,
        }
        damaged.pop("logID")
        yield damaged


def sequence(content):
    return bytes([0x30, len(content)]) + content


# --- Records and evidence ---

CROSSWALK = "sha256:" + hashlib.sha256(b"a crosswalk").hexdigest()
CLOCK_CHANGE = {
    "record_id": "6f1c1a52-8d0f-4b61-9d5e-0a4c6f8e2b17", "event_time": "2026-01-01T00:00:30Z",
    "actor_id": "service:clock", "actor_type": "system", "system_id": "h\u00f4te \u201ceu-1\u201d",
    "clock_id": "eu-1", "change": "step", "source_before": "ntp", "source_after": "ptp",
    "offset_ms": -125, "error_before_ms": 40, "error_after_ms": 1, "reason": "maintenance",
    "attributes": {"note": "line\nfeed", "z": [1, True, {"b": 1, "a": "\\"}]},
}
ACCESS = {
    "record_id": "0b9d1f3e-52c7-4f0a-8e66-9a7d34c1e905", "actor_id": "staff:7f3a90c2",
    "actor_role": ["physician", "on-call"], "outcome": "success", "legal_hold": False,
    "timezone_offset": -180, "record_count": 9007199254740991,
}


def sealed(schema, record, hash_name, **options):
    secret = hashlib.sha256(f"secret of {schema} {hash_name}".encode()).digest()
    return secret, Sealed(
        schema, record, secret, hash_name, options.pop("retention", "R6M"),
        "2026-01-01T00:00:00Z", CROSSWALK, tree=Tree, **options
    )


def records():
    """Records sealed from a secret, and sets of disclosures against a statement. `schema` is a file
    in Specs/schemas; with `record` the statement and all disclosures follow from what is given."""
    for schema, record, hash_name, options in (
        ("clock-change", CLOCK_CHANGE, "sha256", {}), ("clock-change", CLOCK_CHANGE, "sm3", {}),
        ("data-access", ACCESS, "sha256", {}), ("ai-decision", {}, "sm3", {}),
        ("data-access", ACCESS, "sha256", {"opaque": True}),
        ("opaque", {}, "sm3", {"opaque": True, "dummy": True, "retention": "none"}),
    ):
        secret, seal = sealed(schema, record, hash_name, **options)
        kind = "dummy" if "dummy" in options else "opaque" if options else "open"
        yield {
            "name": f"{schema}-{hash_name}-{kind}", "schema": schema, "hmac": hash_name,
            "secret": secret.hex(), "record": record, "kind": kind,
            "retention": options.get("retention", "R6M"), "recorded": "2026-01-01T00:00:00Z",
            "crosswalk": CROSSWALK, "statement": seal.statement,
            "disclosures": [
                {"disclosure": text, "index": i, **seal.paths(i)}
                for i, text in enumerate(seal.disclosures)
                if len(seal.disclosures) < 64 or i % 13 == 1 or i == 127
            ],
            "allDisclosures": hashlib.sha256("\n".join(seal.disclosures).encode()).hexdigest(),
            "verdict": "valid",
        }

    _, seal = sealed("clock-change", CLOCK_CHANGE, "sha256")
    good = {"schema": "clock-change", "statement": seal.statement}
    shown = seal.disclosed("clock_id", "offset_ms", "correlation_id")

    def check(name, verdict="must_fail", disclosures=shown, **change):
        vector = good | {"name": name, "disclosures": disclosures} | change | {"verdict": verdict}
        return vector if verdict == "valid" else vector | {"reason": name}

    def with_first(**change):
        return [shown[0] | change, *shown[1:]]

    def spelled(text):
        return with_first(disclosure=b64url(text.encode()))

    yield check("three_fields", "valid")
    yield check("no_fields", "valid", disclosures=[])
    yield check("one_field", "valid", disclosures=shown[1:2])
    first = shown[0]
    raw = canonical([b64url(bytes(32)), "clock_id", "eu-1"])
    yield check("salt_of_another_record", disclosures=spelled(raw))
    digits = first["disclosure"]
    yield check("digit_changed", disclosures=with_first(
        disclosure=("A" if digits[0] != "A" else "B") + digits[1:]))
    yield check("digit_missing", disclosures=with_first(disclosure=digits[:-1]))
    yield check("padded", disclosures=with_first(disclosure=digits + "="))
    yield check("index_of_another_field", disclosures=with_first(index=first["index"] - 1))
    yield check("index_beyond_the_fields", disclosures=with_first(index=25))
    yield check("path_too_short", disclosures=with_first(sha256=first["sha256"][:-1]))
    yield check("path_too_long", disclosures=with_first(sm3=[*first["sm3"], first["sm3"][0]]))
    yield check("paths_exchanged", disclosures=with_first(sha256=first["sm3"], sm3=first["sha256"]))
    for suite in HASH:
        hashes = [b64(flip(base64_bytes(first[suite][0]), 9)), *first[suite][1:]]
        yield check(f"{suite}_hash_bit_flipped", disclosures=with_first(**{suite: hashes}))
    salt = b64url(bytes(32))
    for reason, text in (
        ("white_space", f'["{salt}", "clock_id","eu-1"]'),
        ("two_parts", f'["{salt}","clock_id"]'),
        ("four_parts", f'["{salt}","clock_id","eu-1",1]'),
        ("salt_of_31_bytes", f'["{b64url(bytes(31))}","clock_id","eu-1"]'),
        ("fraction", f'["{salt}","clock_id",1.0]'),
        ("escape_that_is_not_needed", f'["{salt}","cl\\u006fck_id","eu-1"]'),
        ("duplicate_member", f'["{salt}","clock_id",{{"a":1,"a":1}}]'),
    ):
        yield check(f"disclosure_with_{reason}", disclosures=spelled(text))
    for reason, old, new in (
        ("another_class", '"class":"clock-change"', '"class":"incident"'),
        ("another_schema", seal.statement[-80:-70], "0" * 10),
        ("a_field_more", '"fields":25', '"fields":26'),
        ("a_field_less", '"fields":25', '"fields":24'),
        ("another_scheme", "salted-merkle/v1", "salted-merkle/v2"),
        ("another_version", '"v":1', '"v":2'),
        ("white_space", '"v":1', '"v": 1'),
        ("a_member_more", '"v":1', '"v":1,"w":1'),
        ("a_fraction_of_a_second", "00:00:00Z", "00:00:00.5Z"),
    ):
        changed = seal.statement.replace(old, new)
        assert changed != seal.statement, reason
        yield check(f"statement_with_{reason}", statement=changed)


def base64_bytes(text):
    return base64.b64decode(text)


def evidences():
    """Files of evidence and the keys a verifier has."""
    index, size = 3, 7
    _, seal = sealed("clock-change", CLOCK_CHANGE, "sha256")

    def parts(entry):
        entries = [b"entry %d" % i for i in range(size)]
        entries[index] = entry
        trees = {suite: Tree(suite, entries) for suite in HASH}
        roots = {suite: trees[suite].mth(0, size) for suite in HASH}
        notes = {
            suite: sign_text(head_text(suite, size, roots[suite]), *SIGNERS[suite])
            for suite in HASH
        }
        files = {
            suite: proof_text(suite, index, trees[suite].path(index, 0, size), notes[suite])
            for suite in HASH
        }
        return files, sign_text(twin_text(size, roots["sha256"], roots["sm3"]), LOG, LOG_SM2)

    proofs, twin_note = parts(seal.statement.encode())
    schema = schema_bytes("clock-change").decode()
    shown = seal.disclosed("record_class", "clock_id", "offset_ms", "correlation_id", "attributes")

    def file(statement=seal.statement, schema=schema, disclosures=shown, sha256=None, sm3=None,
             twin=twin_note):
        return evidence(
            statement, schema, disclosures, sha256 or proofs["sha256"], sm3 or proofs["sm3"], twin
        )

    def good(name, text, suites=("sha256", "sm3"), keys=ALL_VKEYS, fields=5):
        return {
            "name": name, "evidence": text, "vkeys": keys, "verdict": "valid", "origin": ORIGIN,
            "index": index, "treeSize": size, "suites": list(suites), "fieldCount": fields,
        }

    def bad(reason, text, keys=ALL_VKEYS, verdict="must_fail"):
        return {
            "name": reason, "evidence": text, "vkeys": keys, "verdict": verdict, "reason": reason,
        }

    yield good("both-suites", file())
    yield good("sha256-alone", file(), ["sha256"], [LOG.vkey])
    yield good("sm3-alone", file(), ["sm3"], [LOG_SM2.vkey])
    yield good("no-disclosures", file(disclosures=[]), fields=0)
    yield good("one-disclosure", file(disclosures=shown[2:3]), fields=1)
    unsure = "could_not_tell"
    yield bad("no_keys", file(), [], unsure)
    yield bad("only_witnesses_known", file(), [WITNESS.vkey, WITNESS_SM2.vkey], unsure)
    yield bad("only_another_log_known", file(), [OTHER_LOG.vkey, OTHER_LOG_SM2.vkey], unsure)

    text = file()
    yield bad("byte_changed", text.replace("clock", "clonk", 1))
    yield bad("checksum_changed", text.replace('"checksum":"sha256:', '"checksum":"sha256:0'))
    yield bad("member_missing", text.replace('"format":"concordat/evidence/v1",', ""))
    yield bad("line_feed_behind", text + "\n")
    yield bad("disclosures_out_of_order", file(disclosures=shown[::-1]))
    yield bad("disclosure_twice", file(disclosures=[shown[0], *shown]))
    first = shown[1]
    other = seal.disclosed("reason")[0]
    yield bad("disclosure_of_another_field",
              file(disclosures=[first | {"disclosure": other["disclosure"]}]))
    yield bad("schema_of_another_class", file(schema=schema_bytes("incident").decode()))
    yield bad("schema_changed", file(schema=schema.replace("The clock.", "The cloak.")))
    elsewhere, other_twin = parts(b"entry 3")
    yield bad("proof_of_another_entry", file(sha256=elsewhere["sha256"]))
    yield bad("sm3_proof_of_another_entry", file(sm3=elsewhere["sm3"]))
    yield bad("sm3_proof_of_another_entry_and_sha256_trusted", file(sm3=elsewhere["sm3"]),
              [LOG.vkey])
    yield bad("twin_of_another_head", file(twin=other_twin))
    yield bad("everything_about_another_entry",
              file(sha256=elsewhere["sha256"], sm3=elsewhere["sm3"], twin=other_twin))
    yield bad("twin_without_the_log", file(twin=sign_text(
        twin_note.rsplit("\n\n", 1)[0] + "\n", OTHER_LOG, OTHER_LOG_SM2)), verdict=unsure)
    yield bad("proofs_exchanged", file(sha256=proofs["sm3"], sm3=proofs["sha256"]))
    _, twice = sealed("clock-change", CLOCK_CHANGE | {"clock_id": "eu-2"}, "sha256")
    yield bad("disclosures_of_another_record", file(disclosures=twice.disclosed("clock_id")))


FILES = {
    "trees": trees,
    "inclusion": inclusion,
    "consistency": consistency,
    "sm3": sm3_digests,
    "sm2": sm2,
    "ed25519": ed25519,
    "vkeys": vkeys,
    "notes": notes,
    "checkpoints": checkpoints,
    "proofs": proofs,
    "twin": twin,
    "tiles": tiles,
    "bundles": bundles,
    "treeheads": treeheads,
    "records": records,
    "evidence": evidences,
}


def main():
    directory = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2] / "vectors")
    directory.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        about = " ".join(make.__doc__.split())
        lines = [json.dumps(vector, ensure_ascii=False) for vector in make()]
        body = ",\n    ".join(lines)
        document = f'{{\n  "about": {json.dumps(about)},\n  "vectors": [\n    {body}\n  ]\n}}\n'
        json.loads(document)
        (directory / f"{name}.json").write_text(document, "utf-8")
        print(f"{name}: {len(lines)}")


if __name__ == "__main__":
    main()
