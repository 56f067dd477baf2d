/// A setting of the daemon: one source of truth for its flag, its environment variable and its key
/// in the configuration file.
///
/// The flag of `ownerDatabase` is `--owner-database`, its variable is `CONCORDAT_OWNER_DATABASE`.
/// A flag wins over a variable, a variable over the file, the file over the default.
enum Setting: String, CaseIterable {
    case data
    case listen
    case database
    case ownerDatabase
    case signer
    case access
    case tlsCertificate
    case tlsKey
    case tlsClientCa
    case gapPatience
    case opaquePeriod
    case opaqueBatch
    case policy
    case interval
    case waitingEntries
    case batchEntries
    case signerPatience
    case scrubRate
    case maximumConnections
    case maximumBatchBytes
    case maximumBatchLines
    case diskWarningPercent
    case diskRefusalPercent
    case diskRefusalBytes
    case production
    case postgresBin
    case clusterUser
    case keyPassphraseFile
    case vaultKeyLifetime
    case logLevel

    /// What the setting is, its unit, its default, and what breaks.
    var meaning: String {
        switch self {
        case .data:
            "Folder of keys, signer records and the private cluster."
        case .listen:
            "Address to serve on: HOST:PORT, [IPv6]:PORT or unix:PATH. Default 127.0.0.1:8080. "
                + "Appends are taken on loopback and unix sockets only."
        case .database:
            "Database of the serving role, in libpq's syntax. Default: a private cluster in the "
                + "data folder."
        case .ownerDatabase:
            "The same database as its owner, for `migrate`, `log create`, `recover` and `doctor`. Never "
                + "used by `serve`."
        case .signer:
            "Address of a signer in a process of its own, unix:PATH. Default: the daemon signs "
                + "itself, with the keys in the data folder."
        case .access:
            "JSON file that says who may do what: writers, auditors, operators, and whose tokens are "
                + "taken. Default: tokens/access.json in the data folder if it is there, else nobody "
                + "is known."
        case .tlsCertificate:
            "PEM file with the server's certificate and those between it and its authority: TLS 1.2 and "
                + "1.3 at --listen. Default: plain HTTP."
        case .tlsKey:
            "PEM file with the certificate's private key, without passphrase, readable by its owner only."
        case .tlsClientCa:
            "PEM file with the authorities of clients' certificates. Clients are asked for one then, and "
                + "the access file says whose it is. Default: clients are not asked."
        case .gapPatience:
            "How long a gap in a writer's numbers may be open before it is told of. Default 5m: "
                + "records overtake each other."
        case .opaquePeriod:
            "Time between two batches of an opaque log. Default 1s. A record waits for its batch before "
                + "it is acknowledged."
        case .opaqueBatch:
            "Statements in each batch of an opaque log, records and dummies together, 1 to 4096. Default "
                + "4. It is what the log can take, and what is stored, whatever happens."
        case .policy:
            "Policy file whose witnesses have to cosign heads before they are published, as NAME=FILE "
                + "for one log, several behind commas, or FILE for every log. Default: quorum none."
        case .interval:
            "Time between two heads, for example 200ms or 1s. Default 1s. Shorter means fresher "
                + "proofs and more signatures."
        case .waitingEntries:
            "Entries that may wait for a batch, for each log. Default 65536; above it appends get "
                + "429."
        case .batchEntries:
            "Entries in one transaction. Default 4096. Larger batches delay their first entry."
        case .signerPatience:
            "How long an append waits for a signer that does not answer. Default 10s; then its "
                + "outcome is unknown."
        case .scrubRate:
            "Entries a second that are read again to find what was altered, for each log. Default "
                + "5000; 0 switches this off. Higher finds sooner and reads more."
        case .maximumConnections:
            "Connections at a time. Default 1024; more wait unanswered."
        case .maximumBatchBytes:
            "Bytes of an NDJSON body. Default 8388608; above it 413."
        case .maximumBatchLines:
            "Lines of an NDJSON body. Default 4096; above it 413."
        case .diskWarningPercent:
            "Free part of a disk in percent below which there is a warning. Default 10."
        case .diskRefusalPercent:
            "Free part of a disk in percent below which appends get 507; 0 for none. Default 5; "
                + "reads go on."
        case .diskRefusalBytes:
            "Free bytes of a disk below which appends get 507; 0 for none. Default 1073741824."
        case .production:
            "Whether the signer has to be another process, or the database to have a synchronous "
                + "standby: true or false. Default false."
        case .postgresBin:
            "Folder of initdb and postgres for the private cluster. Default: found by pg_config, "
                + "then under /usr/lib/postgresql."
        case .clusterUser:
            "Account that the private cluster runs under when the daemon is started as root. "
                + "Default postgres."
        case .keyPassphraseFile:
            "File with the passphrase of the private keys, readable by its owner only. Default: "
                + "keys without passphrase."
        case .vaultKeyLifetime:
            "How long a key of the vault may live, in whole hours such as 720h: `keys rotate-vault` "
                + "ends it. Default 720h. By then what was erased is gone from backups, and answers "
                + "say so."
        case .logLevel:
            "Least severe message that is logged: trace, debug, info, notice, warning or error. "
                + "Default info."
        }
    }

    /// The setting's environment variable.
    var variable: String {
        "CONCORDAT_" + self.words.map { $0.uppercased() }.joined(separator: "_")
    }

    /// The setting's flag.
    var flag: String { "--" + self.words.joined(separator: "-") }

    private var words: [String] {
        var words = [""]
        for character in self.rawValue {
            if character.isUppercase { words.append("") }
            words[words.count - 1] += character.lowercased()
        }
        return words
    }
}
