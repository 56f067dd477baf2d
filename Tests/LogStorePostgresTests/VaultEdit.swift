import LogCore
import Testing

/// Something that a superuser does to the database of ``ExaminedVault``, and what is found then.
struct VaultEdit: Sendable, CustomTestStringConvertible {
    /// What he does.
    let name: String
    /// How.
    let changes: [String]
    /// All findings, in the order of their indexes.
    let findings: [Finding]

    var testDescription: String { self.name }

    init(_ name: String, _ changes: [String], finds findings: [Finding]) {
        self.name = name
        self.changes = changes
        self.findings = findings
    }

    /// Turns a bit over in a column.
    private static func flip(_ column: String, at byte: String) -> String {
        "\(column) = set_byte(\(column), \(byte), get_byte(\(column), \(byte)) # 1)"
    }

    static let all: [VaultEdit] = contents + rows + search + actions

    private static let contents: [VaultEdit] = [
        VaultEdit(
            "change a byte of a ciphertext",
            ["UPDATE concordat.vault_contents SET \(flip("ciphertext", at: "40")) WHERE idx = 1"],
            finds: [.vault(.doesNotOpen, index: 1)]
        ),
        VaultEdit(
            "swap two ciphertexts",
            [
                """
                UPDATE concordat.vault_contents AS c SET ciphertext = o.ciphertext
                FROM concordat.vault_contents AS o WHERE (c.idx, o.idx) IN ((1, 2), (2, 1))
                """
            ],
            finds: [.vault(.doesNotOpen, index: 1), .vault(.doesNotOpen, index: 2)]
        ),
        VaultEdit(
            "swap two records with all that they have",
            [
                "UPDATE concordat.vault_records SET idx = 1000 - idx WHERE idx IN (1, 2)",
                "UPDATE concordat.vault_records SET idx = 3 - (1000 - idx) WHERE idx > 900",
                "UPDATE concordat.vault_contents SET idx = 1000 - idx WHERE idx IN (1, 2)",
                "UPDATE concordat.vault_contents SET idx = 3 - (1000 - idx) WHERE idx > 900",
                "UPDATE concordat.vault_tokens SET idx = 1000 - idx WHERE idx IN (1, 2)",
                "UPDATE concordat.vault_tokens SET idx = 3 - (1000 - idx) WHERE idx > 900",
            ],
            finds: [.vault(.contentsChanged, index: 1), .vault(.contentsChanged, index: 2)]
        ),
        VaultEdit(
            "delete contents",
            ["DELETE FROM concordat.vault_contents WHERE idx = 3"],
            finds: [.vault(.contentsGone, index: 3)]
        ),
        VaultEdit(
            "keep the contents of what is erased",
            [
                "INSERT INTO concordat.vault_contents SELECT log_id, 5, ciphertext "
                    + "FROM concordat.vault_contents WHERE idx = 1"
            ],
            finds: [.vault(.contentsLeft, index: 5)]
        ),
        VaultEdit(
            "keep the key of what is erased",
            [
                "ALTER TABLE concordat.vault_records DROP CONSTRAINT "
                    + "vault_records_are_whole_or_erased",
                "UPDATE concordat.vault_records SET wrapped_key = '\\x01' WHERE idx = 5",
            ],
            finds: [.vault(.contentsLeft, index: 5)]
        ),
        VaultEdit(
            "change a wrapped key",
            ["UPDATE concordat.vault_records SET \(flip("wrapped_key", at: "20")) WHERE idx = 2"],
            finds: [.vault(.doesNotOpen, index: 2)]
        ),
        VaultEdit(
            "put a record into an epoch that is none",
            ["UPDATE concordat.vault_records SET epoch = 2 WHERE idx = 2"],
            finds: [.vault(.epochChanged, index: 2)]
        ),
    ]

    private static let rows: [VaultEdit] = [
        VaultEdit(
            "delete a record",
            [
                "DELETE FROM concordat.vault_records WHERE idx = 1",
                "DELETE FROM concordat.vault_contents WHERE idx = 1",
                "DELETE FROM concordat.vault_tokens WHERE idx = 1",
            ],
            finds: [.contentsMissing(1..<2)]
        ),
        VaultEdit(
            "delete two records and leave what lay beside them",
            ["DELETE FROM concordat.vault_records WHERE idx IN (1, 2)"],
            finds: [
                .contentsMissing(1..<3), .vault(.contentsLeft, index: 1),
                .vault(.searchChanged, index: 1), .vault(.contentsLeft, index: 2),
                .vault(.searchChanged, index: 2),
            ]
        ),
        VaultEdit(
            "change a class",
            ["UPDATE concordat.vault_records SET class = 'incident' WHERE idx = 1"],
            finds: [.vault(.headerChanged, index: 1)]
        ),
        VaultEdit(
            "change a retention class",
            ["UPDATE concordat.vault_records SET retention = 'R3Y' WHERE idx = 1"],
            finds: [.vault(.headerChanged, index: 1)]
        ),
        VaultEdit(
            "hide a record from lookups",
            ["UPDATE concordat.vault_records SET id_prefix = id_prefix + 1 WHERE idx = 1"],
            finds: [.vault(.unfindable, index: 1)]
        ),
        VaultEdit(
            "give a record the id of another",
            [
                """
                UPDATE concordat.vault_records AS r SET id_mac = o.id_mac, id_prefix = o.id_prefix
                FROM concordat.vault_records AS o WHERE r.idx = 2 AND o.idx = 1
                """
            ],
            finds: [.vault(.doesNotOpen, index: 2), .vault(.repeated, index: 2)]
        ),
        VaultEdit(
            "change the mark of a request",
            ["UPDATE concordat.vault_records SET \(flip("body_mac", at: "0")) WHERE idx = 1"],
            finds: [.vault(.markChanged, index: 1)]
        ),
        VaultEdit(
            "take a record's epoch away",
            [
                "ALTER TABLE concordat.vault_records DROP CONSTRAINT "
                    + "vault_records_are_whole_or_erased",
                "UPDATE concordat.vault_records SET epoch = NULL WHERE idx = 1",
            ],
            finds: [.vault(.malformed, index: 1)]
        ),
        VaultEdit(
            "add a record behind the log",
            [
                """
                INSERT INTO concordat.vault_records SELECT log_id, 20, id_prefix, recorded_at,
                    writer_seq, changed_by, epoch, state, is_held, '\\x\(String(repeating: "00", count: 32))',
                    body_mac, wrapped_key, tokens, class, retention, writer
                FROM concordat.vault_records WHERE idx = 1
                """
            ],
            finds: [
                .strayRows(StrayRows(table: .vaultRecords, first: 20, count: 1), size: 14)
            ]
        ),
    ]

    private static let search: [VaultEdit] = [
        VaultEdit(
            "change what a record is found by",
            ["UPDATE concordat.vault_records SET tokens[1] = tokens[1] + 1 WHERE idx = 1"],
            finds: [
                .vault(.tokensChanged, index: 1), .vault(.notSearchable, index: 1),
                .vault(.searchChanged, index: 1),
            ]
        ),
        VaultEdit(
            "take a record out of the search",
            ["DELETE FROM concordat.vault_tokens WHERE idx = 1"],
            finds: [.vault(.notSearchable, index: 1)]
        ),
        VaultEdit(
            "let the search find a record by another's value",
            [
                "INSERT INTO concordat.vault_tokens SELECT log_id, tokens[3], 2 "
                    + "FROM concordat.vault_records WHERE idx = 1"
            ],
            finds: [.vault(.searchChanged, index: 2)]
        ),
        VaultEdit(
            "let the search find what is erased",
            [
                "INSERT INTO concordat.vault_tokens SELECT log_id, tokens[1], 5 "
                    + "FROM concordat.vault_records WHERE idx = 1"
            ],
            finds: [.vault(.searchChanged, index: 5)]
        ),
    ]

    private static let actions: [VaultEdit] = [
        VaultEdit(
            "erase a record without an entry",
            [
                """
                UPDATE concordat.vault_records SET state = 3, epoch = NULL, body_mac = NULL,
                    wrapped_key = NULL, tokens = NULL WHERE idx = 1
                """,
                "DELETE FROM concordat.vault_contents WHERE idx = 1",
                "DELETE FROM concordat.vault_tokens WHERE idx = 1",
            ],
            finds: [.vault(.erasedUnsaid, index: 1)]
        ),
        VaultEdit(
            "lift a restriction without an entry",
            ["UPDATE concordat.vault_records SET state = 0 WHERE idx = 4"],
            finds: [.vault(.stateChanged, index: 4)]
        ),
        VaultEdit(
            "end a hold without an entry",
            ["UPDATE concordat.vault_records SET is_held = false WHERE idx = 7"],
            finds: [.vault(.stateChanged, index: 7)]
        ),
        VaultEdit(
            "say another entry restricted a record",
            ["UPDATE concordat.vault_records SET changed_by = 9 WHERE idx = 4"],
            finds: [.vault(.stateChanged, index: 4)]
        ),
        VaultEdit(
            "delete an action",
            ["DELETE FROM concordat.vault_actions WHERE entry_idx = 8"],
            finds: [.vault(.stateChanged, index: 4), .vault(.actionMissing, index: 8)]
        ),
        VaultEdit(
            "turn an action to another record",
            [
                "UPDATE concordat.vault_actions SET record_idx = 1 WHERE entry_idx = 8",
                "UPDATE concordat.vault_records SET state = 0, changed_by = NULL WHERE idx = 4",
                "UPDATE concordat.vault_records SET state = 1, changed_by = 8 WHERE idx = 1",
            ],
            finds: [.vault(.actionChanged, index: 8)]
        ),
        VaultEdit(
            "let a data access do something",
            [
                "INSERT INTO concordat.vault_actions (log_id, entry_idx, record_idx, action) "
                    + "SELECT log_id, 3, 1, 1 FROM concordat.vault_actions WHERE entry_idx = 8"
            ],
            finds: [.vault(.actionUnsaid, index: 3)]
        ),
    ]
}
