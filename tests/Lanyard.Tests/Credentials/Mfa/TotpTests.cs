using Lanyard.Aws.Secrets;
using Lanyard.Credentials;
using Lanyard.Credentials.Mfa;

namespace Lanyard.Tests.Credentials.Mfa;

public class TotpTests
{
    // The seed of RFC 6238's appendix B, "12345678901234567890" in ASCII, in Base32.
    private const string Rfc = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    // RFC 6238, appendix B, the rows for SHA-1: eight digits there, of which the last six are the six-digit code (RFC 4226, section 5.3).
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Codes_are_those_of_the_rfc(long seconds, string eightDigits)
    {
        var time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        Assert.Equal(eightDigits[2..], Totp.CodeOf(TotpSeed.Parse(new Secret(Rfc)), Totp.StepOf(time)).Reveal());
    }

    [Fact]
    public void A_step_lasts_thirty_seconds()
    {
        var start = Totp.StartOf(100);
        Assert.Equal((99L, 100L, 100L, 101L), (Totp.StepOf(start.AddTicks(-1)), Totp.StepOf(start), Totp.StepOf(start.AddSeconds(29.9)), Totp.StepOf(start.AddSeconds(30))));
    }

    [Theory]
    [InlineData("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    [InlineData(" gezd gnbv gy3t qojq-gezd gnbv gy3t qojq \n")]
    [InlineData("otpauth://totp/Amazon%20Web%20Services:anna@111111111111?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Amazon%20Web%20Services")]
    [InlineData("otpauth://totp/x?issuer=a%26secret&SECRET=gezdgnbvgy3tqojqgezdgnbvgy3tqojq&algorithm=SHA1&digits=6&period=30")]
    public void A_seed_is_read_as_people_have_it(string text) => Assert.Equal(Rfc, TotpSeed.Parse(new Secret(text)).Base32.Reveal());

    [Theory]
    [InlineData("GEZDGNBV", "10 to 128 bytes")]
    [InlineData("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ0", "digits 2 to 7")]
    [InlineData("123456", "digits 2 to 7")]
    [InlineData("otpauth://hotp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "otpauth://totp/")]
    [InlineData("otpauth://totp/x", "otpauth://totp/")]
    [InlineData("otpauth://totp/x?issuer=y", "no secret")]
    [InlineData("otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA256", "SHA1")]
    [InlineData("otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&digits=8", "6 digits")]
    [InlineData("otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&period=60", "30 seconds")]
    public void What_is_no_seed_is_refused_and_not_repeated(string text, string why)
    {
        var e = Assert.Throws<CredentialsException>(() => TotpSeed.Parse(new Secret(text)));
        Assert.Equal(ErrorCodes.MfaSeedInvalid, e.Code);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("GEZDGNBV", e.Message + e.Fix, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_seed_of_128_bytes_is_the_longest()
    {
        Assert.Equal(205, TotpSeed.Parse(new Secret(new string('A', 205))).Base32.Reveal().Length);
        Assert.Throws<CredentialsException>(() => TotpSeed.Parse(new Secret(new string('A', 207))));
    }

    // The names that a vault takes: letters, digits and -_./@+.
    [Theory]
    [InlineData("arn:aws:iam::111111111111:mfa/anna", "totp/111111111111/mfa/anna")]
    [InlineData("arn:aws:iam::111111111111:mfa/team/an=na,x", "totp/111111111111/mfa/team/an+na+x")]
    [InlineData("GAHT12345678", "totp/GAHT12345678")]
    public void A_device_has_a_name_that_a_vault_takes(string serialNumber, string name) => Assert.Equal(name, TotpSeed.NameOf(serialNumber));
}
