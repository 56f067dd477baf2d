internal import Glibc

/// An operating-system user.
struct Account: Hashable, Sendable {
    let name: String
    let user: uid_t
    let group: gid_t

    /// Nil if the system knows no such user.
    init?(named name: String) {
        self.init { getpwnam_r(name, $0, $1, $2, $3) }
    }

    /// The user this process acts as; nil if it has a number and no name.
    static var current: Account? {
        Account { getpwuid_r(geteuid(), $0, $1, $2, $3) }
    }

    private init?(
        _ find: (
            UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
            UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
        ) -> Int32
    ) {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 1 << 14)
        let account: (String, uid_t, gid_t)? = buffer.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress, find(&entry, base, buffer.count, &found) == 0,
                found != nil, let name = entry.pw_name
            else { return nil }
            return (String(cString: name), entry.pw_uid, entry.pw_gid)
        }
        guard let account else { return nil }
        (self.name, self.user, self.group) = account
    }
}
