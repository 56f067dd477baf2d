/// A language in which the crosswalk has labels.
public enum LabelLanguage: String, CaseIterable, Sendable {
    /// English.
    case english = "en"
    /// Spanish.
    case spanish = "es"
    /// Simplified Chinese.
    case chinese = "zh-Hans"
}
