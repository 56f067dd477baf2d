import NIOCore

/// Writes JSON of known shape: HTTP-5, RFC 8259, no white space, members in the order they are given.
struct JSONText {
    /// The text so far.
    private(set) var buffer = ByteBuffer()
    // Whether the next member or element comes first in its object or array.
    private var isFirst = true

    /// Writes an object whose members `body` gives.
    mutating func object(_ body: (inout JSONText) -> Void) {
        self.nested(open: "{", close: "}", body)
    }

    /// Writes an object on a line of its own, as NDJSON has them.
    mutating func line(_ body: (inout JSONText) -> Void) {
        self.object(body)
        self.buffer.writeInteger(UInt8(ascii: "\n"))
    }

    /// Writes an object as the value of a member.
    mutating func object(_ name: StaticString, _ body: (inout JSONText) -> Void) {
        self.name(name)
        self.nested(open: "{", close: "}", body)
    }

    /// Writes an array as the value of a member, with what `element` writes of each of `items`.
    mutating func array<Item>(
        _ name: StaticString,
        _ items: some Sequence<Item>,
        _ element: (inout JSONText, Item) -> Void
    ) {
        self.name(name)
        self.nested(open: "[", close: "]") { text in
            for item in items {
                text.separate()
                element(&text, item)
            }
        }
    }

    /// Writes a member with a text.
    mutating func member(_ name: StaticString, _ value: String) {
        self.name(name)
        self.string(value)
    }

    /// Writes a member with a number.
    mutating func member(_ name: StaticString, _ value: some FixedWidthInteger) {
        self.name(name)
        self.buffer.writeString(String(value))
    }

    /// Writes a member with a truth value.
    mutating func member(_ name: StaticString, _ value: Bool) {
        self.name(name)
        self.buffer.writeStaticString(value ? "true" : "false")
    }

    /// Writes a member whose value is JSON already.
    mutating func raw(_ name: StaticString, _ json: [UInt8]) {
        self.name(name)
        self.buffer.writeBytes(json)
    }

    /// Writes a number as a value of its own.
    mutating func number(_ value: some FixedWidthInteger) {
        self.buffer.writeString(String(value))
    }

    /// Writes a text as a value of its own.
    mutating func string(_ value: String) {
        self.buffer.writeInteger(UInt8(ascii: "\""))
        guard value.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5c }) else {
            self.buffer.writeString(value)
            self.buffer.writeInteger(UInt8(ascii: "\""))
            return
        }
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                self.buffer.writeInteger(UInt8(ascii: "\\"))
                self.buffer.writeInteger(byte)
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                self.buffer.writeString(byte < 0x10 ? "\\u000\(digits)" : "\\u00\(digits)")
            default:
                self.buffer.writeInteger(byte)
            }
        }
        self.buffer.writeInteger(UInt8(ascii: "\""))
    }

    private mutating func name(_ name: StaticString) {
        self.separate()
        self.buffer.writeInteger(UInt8(ascii: "\""))
        self.buffer.writeStaticString(name)
        self.buffer.writeStaticString("\":")
    }

    private mutating func nested(
        open: StaticString,
        close: StaticString,
        _ body: (inout JSONText) -> Void
    ) {
        self.buffer.writeStaticString(open)
        self.isFirst = true
        body(&self)
        self.isFirst = false
        self.buffer.writeStaticString(close)
    }

    private mutating func separate() {
        if !self.isFirst { self.buffer.writeInteger(UInt8(ascii: ",")) }
        self.isFirst = false
    }
}
