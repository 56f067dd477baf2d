import Foundation

/// This process's resident memory, as Linux counts it.
enum ResidentMemory {
    /// Starts the peak anew.
    static func resetPeak() throws {
        try "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
    }

    /// The largest since ``resetPeak()``, in MiB; not a number if the kernel does not tell.
    static var peakMiB: Double {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kibibytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst()
                .first
        else { return .nan }
        return (Double(kibibytes) ?? .nan) / 1024
    }
}
