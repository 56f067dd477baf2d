import LogTesting
import PrivateCluster
import Testing

extension DaemonTests {
    @Suite struct DaemonsDrillTests {
        /// Short here; `make drill` makes it long.
        @Test func twoDaemonsKilledAndPausedInTurnMakeOneLog() async throws {
            try await ThrowawayCluster.durable.withNamedDatabase { cluster, name in
                var drill = try await DaemonsDrill(
                    cluster,
                    name,
                    seed: try Drill.seed(),
                    rounds: Drill.isLong ? try Drill.number("DRILL_ROUNDS") ?? 10 : 1,
                    acknowledgements: Drill.isLong ? 300 : 60
                )
                try await drill.run()
            }
        }

        /// The same under a quorum, with six witnesses that are killed and paused, too.
        @Test func twoDaemonsPublishOneHistoryUnderAQuorum() async throws {
            try await ThrowawayCluster.durable.withNamedDatabase { cluster, name in
                var drill = try await DaemonsDrill(
                    cluster,
                    name,
                    seed: try Drill.seed(),
                    blows: Drill.isLong ? DaemonsDrill.allBlows : DaemonsDrill.blowsUnderAQuorum,
                    rounds: Drill.isLong ? try Drill.number("DRILL_ROUNDS") ?? 5 : 1,
                    acknowledgements: Drill.isLong ? 200 : 40,
                    hasCouncil: true
                )
                try await drill.run()
            }
        }
    }
}
