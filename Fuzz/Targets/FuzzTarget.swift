/// A parser, with what has to hold for any bytes that it is given.
protocol FuzzTarget: SendableMetatype {
    /// The name on the command line, and of the folder of its corpus.
    static var name: String { get }
    /// The longest input worth trying, in bytes.
    static var maximumByteCount: Int { get }
    /// Words of the format, for the fuzzer to put together.
    static var words: [String] { get }

    /// Inputs to begin with, most of them good ones.
    static func seeds() throws -> [[UInt8]]

    /// Reads the input, and tells whether it was accepted.
    ///
    /// - Throws: ``FuzzFinding`` if something that must hold does not.
    static func accepts(_ input: [UInt8]) throws -> Bool
}

extension FuzzTarget {
    static var words: [String] { [] }
}

/// What must hold for every input, and does not for this one.
struct FuzzFinding: Error, CustomStringConvertible {
    let description: String
}

/// Throws a finding unless `condition` holds.
func demand(_ condition: Bool, _ rule: @autoclosure () -> String) throws(FuzzFinding) {
    guard condition else { throw FuzzFinding(description: rule()) }
}

/// What is there, or else a finding.
func demand<Value>(
    present value: Value?,
    _ rule: @autoclosure () -> String
) throws(FuzzFinding) -> Value {
    guard let value else { throw FuzzFinding(description: rule()) }
    return value
}
