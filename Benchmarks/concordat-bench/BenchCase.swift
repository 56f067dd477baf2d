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
}
