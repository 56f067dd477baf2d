import CryptoSuites
import LogTesting
import MerkleTree
import Testing

/// Roots that others published or that were computed with other tools.
@Suite struct KnownRootTests {
    static let sha256 = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    static let sm3 = [
        "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b",
        "2daef60e7a0b8f5e024c81cd2ab3109f2b4f155cf83adeb2ae5532f74a157fdf",
        "0b990fe0c7ad70f1bf1a1262f2c7908ea48146b14253a6db99f2917ab1f5cc4d",
        "209ec96a210d662a964772680e8544d18cab7b88ffec3e00962220349b56ea56",
        "28e4e307ef6d2d0c62d84b11ef96e835efe490f35b93c8f024ecfe38c8dd4377",
        "bb10c996aeebbcdc69be3715fc847344de77442d37a5ab8213da9f41785b103b",
        "8723c1ab1f82ddfba4a3733ac0c80d936d9f4c208c7dbc8cc81ca9fff8584f66",
        "bd36c22a1ac6ff4308e0c3cc1a85bf0ffa30538ec60a55c70413ab15d45db4d2",
        "bc48ba7a709184b5f2a631e1adeb8dc2a0d4c018c1d6cc89b5664fe154c93b38",
    ]

    @Test(arguments: 0...8)
    func rootsOfTheCertificateTransparencyLeaves(count: Int) {
        let leaves = certificateTransparencyLeaves.prefix(count)
        #expect(Self.root(SHA256Hasher.self, leaves) == Self.sha256[count])
        #expect(Self.root(SM3Hasher.self, leaves) == Self.sm3[count])
    }

    @Test(arguments: [
        (
            256, "da6596d95369f5fef322ab8e4e0da3b0b50236aa9c8a3b1d246f7411c9e2e32e",
            "1d15a6551e986d22d945098b584be1c1e6a3cef42e53b2befcdf0c0890e4fe05"
        ),
        (
            300, "ca393d0296bec5e0b8dcab983bd1fb7d1461f512e7267cb89631ad26fd66d848",
            "c143c6d056e6876faec5d2cc12748c3f2c920a523571602232b67e08106b0758"
        ),
    ])
    func rootsAroundTheFirstTile(count: Int, sha256: String, sm3: String) {
        let leaves = numberedEntries(count)
        #expect(Self.root(SHA256Hasher.self, leaves[...]) == sha256)
        #expect(Self.root(SM3Hasher.self, leaves[...]) == sm3)
    }

    private static func root<H: TreeHasher>(_: H.Type, _ leaves: ArraySlice<[UInt8]>) -> String {
        var range = CompactRange<H>()
        range.append(contentsOf: leaves.map { H.leafHash($0) })
        return range.root.description
    }
}
