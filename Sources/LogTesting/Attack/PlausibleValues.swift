/// Values that records could hold and that somebody can list: what a dictionary attack tries.
///
/// Identity numbers have right check digits. No value stands there twice, and equal seeds give equal
/// values.
public struct PlausibleValues: Sendable {
    /// What a value is.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// A Spanish identity number: eight digits and their letter.
        case dni
        /// A Spanish number for foreigners: X, Y or Z, seven digits and their letter.
        case nie
        /// A Chinese identity number, GB 11643: region, day of birth, order and check digit.
        case chineseID
        /// A mobile telephone number of Spain or China, with the country's code or without.
        case phone
        /// A code that a decision could have.
        case decision
        /// A name of a Spanish or Chinese person.
        case name
    }

    /// All values, one behind the other, in UTF-8.
    public private(set) var bytes: [UInt8] = []
    /// Where each of them lies.
    public private(set) var ranges: [Range<Int>] = []
    /// The values of each kind, by their positions in ``ranges``.
    public private(set) var positions: [Kind: Range<Int>] = [:]

    /// Makes about `count` values: what is left over by rounding, and by lists that end, are identity
    /// numbers of Spain.
    public init(count: Int, seed: UInt64) {
        self.ranges.reserveCapacity(count)
        self.bytes.reserveCapacity(16 * count)
        var random = SeededGenerator(seed: seed)
        let shares: [(Kind, Int)] = [
            (.decision, min(count / 50, Self.decisionCount)),
            (.name, min(count * 8 / 100, Self.nameCount)), (.phone, count / 5),
            (.chineseID, count * 3 / 10), (.nie, count / 10),
        ]
        for (kind, share) in shares + [(.dni, count - shares.reduce(0) { $0 + $1.1 })] {
            let start = self.ranges.count
            let offset = Int(random.next() >> 8)
            for number in 0..<share { self.append(Self.value(kind, number, offset)) }
            self.positions[kind] = start..<self.ranges.count
        }
    }

    /// The value at a position.
    public func text(_ position: Int) -> String {
        String(decoding: self.bytes[self.ranges[position]], as: UTF8.self)
    }

    /// A value of a kind, drawn by a generator.
    public func draw(_ kind: Kind, _ random: inout SeededGenerator) -> String {
        let positions = self.positions[kind] ?? 0..<0
        precondition(!positions.isEmpty, "there are values of the kind")
        return self.text(Int.random(in: positions, using: &random))
    }

    private mutating func append(_ value: [UInt8]) {
        self.ranges.append(self.bytes.count..<self.bytes.count + value.count)
        self.bytes += value
    }

    private static func value(_ kind: Kind, _ number: Int, _ offset: Int) -> [UInt8] {
        switch kind {
        case .dni: self.dni(Self.spread(number, offset, 100_000_000))
        case .nie: self.nie(Self.spread(number, offset, 30_000_000))
        case .chineseID: self.chineseID(Self.spread(number, offset, 387_072_000))
        case .phone: self.phone(Self.spread(number, offset, 400_000_000))
        case .decision: self.decision(number)
        case .name: self.name(number)
        }
    }

    /// Another number below `bound`, a multiple of 10, for each of them: the step has no factor in
    /// common with it.
    private static func spread(_ number: Int, _ offset: Int, _ bound: Int) -> Int {
        (offset % bound + number % bound * 7_654_321) % bound
    }

    // MARK: Spain

    private static let letters = Array("TRWAGMYFPDXBNJZSQVHLCKE".utf8)

    /// The identity number with these eight digits.
    static func dni(_ number: Int) -> [UInt8] {
        self.digits(number, 8) + [self.letters[number % 23]]
    }

    /// The number of a foreigner: X, Y and Z count as 0, 1 and 2 before its seven digits.
    static func nie(_ number: Int) -> [UInt8] {
        let first = UInt8(ascii: "X") + UInt8(number / 10_000_000)
        return [first] + self.digits(number % 10_000_000, 7) + [self.letters[number % 23]]
    }

    // MARK: China

    private static let regions = [
        110_101, 110_105, 120_103, 130_102, 210_102, 310_101, 310_115, 320_106, 330_106, 350_203,
        370_202, 420_106, 440_106, 440_305, 500_103, 510_107, 610_113, 650_102,
    ]
    private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    private static let checkDigits = Array("10X98765432".utf8)

    /// The number that stands for region, day of birth from 1945 to 2008, and order: below 387,072,000
    /// each is another one.
    static func chineseID(_ number: Int) -> [UInt8] {
        let order = number % 1_000
        let day = number / 1_000 % 28 + 1
        let month = number / 28_000 % 12 + 1
        let year = number / 336_000 % 64 + 1_945
        let region = self.regions[number / 21_504_000 % self.regions.count]
        return self.chineseID(
            self.digits(region, 6) + self.digits(year, 4) + self.digits(month, 2)
                + self.digits(day, 2) + self.digits(order, 3)
        )
    }

    /// The number that begins with these seventeen digits: ISO 7064, MOD 11-2.
    static func chineseID(_ digits: [UInt8]) -> [UInt8] {
        let sum = zip(digits, self.weights).reduce(0) { $0 + Int($1.0 - UInt8(ascii: "0")) * $1.1 }
        return digits + [self.checkDigits[sum % 11]]
    }

    // MARK: Others

    private static func phone(_ number: Int) -> [UInt8] {
        switch number % 4 {
        case 0: Array("6".utf8) + self.digits(number / 4, 8)
        case 1: Array("+346".utf8) + self.digits(number / 4, 8)
        case 2: Array("13".utf8) + self.digits(number / 4, 9)
        default: Array("+8613".utf8) + self.digits(number / 4, 9)
        }
    }

    private static let verdicts = [
        "approve", "decline", "refer", "review", "grant", "deny", "accept", "reject", "defer",
        "escalate", "limit", "waive", "hold", "block", "allow", "pass", "fail", "flag", "clear",
        "suspend",
    ]
    private static let decisionCount = 20 * 1_000

    private static func decision(_ number: Int) -> [UInt8] {
        let suffix = number / self.verdicts.count
        return Array(self.verdicts[number % self.verdicts.count].utf8)
            + (suffix == 0 ? [] : Array("-\(suffix)".utf8))
    }

    private static let given = [
        "María", "Carmen", "Ana", "Lucía", "Antonio", "José", "Manuel", "Javier", "David", "Elena",
        "Pablo", "Sara", "Diego", "Marta", "Iván", "Núria", "Jordi", "Aitor", "Noa", "Hugo",
    ]
    private static let families = [
        "García", "Rodríguez", "González", "Fernández", "López", "Martínez", "Sánchez", "Pérez",
        "Gómez", "Martín", "Jiménez", "Ruiz", "Hernández", "Díaz", "Moreno", "Muñoz", "Álvarez",
        "Romero", "Alonso", "Gutiérrez", "Navarro", "Torres", "Domínguez", "Vázquez", "Ramos",
        "Gil", "Ramírez", "Serrano", "Blanco", "Molina", "Morales", "Suárez", "Ortega", "Delgado",
        "Castro", "Ortiz", "Rubio", "Marín", "Sanz", "Núñez", "Iglesias", "Medina", "Garrido",
        "Cortés", "Castillo", "Santos", "Lozano", "Guerrero", "Cano", "Prieto",
    ]
    private static let chineseFamilies = [
        "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭",
        "马", "罗",
    ]
    private static let chineseGiven = [
        "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "兰",
        "霞", "平", "刚", "桂", "英", "华", "文",
    ]
    private static let nameCount = 20 * 50 * 50 + 20 * 25 * 25

    private static func name(_ number: Int) -> [UInt8] {
        // One in six is Chinese as long as there are any.
        let chinese = 20 * 25 * 25
        if number % 6 == 0, number / 6 < chinese {
            let n = number / 6
            let given = self.chineseGiven[n / 20 % 25] + self.chineseGiven[n / 500]
            return Array((self.chineseFamilies[n % 20] + given).utf8)
        }
        let n = number - min((number + 5) / 6, chinese)
        let families = "\(self.families[n / 20 % 50]) \(self.families[n / 1_000 % 50])"
        return Array("\(self.given[n % 20]) \(families)".utf8)
    }

    private static func digits(_ number: Int, _ count: Int) -> [UInt8] {
        var digits = [UInt8](repeating: UInt8(ascii: "0"), count: count)
        var rest = number
        for position in stride(from: count - 1, through: 0, by: -1) {
            digits[position] += UInt8(rest % 10)
            rest /= 10
        }
        return digits
    }
}
