import CZlib

/// Undoes gzip, with zlib's own reader; nil if the bytes are not a whole gzip stream.
func gunzip(_ bytes: [UInt8]) -> [UInt8]? {
    var input = bytes
    var output = [UInt8](repeating: 0, count: 1 << 22)
    var stream = z_stream()
    return withUnsafeMutablePointer(to: &stream) { stream in
        // 16 asks for gzip's header; the size is how zlib tells its versions apart.
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(stream, 15 + 16, ZLIB_VERSION, size) == Z_OK else { return nil }
        defer { inflateEnd(stream) }
        let result = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.pointee.next_in = input.baseAddress
                stream.pointee.avail_in = UInt32(input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(output.count)
                return inflate(stream, Z_FINISH)
            }
        }
        guard result == Z_STREAM_END, stream.pointee.avail_in == 0 else { return nil }
        return Array(output.prefix(Int(stream.pointee.total_out)))
    }
}
