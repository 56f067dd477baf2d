/// A key and a signature that another implementation of FIPS 204 made: the module `cryptography` of
/// Python, version 48, over the seed 00 01 02 ... 1f, which is also that of RFC 9881's examples.
enum MLDSA44Vector {
    static let seed = [UInt8](0..<32)
    static let message = Array("what an auditor holds in his hand".utf8)

    /// SHA-256 of the 1,312 bytes of the public key.
    static let publicKeyDigest = "9f107644c1084526af3bc8098680b05499a2325a644e388fb4f970e058d19d46"

    /// RFC 9881, appendix C.1.1.1.
    static let pem = """
        -----BEGIN PRIVATE KEY-----
        MDQCAQAwCwYJYIZIAWUDBAMRBCKAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZ
        GhscHR4f
        -----END PRIVATE KEY-----

        """

    /// Base64 of the 2,420 bytes.
    static let signature = """
        9YsNBz/qbcYLN3Bm1hhxne1i4mI2oZ1dEa5mBxLNXqR8q36aLqa5YcEg4xKW1XV6HShdwFENKoG3NoKgdKHjF2FC\
        oHgV2Xg1gZUvvmQxLCE4eG3aPu0R/ukU/jkH3SpG0iHdkJJjoESV8HjLPdzgFHHWhBSN0rlUD/f8nDAk+zXtlHMQ\
        fdfkJkoucj/hcNwOEphVVhbIrua6B0oP2JcDxbR9iFOusTzCW3LAxP5OYar3NMscu5PNbn4Fvp/eH9ShEtTXwUCS\
        cMv1WhIu480N1mJSMqX67mF8zJiG7IUkZf9ake0Onh72hCl5/IJPBtyVsj8Pv6SUNj6JEYN++e5x8lzp9+WFhwvG\
        E83dD2/DiH8B2fikv+65sINoGZGQv1gAafxehCb5A9uoenk6D/CUKHQL6s+g6jMHp9yw7/tSORkpWo2mQU+eT4sy\
        rhrBEM2TibVBMgqjOSwp91ah+kXEStoj510F9xgn9oiCft3G4uHQW/LIo6dBaCFZ9TWrjYfQZTqX7JNRfnAlBfVV\
        Ezor/tAueoKyR49eM35oqiTphnWhRSO0QG0im0/FQE67yrGN/ttMm25uR2CMUI9kuAnQRVvhDowqbm5EUSJejyiu\
        yDi7OXa2MMVDpj3nOQcLjwBD5amLypbgHNZYfmquLDYJCkeBBXxB0TCxKgiHznnMUYw+NJ0uOrYE3r2QUbagdQOR\
        yF/o93R/+CV5dr9mpO4SyryhQ+qhNCQ+1ibL++tQrYZW9jTr7P6C19nwivVHhY4CIOuksbRli/fp7aoRktQIHv1B\
        i8zimkFc44yshyODBMYYgPC484OfKC2bt/omRYquPcok4FDtAjPTIqLFk47L97CaBiCoJPnYbydmIOW7TrOu7uI7\
        Onb8vNJ1dz3V7ECRpWgJkujgL8x+fn+A5ZSzuuC5hPqt0hvrkMLQvhEDXRWEiReycXxB/GNfT88DUnfZ28blfYwW\
        sDEPlBH2FSgsxUBvLQDSAb811q32XQceirCV093VBeix9XchXKezYjLufhba/qoDtK6ZPq8592YhbqRwt2A+1IDh\
        BvmTrtzPIQ47M2/JD5hoREjcSSs0hOZnqy6q+rdzeqgVsIkRdf/Ud0bJz+7fZUryv6ZJdNGllXU4x6G215AMag9U\
        77kCl+QkvBQcdM242+FuBbibi6Ni6dMCBLI5KTYL6PpiN0aXXXm+SppY9BzpXG1N7psLRlzrvpfG7Hrk1kHpJ1O9\
        pMTDXswVjRp+CRGWoj+x3nIS9AGTf6nWc4nna3jsxbyjNIMymiCyEtaauQxcc8VFiIaoVt2ink7a3sTlt+FBNaXK\
        eu1AT6+IJCTi1i8dgU+vDhFFgR+s4o31l4zUjrJLaulg4vnemwcqXi4bSDBAl19C1WWVzw5yeiOPxwP1ZSn+FUv1\
        2rNi3wFa8C8oX6RfPlOBseOd8JnRGi2R2dWkbpeVvARlvyD0rg6PGSgiOsNZbPqZ6cudcnW0D+UbVIF4yyIUEKS1\
        u1MmZViaVaH9pa1S4INpJlSGcK+gvOxYcs3JA1xJRyaY8MxqSixuiLxQ/8UZaJjruQbuvoFu7pwlJMc0Le8sf8xJ\
        oRVQGB04pxO/yICpOLANw2UeFq2IAmWMEwocT65c0o+3ng3jTz6hhmZHsCLi80MIVFmWTlrQL8H029Kp9ejz9di2\
        JtqN7BVolT9GO1TZn/I1D1qH1BC5lKwr9C6LcWQbirdUkMsmSFXm3SlKjfQ2MJxfuGfTrygvmVmLEt6aXUr6aNJg\
        l9mqf9SmFTtbpb+/G8ZC492PY2S/2F7gkcjblYiRkpi6HbQjJavtii0Zbh+DIBh5O5mLJvgND2n57RQrCBlXAZGu\
        ymL+/YdQcREc9MQ1haWnc3buG3PD4hO1N7+gKfoQIsn5oMLQ8mHWzrpepm8DNisqVHFf4up1X8kBoU8610vtSZvF\
        OYh2ziGyvmSxkj2SUFghxeFE2/41fZpgWZ0PfKzlsbFfeUo1Rz8qFJAqihzaoyl/IpHhqj14iLqZB/lOoQC/JssA\
        6X9k/l3oF3Ea+54PfIh4/xFqrHtefwcItZLtt/DDHB3nF8huVtl3TTYvpVVdUO+xJLzSDmnXAggkHulG84hG/iPS\
        Dv5pTi/O2oSo0qFyupbyMCWWl63b9eAsoscTyckz6W+P9xMuPPk77y1Yoa6OTnkH0glDW6UmB+WyqUhWMlXVdybn\
        gkstTIE+GprUUqanX7YSIvtmTzeybaO565WfTACbBVmSQSAyVVn+cg3WTjhS2R883EkV1evWRTZz1+P1Pu8IBJ5h\
        EC4FzUJINTOQmTEpRbyk25MM4E+G9vmrlPPBkaSxeoxis/8XfE+eosmF6JgaQxgn2NdLRTMOoOAEKguwdg5P4qfV\
        wdZajQT2Fqt4LOwAnS4kAswvxPlGe6Q+CQ6IQjB248bCJKfJ46QI+wL2OL+izA1v45TAxxYRzvCdbwwlkVbrEias\
        75jqzGwwbcDBB2bOsb/9P2DaHmRzc4xq1n5bSm9+JWhnavFPGr+1Qbj9U1K2WyVwSjsNzjsJ5fh/egX6WFf1HOR8\
        Vw2SIpIgn2fmsWNOVUSDFT2TZekJZSJ/A9DOng9lOBEHsjIGXyd7TtxjWN73Ubj/qPbkdfLDb5Y4a4/HHHr6jhRV\
        cMz1yW8pUiqMGrJsKdr30JkfuXxVAdDiI6QbcCxngeenSdBxaBwiwD8f/VPX6V9f2MpmpekVZiKuda6gQds9FyVu\
        bUl9X21vh40zvDUHekjMLlFsfOLKCmtcyDrFHi9/57co3e3f4nsUD79sQEplUQ+tMVRYAMT+xaQZvOwFBf3DY5b1\
        BOZCe7ppYp0VTfsLaDG8zccFk78otgd0w1Z2O+VnDIjNDZtwQo1LhUaqRejkTGxXq/bL37aZzrwRavBD5hj5hta7\
        VxiUL06YyK6vvPQiGWhtxGWUvG/iUPljYxqRVD24XLXE+Z5xcMJXYb9eI091DapuBCJo+A6ostd8dqz05Gsvw8+L\
        TzyiJLUdV/RoYpXwwCBmCb4Ju+vWsb/rEqzT7i1jSzXPYltiyJ4eV5jE3e6ShFKpeZ49raXPGqK4xzgBPrMRa7Yj\
        4S9MKambChVTYSiVi1ZKgaJM95oAzHwFRNQBBw8lLk5ogoiLl6CwygETIyxJUFd7fIyPkJOeorvE3gcMJUhSV2OA\
        jY+euNjd+vwFChkyWHKeucDJ/AAAAAAAAAAAAAAAAAAAAAAAAAAAAA4gMDs=
        """
}
