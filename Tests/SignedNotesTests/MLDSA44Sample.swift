/// A cosignature of type 0x06 that was not made here: the message put together by hand after C2SP
/// tlog-cosignature, the signature by the module `cryptography` of Python, version 48.
enum MLDSA44Sample {
    /// The key's seed.
    static let seed = [UInt8](0..<32)
    static let name = "witness.example/w1"
    static let timestamp: UInt64 = 1_790_000_000
    static let text = "log.example/eu\n7\nmMl/C6MXXNCLAx3QhLncTmSbZNGijm6mlGRlAxc6tYc=\n"

    static let vkey = """
        witness.example/w1+dcccf9ec+BteytHJUquDbReeTDUqY0sl9jxOX0Xidr6FwJLMW6b7JT8mUbULxm3mnQTu6\
        oz5xSctC7VEVaTrAQfrLmIretf4OHYYxGEmVtZLDl9IpTi4U+QqkFLo4JomaxD9MzKy8JumoMrlRGNXLQzy++WYL\
        ABOOCBf2HnYsonTDatVU6yKqwRYuSrAay6HjjE79j4C2WzM9D3LlXf5xzpweu5iJ58VhBsD9c4A6Kuz+r97Xqjyy\
        ztpU0SvYzTanjPl1lDtHq9JeiArEUuV0LtHo0agq+oblkMdYwVrk0oQNkryhpQkPQElll/yn2LlRPxob2m6VCqqY\
        3kZ1B9Sk9aTwWZIWWCw1cvYu2okFqzWBZwxKAnd6M+DKcpX9j0/20aCjp2g9ZfX19/xg2gI+gmxfkhRMAvfRuhB1\
        mHVT6pNn/NdtmQt/qZzUWv24g21D5Fn1GH3wWEeXCaAepoNZNfpwRgmQzT3BukAbqUurHd5BrGerMxncrKBgSNTE\
        7vJ+4TqcF9BTj0MPLWQtwkFWYN54h32NirxyUjl4wELkKF9DGYRsRBJiQpdoRMEOVWuiFbWnGeWdDGsqltOYWQcf\
        3MLN51JKe+2uVOhbMY6FTo/isvPt+slxkSgnCq/R5QRMOk/a/Z/zH5B4S46ORZYUSg2vWGUR09mWK56pWvGXtOX8\
        YPKx7RXeOlvvX4m9x52RBR2bKBbnT6VFMe/cHL501EiFf0drzVjyHAtlOzt2pOB2plWaMCcYVVzGP3SFmqurkl8C\
        OGHKjND3utsocfZ9VTJtdFETWtRfShumkRj7ssijDuyTku8/l3Bmya3VxxDMZHsVFNIX2VjHAXw+kP0gwE5nS5BI\
        bpNwoxoAHTL0c5eeSQZ0nn5Hf6C3RQj4pfI3gxK4PCW9OIygsP/3R4uvQrcWZ+2qyXxGsSlkPlhuWwVaDCEZRtTz\
        bmdb7Vhg+gQqMV2YJhZNapI3w1pfv0lUkKW9TfJIuVxKrneEtgVnMWasQkW1tLCCoJ6TI+YvIHjFt2eDRG3v1zat\
        OjcC1JsImESQCmGDM5e8RBmzDXqXoLOHwZEUdMTUG1PjKpd6y28Op122W7OeWecB52lX3vby1EVZwxp3EitSBOO1\
        whnxaIsU7QvAuAGz5ugtzUPpwOn0F0TNmBW9G8iCDYuxI/BPrNGxtoXdWisbjbvz7ZM2cPCVoYC08ZLQixC4+rvf\
        zCskUY4y7qCl4MkEyoRHgAg/OwzS0Li2r2e8NVuUlAJdx7Cnj6gOOi2/61EyiFHWB4GY6Uk2Ua54fsAlH5Irow6f\
        Ud9iptcnhM890gU5MXbfoySlEr2Ulwo23TSlFKhnkfDrNvAUWwmrZGUbSgMTsplhGiocSIkWJ1mHaKMRQGC6RENI\
        bfUVIqHOiLMJhcIW+ObtF43VZ7MEoNTK+6iCooNC8XqaomrljbYwCD0sNY/fVmw/XWKkKFZ7yeqM6VyqDzVHSwv6\
        jzOaJQq0388gg76O77wQVeGP4VNw7ssmBWbYP/BrIRquxDyim1TM0A+IFaJGXvC0ZRXMfkHzEk8J7/9zkwmrWLKa\
        FFmgC85QOOk4yWePcusOTuX9quZtn4Vz/Jf8QrSVn0v4th14Qz6GsDNdbpGRxNi/SHs5BcEIz9asJLDOt9y3z1H4\
        TQ7Wh7lerrHFM8BvDZcCPZKnCCWDe1m6bLfU5WsKh8IDhiro8xW6WSXo7e+meTaaIgJ2YVHxapZfn4Hs52zAcLVY\
        aeTbl4TPBcgwsyQsgxI=
        """

    /// The base64 of the signature line: key ID, time, signature.
    static let line = """
        3Mz57AAAAABqsTuAYTeibaqFT2F6I35U7n1znyIuO0XHpMp7yrGpDzhfkjmxN8TKrqc2n2iIL4D6PKHu9o4vkc4v\
        WpBPL7D+N3d0DyfACEULy0j6TjHckGZlTgBtEfJzll7tNZkaJf31v8OJhukjKjhMCN0AZHJBfG4A9t4eR8HBT/fb\
        4ODTYKKdq8Wj6Y/JdTsJJ5f5CjVKUCw3XlpJ3rNhL0O57vAzrnwhazwxbILn/04Uj+o/bieC6OgSZWzd+kBN8xbr\
        WTdbNknzOQLAu/veG1u7BVhOQOX4cCS4gJ0Ve/0Ph24qP0nAG5Xt+qmFSXRyeYkiz+XcL3lq6/PzJ4AhrNmZEdXh\
        xZ0y7jK3cUHUHG+ei7ijziumWpbIWYNzyJQat5ZQP8GXJNwhkEZ7wPVHlvpxNxD3KJqNa+fYYaqax8f+PlBzi6OZ\
        Bd/thETTCfA/zRDigbylc9+A1/i3+6u9WvSGVWn0CkT9I/S01Fe/MrIOaOIttaaAzQXYbQ6VmyqN0nyR//e0KH3z\
        fVK0EICzCt7dfrFPfkUT0nZzQATWsF7D7qv22wXMoP3S/GRYAlpXeErLLAAF/gTDunS+m4iTqG8UACsVQmnRnvNF\
        zey5KVLrAgWioCn6j8H6Y4QIaf5+rX0LrfkTqt4VKMwZAw8u6ufz9tYjVSgR1BNYJ3FQbO+lEHegPhug3/tmCER7\
        Eux3b3RaR/JZfoBRhyfX2EqwPZarMqIsPU61J4rLn1d/dQKpdpPa+Zyw9IB4i83F3cK9iKFbEtLlMT6sysJElPSV\
        OXBrIRaQeMj6uloTI+8eWh2UE+rvh8ambQA5sfsu2Yd8VwjhxAD5xGd0TMKhtkd4bxcbygYQB8gNU8Uw0iNNcC/x\
        L5HcKOrBGaWxBMuxIvIPw8UZkVJ13xlBwX5KN+Wjz9k/eNWwN/IG8ePbP+vSg1oHnfnFJZG6QcXfcWgYbHGb/KgG\
        3TJRdjRaYzWv4cfRnUkHOnKKpWsPYAYnARG37Qp4XBgcglClbAYMFt6zfTy8q+A7WS77qZW0cVTHf6JxdSjPZicd\
        U4NYrY4kOf4moyksdvAIbsCuIFeQ8CuxTK/auD7QCSsvrZw/vxmNaVURKGI0D6hnNuyZTSUztQXM7JaxS1udeCdm\
        4Q9OQiLuP+jJFP5c4zsW9j7RnUm9saFDghzZ42IhncuyxPMIopy6+LHZ//wwo2B8h/O5zVeyxc14njAcqhLd6Ygz\
        LFB2vO2SvvSmIVi/0Z6zozEpMnuDcJYr71DffX+5yGfAibcafjDANjKe+CSot07sdSVm7gunrkvsthKTfCym25GX\
        EH+peL4fJ470DIAhozOZxr9jxyCgslUWnJ3ZYsEJKQBdQA1kFIafXwEFMgQyADES9QzKzlRIY73S4FbhQiQbSHJt\
        4DDEIj8in5xd2saKJvdEa9PQte6Xs9QctQXuYCyZKLNETu4y7FNKNvVVMDCCzgPsM6JkyzyWmlLNLrt0YwJNztC/\
        h+BAkCuTIQNMiqrGBYxErPukPdGOGd5X4AHeRnZDigEpbOAbKCTG5mxY8ARtXv/xqGC3Xv+73lfoZE1FnDIBQkpP\
        WP4zuBVKr4rwHV9/UT7eaSXIFBHD7lBK02fBK5sUtUcvfLapwCEJjUhad3Q/0W/HJtxPV/XXqWeFl+VqKXkvCtf1\
        FZmBNJF1iKWOvsMEchALL/MalV6U8CD2XFYDQUniWWkq+vR58oqf/nx/DJP8dqL+wfaRlKqD+mwMW9KdYNk94uzE\
        dDj+5tJxFXbOag9Zzc0+M+aYyQUZXgNCh6Q+ckWsy708T0pACrEaeMEHK1tXqb8AKZlpsUjq5Y5kUJGUBch+Ant+\
        IG/VLm5iXOmmcdTDft8c6x87vnSZCUn6Ry4w3Ls58ARedZHav8Jv/NxZf7xOAtCkpa8x6fXl3+P/ZTIRD9JhbDSG\
        zmk9EwdCFHTY2ypo3Hql7a0DP/YuDVtj/J7yZABblDLmYuk0z5KFaIOfrclQXqpxztn41R70RptP0ZPFGaOJk5X/\
        5/Y0nPHjR/b3DVyXNJuhx/Ua84rXwYrHg9DE+SkF/9phfwIFVuY6h8M7Jw0L+eph+dXtYJGhPJilmqJZhTctGBEq\
        xOZ31/bv8S7U/ql5oHeY43buyFUDy4IwKxorebKer0hL13NmVrwTFvfbE/AT91J84kL4iCcGHQ/CsgdDaPsSYjS2\
        Zeca5GiefWyV1bvC1s7W/AByDQepPsP3Pwbs0bThygQoa7JeL5Zf38yeI1KtViR0sShdlFq30khwtX+OdYI8zl0b\
        vN7B2iPZxmlttVrf37uX1k/Zn2mVw6e1sQNyjeEW0DkxsnHAn1bX6un+y7l8//7euwN0zEzCp9mF/3zcnZiH60ZF\
        t2pA16VwM9T51JKdzFxAnTEzqp/ZbJ3TJv1+sA8dXSZK5p3OelFDwmMVBDFT1vMcK80BR033iGBtmntbOe/5wRdb\
        Lxy/+S6F5ptn+Xbt81O7m1a194W9vvrv6tQ/xaONHu9ikcOJjYmQFCaHlvWOEERFq63PFG/QwSe17DJCFUhhJ/lS\
        J3yz18mo8Mlz8zIck3M8+Zkj71B4fz5mco1ooiRNXhoqnqqjzK0i8ZwE555pm4x7KWiRXLoq09Kk0C/oBREdocbq\
        8rwcl8eRmOTAnLmPo5/VSKla3LOILXIvpLp/Jemu7RVk2suNVgLKlEZnZiMhx2nHLojOfPwq53W3HZtoVicrv6+c\
        21urJOWaD+6/rrr18agvOJiu0YlYAFjWpxCrOA0aLHpmze/TApCtHHB3wDleVAHfs5h2iia8JEiIpDTgx/TalwwS\
        TGnCikz9+0mouTiuU3FJ7Ulj9+0VPz9QAou8PjUZCjC3vLVAzGJxFyOHbfAql1SzQYan+PicqWnXR73vtaKVvk33\
        aDnCa1mRGqShFoc+VGoTYNWEZTapokHocautRvrt6p5hN2Zn9+mOvb9+JPonU/l78ijhMMNiTFg3uEq9AFQhdti8\
        5751qeDUyYCek1SKohpSyl7w19ryWhr0cpYTHCRpCJkd3bvKMbfoirtf9/J32seGyUso4VHrtgHjyM0fxBU49eoF\
        3SiNyOPs8IOVbarfuC2ZC8ygx9SkZ3rR8V8oF42JXw/KFSrG8I0CBCAySU5gb6AFFx4vPlRqbG2+xEpcXmaHj5y1\
        vL7M0uf1+gYZLTtDT4KWo7u80N7n+vwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAkUIzM=
        """
}
