// Runs a kernel of LANES lanes over a batch of any size and of any lengths.
//
// The file that includes this has defined
//
//     LANES                            how many messages go side by side
//     lanes_state                      the LANES hash states
//     lanes_reset(state, lane)         sets one lane to the initial value
//     lanes_load(state, states, last)  sets lane l to digest l of `states`, those behind the last to
//                                      that one; all to the initial value if `states` is NULL
//     lanes_store(state, digests)      writes the digests of all lanes
//     lanes_extract(state, lane, out)  reads one lane's 8 words
//     lanes_compress(state, block, n)  adds n blocks in a row to every lane, lane l's from block[l]
//     lanes_nodes_group(pairs, out)    hashes LANES pairs
//     lanes_narrow()                   what to use for few messages, and how few

#include "message.h"

static void lanes_nodes(const uint8_t *pairs, size_t count, uint8_t *digests) {
    const mh_narrow narrow = lanes_narrow();
    for (; count >= LANES; count -= LANES) {
        lanes_nodes_group(pairs, digests);
        pairs += LANES * 64;
        digests += LANES * MH_DIGEST;
    }
    if (count <= narrow.limit) {
        narrow.nodes(pairs, count, digests);
        return;
    }
    // Lanes without a pair hash zeros, and what they find is left behind.
    uint8_t some_pairs[LANES * 64] = {0};
    uint8_t some_digests[LANES * MH_DIGEST];
    memcpy(some_pairs, pairs, count * 64);
    lanes_nodes_group(some_pairs, some_digests);
    memcpy(digests, some_digests, count * MH_DIGEST);
}

// Messages differ in length, so they end at different times. A lane whose message is over takes the
// next one; the others do not notice.
static void lanes_leaves(const uint8_t *base, const size_t *offsets, const size_t *lengths,
                         size_t count, uint8_t *digests) {
    const mh_narrow narrow = lanes_narrow();
    mh_message message[LANES];
    lanes_state state;
    size_t next = 0;   // the first message that no lane has taken
    size_t active = 0; // lanes with a message; fewer than LANES only when no message is waiting

    if (count <= narrow.limit) {
        narrow.leaves(base, offsets, lengths, count, digests);
        return;
    }
    for (size_t l = 0; l < LANES; l++) {
        lanes_reset(&state, l);
        message[l].run = 0;
        if (next < count) {
            mh_message_begin(&message[l], base + offsets[next], lengths[next], next);
            next++;
            active++;
        }
    }

    while (active > narrow.limit) {
        // As many blocks as every lane has in a row. A lane without a message reads another's.
        size_t steps = SIZE_MAX;
        const uint8_t *any = NULL;
        const uint8_t *block[LANES];
        for (size_t l = 0; l < LANES; l++) {
            if (message[l].run > 0) {
                any = message[l].block;
                steps = message[l].run < steps ? message[l].run : steps;
            }
        }
        for (size_t l = 0; l < LANES; l++) {
            block[l] = message[l].run > 0 ? message[l].block : any;
        }
        lanes_compress(&state, block, steps);

        for (size_t l = 0; l < LANES; l++) {
            if (message[l].run == 0) {
                continue;
            }
            mh_message_advance(&message[l], steps);
            if (message[l].run > 0) {
                continue;
            }
            uint32_t words[8];
            lanes_extract(&state, l, words);
            mh_store_digest(words, digests + MH_DIGEST * message[l].index);
            if (next < count) {
                lanes_reset(&state, l);
                mh_message_begin(&message[l], base + offsets[next], lengths[next], next);
                next++;
            } else {
                active--;
            }
        }
    }

    for (size_t l = 0; l < LANES; l++) {
        if (message[l].run > 0) {
            uint32_t words[8];
            lanes_extract(&state, l, words);
            mh_message_finish(&message[l], narrow.compress, words);
            mh_store_digest(words, digests + MH_DIGEST * message[l].index);
        }
    }
}

// Messages of equal length end at the same time: whole groups, then what is left.
static void lanes_blocks(const uint8_t *states, const uint8_t *messages, size_t blocks, size_t count,
                         uint8_t *digests) {
    const mh_narrow narrow = lanes_narrow();
    const size_t length = blocks * MH_BLOCK;
    lanes_state state;
    while (count > narrow.limit) {
        const size_t taken = count < LANES ? count : LANES;
        const uint8_t *block[LANES];
        for (size_t l = 0; l < LANES; l++) {
            // A lane without a message hashes the last one again, and nobody asks what it found.
            block[l] = messages + (l < taken ? l : taken - 1) * length;
        }
        lanes_load(&state, states, taken - 1);
        lanes_compress(&state, block, blocks);
        if (taken == LANES) {
            lanes_store(&state, digests);
        } else {
            uint8_t some_digests[LANES * MH_DIGEST];
            lanes_store(&state, some_digests);
            memcpy(digests, some_digests, taken * MH_DIGEST);
        }
        states = states != NULL ? states + taken * MH_DIGEST : NULL;
        messages += taken * length;
        digests += taken * MH_DIGEST;
        count -= taken;
    }
    narrow.blocks(states, messages, blocks, count, digests);
}
