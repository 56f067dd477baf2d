import LogCore
import LogProtocol

extension ServedLog {
    /// What the answer to an append says while heads wait for witnesses; nothing if none waits.
    ///
    /// SPEC: PUB-13: what is promised may have to wait before it is published.
    var waitFields: [(String, String)] {
        guard let quorum = self.log.quorum, let since = quorum.waitingSince else { return [] }
        // Names as the policy has them, which may hold what no field does.
        let names = quorum.missing.map { missing in
            String(
                decoding: missing.name.utf8.map {
                    $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ",") ? $0 : UInt8(ascii: "?")
                },
                as: UTF8.self
            )
        }
        return [
            ("Concordat-Waiting-Since", "\(TimeText(since))"),
            ("Concordat-Waiting-For", names.joined(separator: ", ")),
        ]
    }
}
