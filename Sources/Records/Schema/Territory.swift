/// Where a transfer between two countries crosses a border of data-protection law.
enum Territory {
    /// The member states of the European Economic Area, between which data moves freely.
    private static let economicArea: Set<String> = [
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
        "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
    ]

    /// The side of the border that a jurisdiction is on: `EU` for the European Union and each state of
    /// the European Economic Area, or else its country. A subdivision counts as its country.
    static func side(of jurisdiction: String) -> String {
        let country = String(jurisdiction.prefix { $0 != "-" })
        return self.economicArea.contains(country) ? "EU" : country
    }

    /// Whether both are one country, or both in the European Economic Area.
    static func isOne(_ first: String, _ second: String) -> Bool {
        first.utf8.elementsEqual(second.utf8)
            || self.economicArea.contains(first) && self.economicArea.contains(second)
    }
}
