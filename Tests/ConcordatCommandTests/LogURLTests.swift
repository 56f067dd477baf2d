import Testing

@testable import LogClient

@Suite struct LogURLTests {
    @Test(
        arguments: [
            ("http://127.0.0.1:8080/eu", "http://127.0.0.1:8080/eu"),
            ("https://log.example/a/b/", "https://log.example/a/b"),
            ("http://[::1]:8080", "http://[::1]:8080"),
            ("http://log.example///", "http://log.example"),
        ]
    )
    func prefixIsRead(_ text: String, _ prefix: String) throws {
        let url = try #require(LogURL(text))
        #expect(url.text == prefix)
        #expect(url.appending("log.json") == "\(prefix)/log.json")
    }

    @Test(
        arguments: [
            "", "http", "http://", "http:///eu", "http://:80/eu", "ftp://log.example/eu",
            "log.example/eu", "HTTP://log.example", "http://log.example/eu?x", "http://a/b#c",
            "http://user@log.example/eu", "http://log.example/a b", "http://log.example/\u{e9}",
            "http://log.example/a\nb", "http://a\\b", "http://{a}",
        ]
    )
    func otherTextIsRefused(_ text: String) { #expect(LogURL(text) == nil) }
}
