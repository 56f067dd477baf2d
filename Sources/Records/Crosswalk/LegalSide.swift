/// Whose law a provision is.
public enum LegalSide: String, CaseIterable, Sendable {
    /// The European Union's.
    case europeanUnion = "EU"
    /// Spain's.
    case spain = "ES"
    /// China's.
    case china = "CN"
}
