import Testing

/// Something that a superuser does to the database of ``ExaminedLog``, and what is found then.
struct SuperuserEdit: Sendable, CustomTestStringConvertible {
    /// What he does.
    let name: String
    /// How.
    let changes: [String]
    /// How the findings begin, in their order: exactly these.
    let findings: [String]
    /// The first bad index.
    let firstIndex: Int64?

    var testDescription: String { self.name }

    init(_ name: String, _ changes: [String], finds findings: [String], at firstIndex: Int64?) {
        self.name = name
        self.changes = changes
        self.findings = findings
        self.firstIndex = firstIndex
    }

    /// Turns a bit over in a column.
    private static func flip(_ column: String, at byte: String) -> String {
        "\(column) = set_byte(\(column), \(byte), get_byte(\(column), \(byte)) # 1)"
    }

    static let all: [SuperuserEdit] = entries + tiles + state + heads + keys

    private static let entries: [SuperuserEdit] = [
        SuperuserEdit(
            "change an entry",
            ["UPDATE concordat.entries SET data = 'forged' WHERE idx = 77"],
            finds: ["entry 77 is not what both trees were made of"],
            at: 77
        ),
        SuperuserEdit(
            "change a bit of an entry in its partition",
            ["UPDATE concordat.entries_1_1 SET \(flip("data", at: "2")) WHERE idx = 300"],
            finds: ["entry 300 is not what both trees were made of"],
            at: 300
        ),
        SuperuserEdit(
            "change an entry behind the last tile",
            ["UPDATE concordat.entries SET data = 'forged' WHERE idx = 650"],
            finds: [
                "the published head of size 700 has another sha256 root than the entries; the first "
                    + "bad index is 600 or above",
                "the published head of size 700 has another sm3 root",
                "the tree state of size 700 has another sha256 root",
                "the tree state of size 700 has another sm3 root",
                "the head of size 700 that the signer recorded has another sha256 root",
                "the head of size 700 that the signer recorded has another sm3 root",
                "the head of size 700 that the signer signed has another sha256 root",
                "the head of size 700 that the signer signed has another sm3 root",
                "the sha256 edge does not follow from entries 640 to 671",
                "the sm3 edge does not follow from entries 640 to 671",
            ],
            at: 600
        ),
        SuperuserEdit(
            "delete an entry",
            ["DELETE FROM concordat.entries WHERE idx = 300"],
            finds: ["entry 300 is missing"],
            at: 300
        ),
        SuperuserEdit(
            "drop a partition",
            ["DROP TABLE concordat.entries_1_1"],
            finds: ["entries 200 to 399 are missing"],
            at: 200
        ),
        SuperuserEdit(
            "swap two entries",
            [
                """
                UPDATE concordat.entries AS e SET data = o.data FROM concordat.entries AS o
                WHERE (e.idx, o.idx) IN ((10, 400), (400, 10))
                """
            ],
            finds: [
                "entry 10 is not what both trees were made of",
                "entry 400 is not what both trees were made of",
            ],
            at: 10
        ),
        SuperuserEdit(
            "insert an entry and drop the next",
            [
                "CREATE TEMP TABLE moved AS SELECT * FROM concordat.entries WHERE idx IN (500, 501)",
                "DELETE FROM concordat.entries WHERE idx IN (500, 501)",
                "INSERT INTO concordat.entries SELECT log_id, idx + 1, data FROM moved "
                    + "WHERE idx = 500",
                "INSERT INTO concordat.entries VALUES (1, 500, 'wedged in')",
            ],
            finds: ["entries 500 to 501 are not what both trees were made of"],
            at: 500
        ),
        SuperuserEdit(
            "insert an entry, so that all behind it move up",
            [
                "CREATE TEMP TABLE moved AS SELECT * FROM concordat.entries WHERE idx >= 200",
                "DELETE FROM concordat.entries WHERE idx >= 200",
                "INSERT INTO concordat.entries SELECT log_id, idx + 1, data FROM moved",
                "INSERT INTO concordat.entries VALUES (1, 200, 'wedged in')",
            ],
            finds: [
                "entries 200 to 511 are not what both trees were made of",
                "the published head of size 600 has another sha256 root",
                "the published head of size 600 has another sm3 root",
                "the published head of size 700 has another sha256 root",
                "the published head of size 700 has another sm3 root",
                "the tree state of size 700 has another sha256 root",
                "the tree state of size 700 has another sm3 root",
                "the head of size 700 that the signer recorded has another sha256 root",
                "the head of size 700 that the signer recorded has another sm3 root",
                "the head of size 700 that the signer signed has another sha256 root",
                "the head of size 700 that the signer signed has another sm3 root",
                "the sha256 edge does not follow from entries 512 to 639",
                "the sm3 edge does not follow from entries 512 to 639",
                "1 row of entries from index 700 on outside of a log of 700 entries",
            ],
            at: 200
        ),
        SuperuserEdit(
            "append beyond the size",
            ["INSERT INTO concordat.entries VALUES (1, 700, 'a'), (1, 701, 'b'), (1, 710, 'c')"],
            finds: ["3 rows of entries from index 700 on outside of a log of 700 entries"],
            at: 700
        ),
        SuperuserEdit(
            "add an entry below 0",
            [
                "CREATE TABLE concordat.below (LIKE concordat.entries INCLUDING ALL)",
                "ALTER TABLE concordat.entries ATTACH PARTITION concordat.below "
                    + "FOR VALUES FROM (1, -10) TO (1, 0)",
                "INSERT INTO concordat.entries VALUES (1, -5, 'a')",
            ],
            finds: ["1 row of entries from index -5 on outside of a log of 700 entries"],
            at: -5
        ),
        SuperuserEdit(
            "empty an entry",
            [
                "ALTER TABLE concordat.entries DROP CONSTRAINT entries_have_1_to_65535_bytes",
                "UPDATE concordat.entries SET data = '' WHERE idx = 5",
            ],
            finds: ["entry 5 is of a length that no entry has"],
            at: 5
        ),
        SuperuserEdit(
            "cut off the tail of the entries",
            ["DELETE FROM concordat.entries WHERE idx >= 400"],
            finds: ["entries 400 to 699 are missing"],
            at: 400
        ),
    ]

    private static let tiles: [SuperuserEdit] = [
        SuperuserEdit(
            "change a hash of a tile",
            ["UPDATE concordat.tiles SET \(flip("sha256", at: "160")) WHERE idx = 1"],
            finds: ["hash 5 of sha256 tile 0/1 does not follow from the entries"],
            at: 261
        ),
        SuperuserEdit(
            "change a tile's root",
            ["UPDATE concordat.tiles SET \(flip("sm3_root", at: "31")) WHERE idx = 0"],
            finds: ["the root beside sm3 tile 0/0 does not follow from the entries"],
            at: 0
        ),
        SuperuserEdit(
            "delete a tile",
            ["DELETE FROM concordat.tiles WHERE idx = 1"],
            finds: ["tile 0/1 is missing"],
            at: 256
        ),
        SuperuserEdit(
            "add a tile that is not full yet",
            [
                "INSERT INTO concordat.tiles SELECT log_id, 2, level, sha256_root, sm3_root, sha256, "
                    + "sm3 FROM concordat.tiles WHERE idx = 0"
            ],
            finds: ["1 row of tiles from 0/2 on outside of a log of 700 entries"],
            at: 512
        ),
        SuperuserEdit(
            "cut a tile short",
            [
                "ALTER TABLE concordat.tiles DROP CONSTRAINT tiles_have_256_hashes",
                "UPDATE concordat.tiles SET sm3 = substr(sm3, 1, 100) WHERE idx = 0",
            ],
            finds: ["hash 3 of sm3 tile 0/0 does not follow from the entries"],
            at: 3
        ),
    ]

    private static let state: [SuperuserEdit] = [
        SuperuserEdit(
            "change the edge",
            ["UPDATE concordat.tree_state SET \(flip("sha256_edge", at: "40"))"],
            finds: ["the sha256 edge does not follow from entries 512 to 639"],
            at: 512
        ),
        SuperuserEdit(
            "change a root of the state",
            ["UPDATE concordat.tree_state SET \(flip("sm3_root", at: "0"))"],
            finds: ["the tree state of size 700 has another sm3 root than the entries"],
            at: 600
        ),
        SuperuserEdit(
            "set the size beyond the entries",
            [
                "UPDATE concordat.tree_state SET size = 1::bigint << 40, "
                    + "sha256_edge = sha256_root, sm3_edge = sm3_root"
            ],
            finds: ["entries 700 to 1099511627775 are missing"],
            at: 700
        ),
        SuperuserEdit(
            "delete the state",
            ["DELETE FROM concordat.tree_state"],
            finds: ["the row of the trees' state is missing"],
            at: nil
        ),
    ]

    private static let heads: [SuperuserEdit] = [
        SuperuserEdit(
            "change a head's root",
            ["UPDATE concordat.heads SET \(flip("sha256_root", at: "3")) WHERE size = 300"],
            finds: [
                "the checkpoint of the published head of size 300 is the log's word for another head",
                "the twin of the published head of size 300 is the log's word for another head",
                "the published head of size 300 has another sha256 root than the entries; the first "
                    + "bad index is 100 or above",
            ],
            at: 100
        ),
        SuperuserEdit(
            "change a byte of a signature",
            [
                "UPDATE concordat.heads SET "
                    + "\(flip("sm3_checkpoint", at: "octet_length(sm3_checkpoint) - 20")) "
                    + "WHERE size = 600"
            ],
            finds: [
                "the sm3-checkpoint of the published head of size 600 is not the log's word"
            ],
            at: 600
        ),
        SuperuserEdit(
            "delete a head's note",
            [
                "ALTER TABLE concordat.heads DROP CONSTRAINT heads_notes_are_not_empty",
                "UPDATE concordat.heads SET twin = '' WHERE size = 600",
            ],
            finds: ["the twin of the published head of size 600 is not the log's word"],
            at: 600
        ),
        SuperuserEdit(
            "insert a head with the notes of another",
            [
                "INSERT INTO concordat.heads SELECT log_id, 650, published_at, sha256_root, "
                    + "sm3_root, checkpoint, sm3_checkpoint, twin FROM concordat.heads "
                    + "WHERE size = 600"
            ],
            finds: [
                "the checkpoint of the published head of size 650 is the log's word for another head",
                "the sm3-checkpoint of the published head of size 650 is the log's word for another",
                "the twin of the published head of size 650 is the log's word for another head",
                "the published head of size 650 has another sha256 root than the entries",
                "the published head of size 650 has another sm3 root than the entries",
            ],
            at: 600
        ),
        SuperuserEdit(
            "insert a head beyond the size",
            [
                "INSERT INTO concordat.heads SELECT log_id, 701, published_at, sha256_root, "
                    + "sm3_root, checkpoint, sm3_checkpoint, twin FROM concordat.heads "
                    + "WHERE size = 600"
            ],
            finds: ["1 row of heads from size 701 on outside of a log of 700 entries"],
            at: 701
        ),
        SuperuserEdit(
            "delete the newest head",
            ["DELETE FROM concordat.heads WHERE size = 700"],
            finds: ["the published head of size 700 is missing"],
            at: 700
        ),
        SuperuserEdit(
            "put a head on its way that is none",
            [
                "UPDATE concordat.pending_heads SET size = 650, sha256_root = h.sha256_root, "
                    + "sm3_root = h.sm3_root FROM concordat.heads AS h WHERE h.size = 700"
            ],
            finds: [
                "the pending head of size 650 has another sha256 root than the entries",
                "the pending head of size 650 has another sm3 root than the entries",
                "a head of size 650 is pending and one of size 700 is published",
            ],
            at: 600
        ),
    ]

    private static let keys: [SuperuserEdit] = [
        SuperuserEdit(
            "point a retry key beyond the entries",
            ["UPDATE concordat.idempotency SET first_index = 650 WHERE first_index = 600"],
            finds: ["a retry key stands for 100 entries from 650 on, which are not there"],
            at: 650
        ),
        SuperuserEdit(
            "point a retry key at another one's entries",
            ["UPDATE concordat.idempotency SET first_index = 550 WHERE first_index = 600"],
            finds: ["the retry key of entry 550 stands for entries of the one of 300"],
            at: 550
        ),
        SuperuserEdit(
            "give two appends one retry key",
            [
                "UPDATE concordat.idempotency AS i SET key_mac = o.key_mac, "
                    + "key_prefix = o.key_prefix FROM concordat.idempotency AS o "
                    + "WHERE i.first_index = 300 AND o.first_index = 100"
            ],
            finds: ["the retry key of entry 300 is that of an earlier entry"],
            at: 300
        ),
        SuperuserEdit(
            "hide a retry key from lookups",
            [
                "UPDATE concordat.idempotency SET key_prefix = key_prefix + 1 WHERE first_index = 100"
            ],
            finds: ["the retry key of entry 100 cannot be found by its prefix"],
            at: 100
        ),
    ]
}
