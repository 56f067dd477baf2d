import ArgumentParser

/// The flags about room on the disks.
struct DiskOptions: ParsableArguments {
    @Option(help: ArgumentHelp("\(Setting.diskWarningPercent.meaning)", valueName: "percent"))
    var diskWarningPercent: String?

    @Option(help: ArgumentHelp("\(Setting.diskRefusalPercent.meaning)", valueName: "percent"))
    var diskRefusalPercent: String?

    @Option(help: ArgumentHelp("\(Setting.diskRefusalBytes.meaning)", valueName: "bytes"))
    var diskRefusalBytes: String?

    /// The flags as settings.
    var settings: [Setting: String?] {
        [
            .diskWarningPercent: self.diskWarningPercent,
            .diskRefusalPercent: self.diskRefusalPercent,
            .diskRefusalBytes: self.diskRefusalBytes,
        ]
    }
}
