/// A growing run of bytes in network order, kept between uses so that a batch allocates nothing.
struct WireBuffer: ~Copyable {
    private var base: UnsafeMutableRawPointer
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = max(capacity, 16)
        self.base = .allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit { self.base.deallocate() }

    /// The bytes so far; valid until the next change.
    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: self.base, count: self.count)
    }

    /// Forgets the bytes, and gives memory above `retained` bytes back after an unusually large use.
    mutating func removeAll(retaining retained: Int) {
        self.count = 0
        if self.capacity > retained {
            self.base.deallocate()
            self.capacity = retained
            self.base = .allocate(byteCount: retained, alignment: 16)
        }
    }

    mutating func append<Integer: FixedWidthInteger>(_ value: Integer) {
        let size = MemoryLayout<Integer>.size
        self.reserve(size)
        self.base.storeBytes(of: value.bigEndian, toByteOffset: self.count, as: Integer.self)
        self.count &+= size
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        self.reserve(bytes.count)
        (self.base + self.count).copyMemory(from: source, byteCount: bytes.count)
        self.count &+= bytes.count
    }

    mutating func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { self.append($0) }
    }

    mutating func append(utf8Of text: String) {
        var text = text
        text.withUTF8 { self.append(UnsafeRawBufferPointer($0)) }
    }

    /// Appends what `body` appends, behind its length as a 32-bit integer.
    mutating func appendWithLength(_ body: (inout WireBuffer) -> Void) {
        let start = self.count
        self.append(Int32(0))
        body(&self)
        let length = self.count - start - MemoryLayout<Int32>.size
        precondition(length <= Int32.max, "a value is longer than PostgreSQL can take")
        self.base.storeBytes(of: Int32(length).bigEndian, toByteOffset: start, as: Int32.self)
    }

    private mutating func reserve(_ extra: Int) {
        if self.count &+ extra > self.capacity { self.grow(by: extra) }
    }

    @inline(never)
    private mutating func grow(by extra: Int) {
        let capacity = max(self.capacity * 2, self.count + extra)
        let grown = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        grown.copyMemory(from: self.base, byteCount: self.count)
        self.base.deallocate()
        self.base = grown
        self.capacity = capacity
    }
}
