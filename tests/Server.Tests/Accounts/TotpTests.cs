using System.Text;
using MDReader.Server.Accounts;

namespace Server.Tests.Accounts;

public sealed class TotpTests
{
    static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B, SHA1.
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Codes_are_those_of_the_RFC(long seconds, string code) =>
        Totp.Code(Secret, Totp.Step(DateTimeOffset.FromUnixTimeSeconds(seconds)), digits: 8).ShouldBe(code);

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base_32_is_that_of_the_RFC(string text, string encoded) =>
        Totp.Base32(Encoding.ASCII.GetBytes(text)).ShouldBe(encoded);

    [Fact]
    public void A_code_is_good_one_step_around_its_own()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_000_000_020);
        var step = Totp.Step(now);

        for (var away = -3; away <= 3; away++)
        {
            Totp.Match(Secret, Totp.Code(Secret, step + away), now).ShouldBe(Math.Abs(away) <= 1 ? step + away : null);
        }

        Totp.Match(Secret, Totp.Code(Secret, step).Insert(3, " "), now).ShouldBe(step);
    }

    [Fact]
    public void A_typed_code_survives_what_people_make_of_it()
    {
        var code = TypedCode.New(8);

        code.Length.ShouldBe(8);
        TypedCode.Normalise($" {TypedCode.Grouped(code).ToLowerInvariant()} ").ShouldBe(code);
        TypedCode.Normalise("oil0").ShouldBe("0110");
    }
}
