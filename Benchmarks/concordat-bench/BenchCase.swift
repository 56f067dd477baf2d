/// What can be measured.
enum BenchCase: String, CaseIterable {
    /// Bare COPY of the same bytes, 1,024 rows a transaction: the floor of the database.
    case copy
    /// One entry a call, 4,096 calls in flight.
    case append
    /// The same with a retry key each.
    case keyed
    /// 1,000 entries a call, 16 calls in flight.
    case bulk
    /// As `append`, to a log that has 100,000 entries when it begins.
    case appendSmall = "append-small"
    /// As `append`, to one that has ten million or more.
    case appendLarge = "append-large"
    /// Nodes of an SM3 tree, one after the other, by OpenSSL.
    case sm3NodesOpenSSL = "sm3-nodes-openssl"
    /// The same by the kernel of 8 lanes.
    case sm3NodesAVX2 = "sm3-nodes-avx2"
    /// The same by the kernel of 16 lanes.
    case sm3NodesAVX512 = "sm3-nodes-avx512"
    /// Entries, each with SHA-256 and with SM3, one after the other, by OpenSSL.
    case entriesOpenSSL = "entries-openssl"
    /// Records of 80 fields, 30 of them present, from JSON to statement and contents, on one thread.
    case seal
    /// The same with salts by SM3, as on logs of the Chinese side.
    case sealSM3 = "seal-sm3"
    /// Such records over HTTP, 256 a request, 16 requests in flight: sealed, encrypted, promised.
    case records
    /// Opaque entries of the same length in the same way.
    case recordsOpaque = "records-opaque"
    /// Opaque entries as long as all that such a record stores.
    case storedOpaque = "records-opaque-stored"
    /// One record of a million after the other, for an auditor: the disclosure is promised before.
    case disclose
    /// The newest 20 records of one actor after the other, out of a million.
    case search
}
