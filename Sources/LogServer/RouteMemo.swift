import Synchronization

/// Routes that were read lately, by their request targets.
///
/// The paths of tiles and bundles are the most asked for and the dearest to read. Which route a
/// target stands for never changes, so what is remembered is never stale.
final class RouteMemo: Sendable {
    /// A target that is equal to another only if its bytes are.
    private struct Target: Hashable {
        let text: String

        static func == (left: Target, right: Target) -> Bool {
            left.text.utf8.elementsEqual(right.text.utf8)
        }

        func hash(into hasher: inout Hasher) {
            var text = self.text
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }

    /// The most targets to remember; all are forgotten when there are more.
    private static let capacity = 4_096

    // Used by all event loops; held for a lookup or an insertion.
    private let routes = Mutex<[Target: Route]>([:])

    /// The route of a target, if it is remembered.
    func route(of target: String) -> Route? {
        self.routes.withLock { $0[Target(text: target)] }
    }

    /// Remembers the route of a target.
    func insert(_ route: Route, for target: String) {
        self.routes.withLock { routes in
            if routes.count == Self.capacity { routes.removeAll(keepingCapacity: true) }
            routes[Target(text: target)] = route
        }
    }
}
