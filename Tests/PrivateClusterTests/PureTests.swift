import Glibc
import Testing

@testable import PrivateCluster

@Suite struct PureTests {
    @Test func restartsWaitLongerUpToABoundAndForgetAfterAGoodRun() {
        var backoff = RestartBackoff()
        let delays = (0..<40).map { _ in backoff.next() }
        #expect(delays.first == .milliseconds(100))
        #expect(delays[1] == .milliseconds(200))
        #expect(delays == delays.sorted())
        #expect(delays.last == .seconds(30))
        backoff.ran(for: .seconds(59))
        #expect(backoff.next() == .seconds(30))
        backoff.ran(for: .seconds(60))
        #expect(backoff.next() == .milliseconds(100))
        #expect(backoff.attempts == 1)
    }

    @Test func theLockFileIsReadByLine() {
        let ready = "123\n/data\n1700000000\n5432\n/run\n\n  5432001   0\nready   \n"
        #expect(PostmasterFile(ready)?.id == 123)
        #expect(PostmasterFile(ready)?.isReady == true)
        // A standby or single-user backend writes a negative number.
        #expect(PostmasterFile("-123\n/data\n") == nil)
        #expect(PostmasterFile("") == nil)
        #expect(PostmasterFile("x\n") == nil)
        // Half-written, as a reader may see it.
        for count in 4..<ready.utf8.count - 4 {
            #expect(PostmasterFile(String(ready.prefix(count)))?.isReady == false)
        }
        #expect(PostmasterFile(ready.replacing("ready   ", with: "starting"))?.isReady == false)
    }

    @Test func connectionStringsAreQuoted() {
        #expect(ServerFiles.quoted("a") == "'a'")
        #expect(ServerFiles.quoted("a'b\\c d") == "'a\\'b\\\\c d'")
        // Equal in Swift's eyes to a plain letter with an accent; the bytes must survive.
        #expect(Array(ServerFiles.quoted("e\u{301}").utf8) == Array("'e\u{301}'".utf8))
    }

    @Test func everyUserMayBecomeEveryRole() {
        var configuration = PrivateCluster.Configuration(directory: "/x")
        configuration.roles = ["a", "b"]
        let files = ServerFiles(
            configuration: configuration,
            socketDirectory: "/x/run",
            users: ["root", "me"]
        )
        let lines = files.ident.split(separator: "\n")
        #expect(lines.count == 6)
        #expect(lines.contains("concordat \"me\" \"b\""))
        #expect(lines.contains("concordat \"root\" \"concordat\""))
        #expect(files.hba == "local all all peer map=concordat\n")
        #expect(files.arguments.contains("listen_addresses="))
    }

    @Test func theVersionIsFound() {
        #expect(
            ServerPrograms.majorVersion(in: "postgres (PostgreSQL) 15.18 (Debian 15.18-0)") == 15
        )
        #expect(ServerPrograms.majorVersion(in: "postgres (PostgreSQL) 17beta1") == 17)
        #expect(ServerPrograms.majorVersion(in: "16\n") == 16)
        #expect(ServerPrograms.majorVersion(in: "postgres") == nil)
    }

    @Test func aSocketsPathHas107Bytes() {
        let suffix = "/.s.PGSQL.5432".utf8.count
        #expect(
            SocketDirectory.isUsable("/" + String(repeating: "a", count: 106 - suffix), port: 5432)
        )
        #expect(
            !SocketDirectory.isUsable("/" + String(repeating: "a", count: 107 - suffix), port: 5432)
        )
        for path in ["/a,b", "/a\"b", "/a ", "/a\nb"] {
            #expect(!SocketDirectory.isUsable(path, port: 5432), "\(path)")
        }
    }

    @Test func reservedSettingsAndRelativePathsAreRefused() throws {
        var configuration = PrivateCluster.Configuration(directory: "/x")
        configuration.settings = ["Listen_Addresses": "*"]
        #expect(throws: PrivateClusterError.reservedSetting("Listen_Addresses")) {
            try configuration.checked()
        }
        #expect(throws: PrivateClusterError.relativeDirectory("x")) {
            try PrivateCluster.Configuration(directory: "x").checked()
        }
        configuration.settings = [:]
        configuration.roles = ["a\"b"]
        #expect(throws: PrivateClusterError.unusableName("a\"b")) { try configuration.checked() }
    }
}
