using Lanyard.Credentials.Sources;

namespace Lanyard.Tests.Credentials.Sources;

/// <summary>Sources of every kind with texts that JSON has to escape, made anew from a seed.</summary>
internal static class SourceSamples
{
    private static readonly string[] Texts =
        ["plain", "", " ", "quo\"te", "back\\slash", "new\nline", "tab\t", "ünï", "日本", "\U0001F511", "\0", "</script>", "a+b/c=", "{}", "null"];

    public static Source Make(Random random, int depth = 0) => random.Next(depth < 5 ? 12 : 11) switch
    {
        0 => new Source.Environment(Text(random)),
        1 => new Source.StaticKeys(Text(random), Text(random), Text(random)),
        2 => new Source.WebIdentity(Text(random), Token(random), Maybe(random)) { Policies = Policies(random), DurationSeconds = random.Next(2) == 0 ? null : random.Next(900, 43200) },
        3 => new Source.SsoRole(new SsoSignIn(Maybe(random), Text(random), Text(random), Text(random)), Text(random), Text(random)),
        4 => new Source.Process(Text(random), Text(random)),
        5 => new Source.Container(new Uri("http://127.0.0.1:" + random.Next(1, 65536) + "/c?q=" + random.Next()), Maybe(random)),
        6 => new Source.LoginSession(Text(random), Text(random)),
        7 => new Source.InstanceMetadata(new Uri("http://127.0.0.1:" + random.Next(1, 65536))) { AllowsV1 = random.Next(2) == 0, TimeoutSeconds = random.Next(1, 50) / 10.0, Attempts = random.Next(1, 9) },
        8 => new Source.MfaSession(Text(random), depth >= 5 ? new Source.Environment(Text(random)) : Make(random, depth + 1))
        {
            DurationSeconds = random.Next(2) == 0 ? null : random.Next(900, 129601),
            Codes = Codes(random),
        },
        9 => new Source.VaultKeys(Text(random), Text(random), Maybe(random)),
        _ => new Source.AssumeRole(Text(random), depth >= 5 ? new Source.Environment(Text(random)) : Make(random, depth + 1))
        {
            RoleSessionName = Maybe(random),
            ExternalId = Maybe(random),
            MfaSerial = Maybe(random),
            MfaCodes = Codes(random),
            DurationSeconds = random.Next(2) == 0 ? null : random.Next(900, 43201),
            SourceIdentity = Maybe(random),
            Policies = Policies(random),
        },
    };

    private static IdentityToken Token(Random random) => random.Next(3) switch
    {
        0 => new IdentityToken.InFile(Text(random)),
        1 => new IdentityToken.InVariable(Text(random)),
        _ => new IdentityToken.OfGitHub(new Uri("https://ci.example.com/token?v=" + random.Next())),
    };

    private static MfaCodes? Codes(Random random) => random.Next(4) is < 3 and var way ? new MfaCodes(Text(random), (MfaCodeWay)way) : null;

    private static SessionPolicies? Policies(Random random) => (Maybe(random), Maybe(random)) switch
    {
        (null, null) => null,
        var (inline, arns) => new SessionPolicies(inline, arns),
    };

    private static string Text(Random random) => Texts[random.Next(Texts.Length)] + (random.Next(2) == 0 ? "" : random.Next().ToString("x", null));

    private static string? Maybe(Random random) => random.Next(3) == 0 ? null : Text(random);
}
