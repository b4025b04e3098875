using System.Security.Cryptography;

namespace Lanyard.Sandbox.State;

/// <summary>Makes up ids, keys, codes and tokens in the shapes of AWS's.</summary>
internal sealed class IdSource(RandomNumberGenerator random)
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    // No vowels, so that no word comes out, and nothing that looks like a digit.
    private const string CodeLetters = "BCDFGHJKLMNPQRSTVWXZ";

    /// <summary>Gets how many bytes went into what may be kept: ids of requests and pages aren't.</summary>
    public long Drawn { get; private set; }

    /// <summary>An access key id of 20 characters: <c>AKIA…</c> or <c>ASIA…</c>.</summary>
    public string AccessKeyId(string prefix) => prefix + Letters(16);

    /// <summary>A unique id of 21 characters: <c>AIDA…</c> for users, <c>AROA…</c> for roles.</summary>
    public string UniqueId(string prefix) => prefix + Letters(17);

    /// <summary>A unique id that follows from a text, for what is the same in every sandbox.</summary>
    public static string StableId(string prefix, string text)
    {
        var hash = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text));
        return prefix + string.Create(17, hash, static (to, from) => Spell(to, from));
    }

    /// <summary>Small letters and digits, for ids such as <c>ou-abcd-2345wxyz</c>.</summary>
    public string Word(int length) => Letters(length).ToLowerInvariant();

    /// <summary>Small letters and digits that follow from a text.</summary>
    public static string StableWord(int length, string text) => StableId("", text)[..length].ToLowerInvariant();

    /// <summary>An account id of 12 digits.</summary>
    public string AccountId() => string.Concat(Bytes(12).Select((value, at) => at == 0 ? 1 + (value % 9) : value % 10));

    /// <summary>A secret access key of 40 characters.</summary>
    public string SecretAccessKey() => Convert.ToBase64String(Bytes(30));

    /// <summary>A password of 44 characters, as AWS makes them for single services.</summary>
    public string ServicePassword() => Convert.ToBase64String(Bytes(32));

    /// <summary>The seed of an MFA device, in Base32: 64 characters, as AWS makes them.</summary>
    public string MfaSeed() => Letters(64);

    /// <summary>An opaque token. The sizes that callers ask for are about AWS's own, so that a store too small for those shows here.</summary>
    public string Token(string prefix, int bytes) =>
        prefix + Convert.ToBase64String(Bytes(bytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>A code for people to compare: <c>BCDF-GHJK</c>.</summary>
    public string UserCode() => $"{Code(4)}-{Code(4)}";

    /// <summary>A request id.</summary>
    public string RequestId() => new Guid(Passing(16)).ToString();

    /// <summary>A nonce for one page.</summary>
    public string Nonce() => Convert.ToHexStringLower(Passing(16));

    public string Uuid() => new Guid(Bytes(16)).ToString();

    /// <summary>Digits of base 16.</summary>
    public string Hex(int length) => Convert.ToHexStringLower(Bytes((length + 1) / 2))[..length];

    /// <summary>Digits of base 16 that follow from a text, for what is the same in every sandbox of a seed.</summary>
    public static string StableHex(string text, int length) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)))[..length];

    public static string StableUuid(string text) => new Guid(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)).AsSpan(..16)).ToString();

    private string Letters(int length) => string.Create(length, Bytes(length), static (to, from) => Spell(to, from));

    private static void Spell(Span<char> to, byte[] from)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = Base32[from[i] & 31];
        }
    }

    private string Code(int length)
    {
        var text = "";
        while (text.Length < length)
        {
            // 240 is the largest multiple of 20 in a byte: beyond it some letters would be likelier.
            if (Bytes(1)[0] is < 240 and var value)
            {
                text += CodeLetters[value % CodeLetters.Length];
            }
        }

        return text;
    }

    private byte[] Bytes(int count)
    {
        Drawn += count;
        return Passing(count);
    }

    private byte[] Passing(int count)
    {
        var bytes = new byte[count];
        random.GetBytes(bytes);
        return bytes;
    }
}
