import Records
import SignedNotes

/// What a log answers to whoever reads a record: the evidence, and where the disclosure itself is
/// recorded.
///
///     {"disclosure":{"digests":["sha256:…",…],"index":9},"evidence":{…},"index":5,"record_id":"…"}
public struct DisclosureAnswer: Sendable {
    /// The entry in which the log recorded the disclosure, before anything left.
    public let disclosureIndex: UInt64
    /// The record's entry.
    public let index: UInt64
    /// The evidence. Nothing in it is verified.
    public let evidence: Evidence

    /// Reads an answer.
    ///
    /// - Throws: ``EvidenceError`` with the member that is wrong.
    public init(parsing bytes: [UInt8]) throws(EvidenceError) {
        let json: JSONValue
        do throws(StrictJSONError) {
            json = try StrictJSON.parse(bytes, maximumByteCount: Evidence.maximumByteCount)
        } catch { throw .json(error) }
        func index(_ value: JSONValue?, _ name: String) throws(EvidenceError) -> UInt64 {
            guard let index = value?.integer.flatMap({ UInt64(exactly: $0) }) else {
                throw .malformed(name)
            }
            return index
        }
        self.disclosureIndex = try index(json["disclosure"]?["index"], "disclosure.index")
        self.index = try index(json["index"], "index")
        guard let evidence = json["evidence"] else { throw .malformed("evidence") }
        self.evidence = try Evidence(parsing: evidence.canonicalBytes)
        guard self.evidence.proof.index == self.index else { throw .malformed("index") }
    }
}
