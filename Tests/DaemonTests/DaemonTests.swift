import Testing

/// The daemon as operators meet it: the real program on real clusters.
///
/// One after the other, because each of these fills a small machine by itself. What starts no
/// cluster is in suites beside this one.
@Suite(.serialized) struct DaemonTests {}
