import CZlib
import NIOCore

/// Compresses bytes in one go, in the format of RFC 1952.
enum GzipCompressor {
    /// zlib's own default: the best of what is cheap.
    private static let level: Int32 = 6

    /// The compressed bytes; nil if zlib has no memory.
    ///
    /// The output is the same for the same input: the header holds no time and no name.
    static func compress(_ bytes: ByteBuffer) -> ByteBuffer? {
        var stream = z_stream()
        // zlib remembers where its stream lies, so the pointer is taken once.
        return withUnsafeMutablePointer(to: &stream) { stream in
            guard concordat_deflate_init_gzip(stream, self.level) == Z_OK else { return nil }
            defer { deflateEnd(stream) }
            return self.deflateAll(bytes, with: stream)
        }
    }

    private static func deflateAll(
        _ bytes: ByteBuffer,
        with stream: UnsafeMutablePointer<z_stream>
    ) -> ByteBuffer? {
        // The bound holds for any input, so that one call is enough.
        let capacity = Int(deflateBound(stream, UInt(bytes.readableBytes)))
        var output = ByteBuffer()
        var result = Z_BUF_ERROR
        bytes.withUnsafeReadableBytes { input in
            // zlib reads through this pointer and never writes.
            stream.pointee.next_in = UnsafeMutablePointer(
                mutating: input.bindMemory(to: UInt8.self).baseAddress
            )
            stream.pointee.avail_in = UInt32(input.count)
            output.writeWithUnsafeMutableBytes(minimumWritableBytes: capacity) { target in
                stream.pointee.next_out = target.bindMemory(to: UInt8.self).baseAddress
                stream.pointee.avail_out = UInt32(target.count)
                result = deflate(stream, Z_FINISH)
                return target.count - Int(stream.pointee.avail_out)
            }
        }
        return result == Z_STREAM_END ? output : nil
    }
}
