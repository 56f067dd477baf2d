/// The ids on the MUSTs of `Specs/*.md`, such as NOTE-3.
///
/// An id is defined where it stands in bold, and mentioned where it stands otherwise.
enum Requirements {
    /// Names of algorithms and documents that look like ids.
    private static let notRequirements: Set<Substring> = [
        "AES", "DSA", "FIPS", "HMAC", "ISO", "PKCS", "RFC", "RSA", "SHA", "UTF",
    ]

    static func definitions(in text: String) -> [String] {
        text.matches(of: #/\*\*([A-Z][A-Z0-9]+)-(\d+)\*\*/#)
            .filter { !self.notRequirements.contains($0.1) }
            .map { "\($0.1)-\($0.2)" }
    }

    /// The ids in a text: those whose first part is the first part of a defined one, and whatever
    /// the text itself calls one by the words `SPEC: `.
    static func mentions(in text: String, of prefixes: Set<String>) -> Set<String> {
        let plain = text.matches(of: #/\b([A-Z][A-Z0-9]+)-(\d+)\b/#)
            .filter { prefixes.contains(String($0.1)) }
            .map { "\($0.1)-\($0.2)" }
        let marked = text.matches(of: #/SPEC: ([A-Z][A-Z0-9]+)-(\d+)\b/#)
            .filter { !self.notRequirements.contains($0.1) }
            .map { "\($0.1)-\($0.2)" }
        return Set(plain + marked)
    }
}
