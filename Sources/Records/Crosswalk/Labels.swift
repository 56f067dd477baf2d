/// What something is called in each language.
public struct Labels: Hashable, Sendable {
    private let texts: [LabelLanguage: String]

    /// The text in a language. Every label has one in each.
    public subscript(language: LabelLanguage) -> String { self.texts[language] ?? "" }

    /// Reads `{"en":...,"es":...,"zh-Hans":...}`.
    ///
    /// - Throws: ``ShapeError`` if a language is missing or there is another.
    init(_ value: JSONValue, at place: String) throws(ShapeError) {
        var reader = try ObjectReader(value, at: place)
        var texts: [LabelLanguage: String] = [:]
        for language in LabelLanguage.allCases {
            texts[language] = try reader.text(language.rawValue)
        }
        try reader.finish()
        self.texts = texts
    }
}
