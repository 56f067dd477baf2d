/// Reads PostgreSQL's binary array format, trusting none of its lengths.
struct ArrayDecoder {
    private var rest: UnsafeRawBufferPointer.SubSequence

    init(_ bytes: UnsafeRawBufferPointer) { self.rest = bytes[...] }

    /// The elements of an array of at most one dimension, or nil if it is anything else.
    consuming func elements<Element>(
        of type: TypeID,
        _ decode: (UnsafeRawBufferPointer) -> Element?
    ) -> [Element]? {
        guard let dimensions = self.int4(), let hasNulls = self.int4(), let found = self.int4(),
            hasNulls == 0, TypeID(rawValue: UInt32(bitPattern: found)) == type
        else { return nil }
        if dimensions == 0 { return self.rest.isEmpty ? [] : nil }
        guard dimensions == 1, let count = self.int4(), self.int4() != nil, count >= 0 else {
            return nil
        }
        var values: [Element] = []
        for _ in 0..<count {
            guard let length = self.int4(), length >= 0, let bytes = self.take(Int(length)),
                let value = decode(bytes)
            else { return nil }
            values.append(value)
        }
        return self.rest.isEmpty ? values : nil
    }

    private mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
        guard count <= self.rest.count else { return nil }
        defer { self.rest = self.rest.dropFirst(count) }
        return UnsafeRawBufferPointer(rebasing: self.rest.prefix(count))
    }

    private mutating func int4() -> Int32? {
        guard let bytes = self.take(4) else { return nil }
        return Int32(bigEndian: bytes.loadUnaligned(as: Int32.self))
    }
}
