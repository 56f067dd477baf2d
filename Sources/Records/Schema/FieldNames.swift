/// Finds fields by the bytes of their names: a table with open addressing.
struct FieldNames: Sendable {
    private let names: [String]
    private let hashes: [UInt64]
    /// The number of a field plus one; 0 is a free place. At most half full.
    private var table: [UInt16]

    init(_ names: [String]) {
        self.names = names
        self.hashes = names.map { NameHash.of($0) }
        var size = 16
        while size < 2 * names.count { size *= 2 }
        self.table = [UInt16](repeating: 0, count: size)
        for (number, hash) in self.hashes.enumerated() {
            var place = Int(truncatingIfNeeded: hash) & (size - 1)
            while self.table[place] != 0 { place = (place + 1) & (size - 1) }
            self.table[place] = UInt16(number + 1)
        }
    }

    func index(of name: String, hash: UInt64) -> Int? {
        var place = Int(truncatingIfNeeded: hash) & (self.table.count - 1)
        while self.table[place] != 0 {
            let number = Int(self.table[place]) - 1
            if self.hashes[number] == hash, self.names[number].utf8.elementsEqual(name.utf8) {
                return number
            }
            place = (place + 1) & (self.table.count - 1)
        }
        return nil
    }
}
