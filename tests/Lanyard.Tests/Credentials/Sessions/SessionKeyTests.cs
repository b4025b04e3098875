using Lanyard.Credentials.Sessions;
using Lanyard.Credentials.Sources;

namespace Lanyard.Tests.Credentials.Sessions;

public class SessionKeyTests
{
    private static readonly Source.AssumeRole Role = new("arn:aws:iam::1:role/A", new Source.StaticKeys("p", "/f", "AK"))
    {
        RoleSessionName = "s",
        ExternalId = "x",
        MfaSerial = "m",
        DurationSeconds = 900,
    };

    private static readonly Source.SsoRole Sso = new(new SsoSignIn("corp", "https://a", "eu-west-1", "s"), "1", "D");

    private static readonly MfaCodes Vault = new("p", MfaCodeWay.Seed);
    private static readonly Source.MfaSession Mfa = new("m", new Source.StaticKeys("p", "/f", "AK"));

    public static TheoryData<Source, Source> OneFieldApart { get; } = new()
    {
        { Role, Role with { RoleArn = "other" } },
        { Role, Role with { RoleSessionName = "other" } },
        { Role, Role with { RoleSessionName = null } },
        { Role, Role with { ExternalId = "other" } },
        { Role, Role with { ExternalId = null } },
        { Role, Role with { MfaSerial = "other" } },
        { Role, Role with { DurationSeconds = 901 } },
        { Role, Role with { DurationSeconds = null } },
        { Role, Role with { From = new Source.StaticKeys("q", "/f", "AK") } },
        { Role, Role with { From = new Source.StaticKeys("p", "/g", "AK") } },
        { Role, Role with { From = new Source.StaticKeys("p", "/f", "AL") } },
        { Role, Role with { From = new Source.Environment("AK") } },
        { Role, Role with { From = Role } },

        { Role, Role with { From = Mfa } },
        { Role with { From = Mfa }, Role with { From = Mfa with { SerialNumber = "other" } } },
        { Role with { MfaCodes = Vault }, Role with { MfaCodes = Vault with { Way = MfaCodeWay.SeedWithheld } } },
        { Mfa, Mfa with { SerialNumber = "other" } },
        { Mfa, Mfa with { DurationSeconds = 900 } },
        { Mfa, Mfa with { From = new Source.StaticKeys("p", "/f", "AL") } },

        // A text that moves from one field to the next must not read the same.
        { Role with { RoleSessionName = "x", ExternalId = null }, Role with { RoleSessionName = null, ExternalId = "x" } },
        { Sso, Sso with { AccountId = "2" } },
        { Sso, Sso with { RoleName = "E" } },
        { Sso, Sso with { SignIn = Sso.SignIn with { SessionName = "other" } } },
        { Sso, Sso with { SignIn = Sso.SignIn with { SessionName = null } } },
        { Sso, Sso with { SignIn = Sso.SignIn with { StartUrl = "https://b" } } },
        { Sso, Sso with { SignIn = Sso.SignIn with { Region = "us-east-1" } } },
        { Sso, Sso with { SignIn = Sso.SignIn with { Scopes = "t" } } },
        { new Source.WebIdentity("r", "/t", null), new Source.WebIdentity("r2", "/t", null) },
        { new Source.WebIdentity("r", "/t", null), new Source.WebIdentity("r", "/t2", null) },
        { new Source.WebIdentity("r", "/t", null), new Source.WebIdentity("r", "/t", "s") },
    };

    [Theory]
    [MemberData(nameof(OneFieldApart))]
    public void Plans_that_differ_in_one_field_never_meet(Source a, Source b)
    {
        Assert.NotEqual(SessionKey.Of(a, "eu-west-1", null), SessionKey.Of(b, "eu-west-1", null));
        Assert.NotEqual(SessionKey.Of(a, "eu-west-1", null).FileName, SessionKey.Of(b, "eu-west-1", null).FileName);
        Assert.Equal(SessionKey.Of(a, "eu-west-1", null), SessionKey.Of(a, "eu-west-1", null));
    }

    [Fact]
    public void Region_and_endpoint_are_parts_of_the_key()
    {
        SessionKey[] keys = [SessionKey.Of(Sso, "a", null), SessionKey.Of(Sso, "b", null), SessionKey.Of(Sso, "a", "http://x"), SessionKey.Of(Sso, "a", "http://y"), SessionKey.Of(Sso, "a", "")];
        Assert.Equal(keys.Length, keys.Select(k => k.FileName).Distinct().Count());
    }

    [Fact]
    public void Sources_that_differ_have_keys_that_differ()
    {
        var random = new Random(3);
        var bySource = new Dictionary<Source, SessionKey>();
        for (var i = 0; i < 3000; i++)
        {
            var source = Sources.SourceSamples.Make(random);
            bySource[source] = SessionKey.Of(source, "r", null);
        }

        Assert.True(bySource.Count > 2000);
        Assert.Equal(bySource.Count, bySource.Values.Distinct().Count());
        Assert.Equal(bySource.Count, bySource.Values.Select(k => k.FileName).Distinct().Count());
    }

    [Fact]
    public void The_file_name_is_a_hash_that_gives_nothing_away()
    {
        // FNV-1a over UTF-16 units; offset basis and prime are those of the published 64-bit variant.
        Assert.Equal("cbf29ce484222325.json", new SessionKey("").FileName);
        Assert.Equal("af63dc4c8601ec8c.json", new SessionKey("a").FileName);
    }
}
