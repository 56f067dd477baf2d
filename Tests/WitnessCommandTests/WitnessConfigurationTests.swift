import CryptoSuites
import Foundation
import Listening
import LogClient
import SignedNotes
import Testing
import Witnessing

@testable import concordat_witness

@Suite struct WitnessConfigurationTests {
    private static let keys = Result {
        (
            ed25519: try Ed25519NoteSigner(name: "log.example/eu", privateKey: .generate())
                .verifierKey.description,
            sm2: try SM2NoteSigner(name: "log.example/eu/sm3", privateKey: .generate())
                .verifierKey.description
        )
    }

    private func log(_ change: (inout [String: Any]) -> Void = { _ in }) throws -> [String: Any] {
        let keys = try Self.keys.get()
        var log: [String: Any] = [
            "origin": "log.example/eu", "vkeys": [keys.ed25519], "sm3Vkeys": [keys.sm2],
            "url": "http://127.0.0.1:8080/eu",
        ]
        change(&log)
        return log
    }

    private func read(
        _ change: (inout [String: Any]) throws -> Void = { _ in }
    ) throws -> WitnessConfiguration {
        var file: [String: Any] = [
            "name": "witness.example/w1", "data": "/tmp/w1", "listen": "127.0.0.1:0",
            "logs": [try self.log()],
        ]
        try change(&file)
        return try WitnessConfiguration(parsing: JSONSerialization.data(withJSONObject: file))
    }

    private func refusal(_ change: (inout [String: Any]) throws -> Void) throws -> String {
        do {
            _ = try self.read(change)
            return "accepted"
        } catch let error as ConfigurationError {
            return error.reason
        }
    }

    @Test func aFileIsReadWithItsDefaults() throws {
        let configuration = try self.read()
        #expect(configuration.name == "witness.example/w1")
        #expect(configuration.address == .tcp(host: "127.0.0.1", port: 0))
        #expect(configuration.passphraseFile == nil)
        #expect(configuration.followInterval == .seconds(10))
        #expect(configuration.patience == .seconds(8))
        #expect(configuration.maximumConnectionCount == 1_024)
        #expect(configuration.logs.map(\.log.mode) == [.full])
        #expect(configuration.logs.map(\.url?.text) == ["http://127.0.0.1:8080/eu"])
    }

    @Test func modesFollowFromTheKeys() throws {
        func mode(_ change: (inout [String: Any]) -> Void) throws -> String? {
            try self.read { $0["logs"] = [try self.log(change)] }.logs.first?.log.mode.rawValue
        }
        #expect(try mode { _ in } == "full")
        #expect(try mode { $0["mode"] = "light" } == "light")
        #expect(try mode { $0["sm3Vkeys"] = nil } == "light")
        #expect(
            try mode {
                $0["sm3Vkeys"] = nil
                $0["url"] = nil
            } == "light"
        )
        #expect(
            try mode {
                $0["mode"] = "light"
                $0["url"] = nil
            } == "light"
        )
    }

    @Test func everyMemberIsChecked() throws {
        #expect(try self.refusal { $0["nmae"] = "x" } == "nmae: there is no such member")
        for name in ["name", "data", "listen", "logs"] {
            #expect(try self.refusal { $0[name] = nil } == "\(name): missing")
            #expect(try self.refusal { $0[name] = true }.hasPrefix("\(name): "))
        }
        for name in ["", "a b", "a+b", "w/sm3"] {
            #expect(try self.refusal { $0["name"] = name }.hasPrefix("name: "), "\(name)")
        }
        #expect(try self.refusal { $0["listen"] = "8080" }.hasPrefix("listen: "))
        #expect(try self.refusal { $0["followEverySeconds"] = 0 }.hasPrefix("followEverySeconds: "))
        #expect(try self.refusal { $0["answerWithinSeconds"] = -1 }.hasPrefix("answerWithin"))
        let fraction = try self.refusal { $0["maximumConnections"] = 1.5 }
        #expect(fraction != "accepted")
    }

    @Test func everyMemberOfALogIsChecked() throws {
        func refusal(_ change: (inout [String: Any]) -> Void) throws -> String {
            try self.refusal { $0["logs"] = [try self.log(), try self.log(change)] }
        }
        #expect(try refusal { $0["vkey"] = "x" } == "logs[1].vkey: there is no such member")
        #expect(try refusal { $0["vkeys"] = nil } == "logs[1].vkeys: missing")
        #expect(try refusal { $0["vkeys"] = ["x"] }.hasPrefix("logs[1]: vkeys: \"x\""))
        #expect(try refusal { $0["vkeys"] = [String]() }.hasPrefix("logs[1]: there is no"))
        #expect(try refusal { $0["url"] = "ftp://x" }.hasPrefix("logs[1]: url: "))
        #expect(try refusal { $0["url"] = nil }.hasPrefix("logs[1]: url: missing"))
        #expect(try refusal { $0["mode"] = "fast" }.hasPrefix("logs[1]: mode: "))
        #expect(try refusal { $0["origin"] = "log.example/cn" }.hasPrefix("logs[1]: the key"))
    }

    @Test func whatIsNoJSONIsRefused() throws {
        for text in ["", "{", "[]", "{\"name\":}", "null"] {
            #expect(throws: ConfigurationError.self, "\(text)") {
                try WitnessConfiguration(parsing: Data(text.utf8))
            }
        }
        #expect(throws: ConfigurationError.self) {
            try WitnessConfiguration(file: "/nowhere/witness.json")
        }
    }
}
