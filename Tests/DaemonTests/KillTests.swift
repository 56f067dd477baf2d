import Testing

extension DaemonTests {
    @Suite struct KillTests {
        /// Short here; `make drill` makes it long.
        @Test func whatWasAcknowledgedOutlivesEveryKill() async throws {
            var drill = try await KillDrill(try DrillPlan.fromEnvironment())
            try await drill.run()
        }
    }
}
