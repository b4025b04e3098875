using System.Security.Cryptography;
using System.Text;
using Lanyard.Sandbox.State;

namespace Lanyard.Tests.Sandbox.Sts;

/// <summary>A key that is the same at each start, held against the platform's ECDSA.</summary>
public sealed class SeededEcKeyTests
{
    [Fact]
    public void What_it_signs_the_platform_verifies_and_nothing_else()
    {
        var key = Key("one");
        using var platform = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP384, Q = key.Public });
        for (var i = 0; i < 300; i++)
        {
            var data = Encoding.UTF8.GetBytes($"message {i}");
            var signature = key.Sign(data);
            Assert.Equal(96, signature.Length);
            Assert.True(platform.VerifyData(data, signature, HashAlgorithmName.SHA384));
            data[0] ^= 1;
            Assert.False(platform.VerifyData(data, signature, HashAlgorithmName.SHA384));
        }
    }

    [Fact]
    public void Key_and_signatures_follow_from_the_secret_and_never_share_a_nonce()
    {
        Assert.Equal(Key("one").Sign("a"u8), Key("one").Sign("a"u8));
        Assert.NotEqual(Key("one").Public.X, Key("other").Public.X);
        Assert.Distinct(Enumerable.Range(0, 100).Select(i => Convert.ToHexString(Key("one").Sign([(byte)i]).AsSpan(..48))));
    }

    private static SeededEcKey Key(string label)
    {
        using var random = new SeededRandom("secret"u8.ToArray(), label);
        return SeededEcKey.Create(random);
    }
}
