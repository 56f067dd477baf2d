import Foundation
import LogCore
import Metrics
import Testing

@testable import LogServer

@Suite struct OperationsTests {
    private struct ReadinessAnswer: Decodable {
        struct Log: Decodable {
            let name: String
            let ready: Bool
            let remarks: [String]
        }
        let ready: Bool
        let logs: [Log]
    }

    @Test func aLivingServerSaysSo() async throws {
        try await withServer([try MemoryLog()]) { server in
            let response = try await server.request("GET", "/healthz")
            #expect(response.status == 200)
            #expect(response["Cache-Control"] == "no-store")
        }
    }

    @Test func readinessTellsReasonsAndWarnings() async throws {
        let eu = try MemoryLog()
        let cn = try MemoryLog(name: "cn")
        try await withServer([eu, cn]) { server in
            let ready = try await server.request("GET", "/readyz")
            #expect(ready.status == 200)
            let answer = try JSONDecoder().decode(ReadinessAnswer.self, from: Data(ready.body))
            #expect(answer.ready)
            #expect(answer.logs.map(\.name) == ["eu", "cn"])
            #expect(answer.logs[0].remarks == ["quorum none: no witnesses are configured"])
            cn.setReadiness(
                Readiness(isReady: false, remarks: ["read-only: \"why\"\n\u{1}", "another"])
            )
            let unready = try await server.request("GET", "/readyz")
            #expect(unready.status == 503)
            let reasons = try JSONDecoder().decode(ReadinessAnswer.self, from: Data(unready.body))
            #expect(!reasons.ready)
            #expect(reasons.logs[0].ready && !reasons.logs[1].ready)
            #expect(reasons.logs[1].remarks == ["read-only: \"why\"\n\u{1}", "another"])
        }
    }

    @Test func requestsAreCountedUnderClosedLabels() async throws {
        let registry = MetricsRegistry()
        let log = try MemoryLog(size: 300, publishing: [300])
        try await withServer([log], registry: registry) { server in
            for index in 0..<5 {
                _ = try await server.request("GET", "/eu/proof/inclusion/300/\(index)")
            }
            _ = try await server.request("GET", "/eu/tile/0/000")
            _ = try await server.request("HEAD", "/eu/tile/0/000")
            for number in 0..<300 {
                _ = try await server.request("GET", "/random-\(number)/\(number)")
                _ = try await server.request(
                    "X\(number)".filter { $0 == "X" } + "EBIND",
                    "/eu/\(number)"
                )
            }
            let response = try await server.request("GET", "/metrics")
            #expect(response["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
            let lines = response.text.split(separator: "\n").map(String.init)
            let proofs =
                "concordat_http_requests_total{route=\"/{log}/proof/inclusion/{size}/{index}\""
            #expect(lines.contains("\(proofs),method=\"GET\",status=\"200\",log=\"eu\"} 5"))
            let lookups = "concordat_http_ready_bytes_lookups_total"
            #expect(lines.contains("\(lookups){outcome=\"hit\"} 1"))
            #expect(lines.contains("\(lookups){outcome=\"miss\"} 1"))
            #expect(lines.contains { $0.hasPrefix("concordat_http_connections ") })
            // 600 requests of 600 different paths have added a handful of lines.
            #expect(!response.text.contains("random"))
            #expect(lines.filter { $0.hasPrefix("concordat_http_requests_total{") }.count < 12)
        }
    }

    @Test func figuresHaveTheirFormat() {
        let registry = MetricsRegistry(definitions: [
            MetricDefinition("c_total", .counter, labels: ["log"], help: "Counts."),
            MetricDefinition("g", .gauge, help: "Shows."),
            MetricDefinition("h_seconds", .histogram([0.5, 1]), help: "Spreads."),
        ])
        let counter = Counter(
            label: "c_total",
            dimensions: [("log", "a\"b\\c\n")],
            factory: registry
        )
        counter.increment(by: 3)
        counter.increment()
        Gauge(label: "g", factory: registry).record(2.5)
        let timer = Timer(label: "h_seconds", factory: registry)
        timer.recordNanoseconds(500_000_000)
        timer.recordNanoseconds(750_000_000)
        timer.recordNanoseconds(9_000_000_000)
        #expect(
            registry.prometheusText() == """
                # HELP c_total Counts.
                # TYPE c_total counter
                c_total{log="a\\"b\\\\c\\n"} 4
                # HELP g Shows.
                # TYPE g gauge
                g 2.5
                # HELP h_seconds Spreads.
                # TYPE h_seconds histogram
                h_seconds_bucket{le="0.5"} 1
                h_seconds_bucket{le="1"} 2
                h_seconds_bucket{le="+Inf"} 3
                h_seconds_sum 10.25
                h_seconds_count 3

                """
        )
    }

    @Test func figuresThatAreNotDefinedAreNotKept() {
        let registry = MetricsRegistry(definitions: [
            MetricDefinition("c_total", .counter, labels: ["log"], help: "Counts.")
        ])
        let before = registry.prometheusText()
        Counter(label: "other_total", factory: registry).increment()
        Counter(label: "c_total", factory: registry).increment()
        Counter(label: "c_total", dimensions: [("path", "/x")], factory: registry).increment()
        Gauge(label: "c_total", dimensions: [("log", "eu")], factory: registry).record(1)
        Timer(label: "c_total", dimensions: [("log", "eu")], factory: registry).recordSeconds(1)
        #expect(registry.prometheusText() == before)
    }

    @Test func theNumberOfSeriesHasABound() {
        let registry = MetricsRegistry(definitions: [
            MetricDefinition("c_total", .counter, labels: ["log"], help: "Counts.")
        ])
        for number in 0..<MetricsRegistry.maximumSeriesCount + 500 {
            Counter(label: "c_total", dimensions: [("log", "\(number)")], factory: registry)
                .increment()
        }
        let lines = registry.prometheusText().split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.count == MetricsRegistry.maximumSeriesCount)
    }

    /// `Specs/metrics.md` has a row for each figure, and none for others.
    @Test func theDocumentListsExactlyTheDefinedFigures() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let document = try String(
            contentsOf: root.appending(path: "Specs/metrics.md"),
            encoding: .utf8
        )
        let documented = document.split(separator: "\n").compactMap { line -> String? in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 4, cells[0].hasPrefix("`") else { return nil }
            return cells.joined(separator: " | ")
        }
        let defined = MetricCatalog.definitions.map { definition in
            let kind =
                switch definition.kind {
                case .counter: "counter"
                case .gauge: "gauge"
                case .histogram: "histogram"
                }
            let labels = definition.labels.map { "`\($0)`" }.joined(separator: ", ")
            return
                "`\(definition.name)` | \(kind) | \(labels.isEmpty ? "-" : labels) | \(definition.help)"
        }
        #expect(documented == defined)
        for template in RouteTemplate.allCases {
            #expect(document.contains("`\(template.rawValue)`"), "\(template.rawValue)")
        }
    }
}
