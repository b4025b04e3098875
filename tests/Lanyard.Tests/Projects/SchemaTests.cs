using Lanyard.Projects;
using Lanyard.Projects.Yaml;

namespace Lanyard.Tests.Projects;

public class SchemaTests
{
    private const string O = "sessions: { o: { startUrl: https://o.awsapps.com/start, region: eu-west-1 } }";
    private const string A = "account: \"111111111111\"";
    private const string R = "region: eu-west-1";
    private const string P = "access: { session: o, permissionSet: P }";
    private const string Role = "role: \"arn:aws:iam::111111111111:role/x\"";

    private static readonly JsonSchema Committed = JsonSchema.Parse(Repository.ReadText("docs/lanyard.schema.json"));
    private static readonly JsonSchema Local = JsonSchema.Parse(Repository.ReadText("docs/lanyard.local.schema.json"));

    [Theory]
    [InlineData("", "{ version: 1, zzz: 1 }")]
    [InlineData("sessions/*", "{ version: 1, sessions: { o: { zzz: 1 } } }")]
    [InlineData("stages/*", "{ version: 1, stages: { s: { zzz: 1 } } }")]
    [InlineData("stages/*/access", "{ version: 1, stages: { s: { " + A + ", access: { zzz: 1 } } } }")]
    [InlineData("stages/*/ci", "{ version: 1, " + O + ", stages: { s: { " + A + ", " + R + ", " + P + ", ci: { zzz: 1 } } } }")]
    public void The_reader_and_the_schema_know_the_same_keys(string place, string text)
    {
        var e = Samples.Refused(text);
        Assert.Contains("unknown key \"zzz\"", e.Message);
        Assert.Equal(Committed.KeysAt(Steps(place)), KnownKeys(e));
    }

    [Theory]
    [InlineData("", "{ version: 1, zzz: 1 }")]
    [InlineData("stages/*", "{ version: 1, stages: { dev: { zzz: 1 } } }")]
    [InlineData("stages/*/access", "{ version: 1, stages: { dev: { access: { zzz: 1 } } } }")]
    public void The_reader_and_the_local_schema_know_the_same_keys(string place, string text)
    {
        var e = Samples.Refused(Samples.Rich, text);
        Assert.Contains("unknown key \"zzz\"", e.Message);
        Assert.Equal(Local.KeysAt(Steps(place)), KnownKeys(e));
    }

    [Fact]
    public void Every_key_of_the_schema_is_in_a_file_that_the_reader_accepts()
    {
        ProjectFile.Parse(Samples.Rich, Samples.Path, Samples.RichLocal);
        foreach (var place in new[] { "", "sessions/*", "stages/*", "stages/*/access", "stages/*/ci" })
        {
            Assert.Equal(Committed.KeysAt(Steps(place)), KeysAt(Samples.Rich, Steps(place)));
        }

        foreach (var place in new[] { "", "stages/*", "stages/*/access" })
        {
            Assert.Equal(Local.KeysAt(Steps(place)), KeysAt(Samples.RichLocal, Steps(place)));
        }
    }

    [Fact]
    public void The_schemas_accept_the_rich_files_but_want_an_account_quoted()
    {
        Assert.True(Local.Accepts(YamlText.Parse(Samples.RichLocal, "f")));
        Assert.False(Committed.Accepts(YamlText.Parse(Samples.Rich, "f")));
        var quoted = Samples.Rich.Replace("account: 012345678901", "account: \"012345678901\"", StringComparison.Ordinal);
        Assert.True(Committed.Accepts(YamlText.Parse(quoted, "f")));
    }

    [Theory]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P } } }", true)]
    [InlineData("{ @O, stages: { s: { @A, @R, @P } } }", false)]
    [InlineData("{ version: 2, @O, stages: { s: { @A, @R, @P } } }", false)]
    [InlineData("{ version: \"1\", @O, stages: { s: { @A, @R, @P } } }", false)]
    [InlineData("{ version: 1, @O }", false)]
    [InlineData("{ version: 1, @O, stages: {} }", false)]
    [InlineData("{ version: 1, @O, project: a.b-c_9, stages: { s: { @A, @R, @P } } }", true)]
    [InlineData("{ version: 1, @O, project: -a, stages: { s: { @A, @R, @P } } }", false)]
    [InlineData("{ version: 1, @O, project: a23456789012345678901234567890123, stages: { s: { @A, @R, @P } } }", false)]
    [InlineData("{ version: 1, @O, stages: { \"s/1\": { @A, @R, @P } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @R, @P } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @P } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { account: \"1111\", @R, @P } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, region: us-gov-west-1, @P } } }", true)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, region: eusc-de-east-1, @P } } }", true)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, region: eu-west, @P } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, region: eu-west-1.x, @P } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P, protected: true } } }", true)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P, protected: \"true\" } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P, match: [\"*-$USER\", a] } } }", true)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P, match: [\"$HOME\"] } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P, match: [\"\"] } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P, match: a } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P, branches: [\"a b\"] } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P, branches: main } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P }, t: { @A, @R, access: { @Q, from: s }, maxSession: 45m30s } } }", true)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P }, t: { @A, @R, access: { @Q, from: s }, maxSession: 3600s } } }", true)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P }, t: { @A, @R, access: { @Q, from: s }, maxSession: 3600 } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P }, t: { @A, @R, access: { @Q, from: s }, maxSession: 30m1h } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P }, t: { @A, @R, access: { @Q, from: s }, maxSession: h } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P, maxSession: 1h } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P, endpoint: \"https://a.example.com\", endpoints: { sso_oidc: \"http://127.0.0.1:1\" } } } }", true)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P, endpoint: \"http://a.example.com\" } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P, endpoints: { Sts: \"https://a.example.com\" } } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P, endpoints: { sts: x } } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, access: { session: o } } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, access: { permissionSet: P } } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, access: { session: o, permissionSet: a/b } } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P }, t: { @A, @R, access: { @Q, from: s } } } }", true)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P }, t: { @A, @R, access: { @Q } } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P }, t: { @A, @R, access: { @Q, from: s, session: o } } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P }, t: { @A, @R, access: { role: x, from: s } } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P, ci: { @Q, oidc: bitbucket } } } }", true)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P, ci: { @Q, oidc: jenkins } } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P, ci: { @Q } } } }", false)]
    [InlineData("{ version: 1, @O, stages: { s: { @A, @R, @P, ci: { oidc: github } } } }", false)]
    [InlineData("{ version: 1, sessions: { o: { startUrl: \"http://127.0.0.1:1/start\", region: eu-west-1 } }, stages: { s: { @A, @R, @P } } }", true)]
    [InlineData("{ version: 1, sessions: { o: { startUrl: \"http://o.example.com\", region: eu-west-1 } }, stages: { s: { @A, @R, @P } } }", false)]
    [InlineData("{ version: 1, sessions: { o: { region: eu-west-1 } }, stages: { s: { @A, @R, @P } } }", false)]
    [InlineData("{ version: 1, sessions: { o: { startUrl: https://o.awsapps.com } }, stages: { s: { @A, @R, @P } } }", false)]
    public void The_reader_and_the_schema_agree(string template, bool valid)
    {
        var text = template.Replace("@O", O, StringComparison.Ordinal).Replace("@A", A, StringComparison.Ordinal)
            .Replace("@R", R, StringComparison.Ordinal).Replace("@P", P, StringComparison.Ordinal)
            .Replace("@Q", Role, StringComparison.Ordinal);
        var e = Record.Exception(() => ProjectFile.Parse(text, Samples.Path));
        Assert.True(valid ? e is null : e is ProjectFileException { Code: "STAGE_FILE_INVALID" }, e?.Message ?? "accepted");
        Assert.Equal(valid, Committed.Accepts(YamlText.Parse(text, "f")));
    }

    [Theory]
    [InlineData("{ version: 1 }", true)]
    [InlineData("{ stages: {} }", false)]
    [InlineData("{ version: 1, stages: { dev: { profile: p } } }", true)]
    [InlineData("{ version: 1, stages: { dev: { access: { profile: p } } } }", true)]
    [InlineData("{ version: 1, stages: { dev: {} } }", false)]
    [InlineData("{ version: 1, stages: { dev: { profile: p, access: { profile: p } } } }", false)]
    [InlineData("{ version: 1, stages: { dev: { profile: \"\" } } }", false)]
    public void The_reader_and_the_local_schema_agree(string text, bool valid)
    {
        var e = Record.Exception(() => ProjectFile.Parse(Samples.Rich, Samples.Path, text));
        Assert.True(valid ? e is null : e is ProjectFileException, e?.Message ?? "accepted");
        Assert.Equal(valid, Local.Accepts(YamlText.Parse(text, "f")));
    }

    private static string[] Steps(string place) => place.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static SortedSet<string> KnownKeys(ProjectFileException e) => [.. e.Fix["known keys: ".Length..].Split(", ")];

    private static SortedSet<string> KeysAt(string text, string[] path)
    {
        IEnumerable<YamlMapping> maps = [Assert.IsType<YamlMapping>(YamlText.Parse(text, "f"))];
        foreach (var step in path)
        {
            maps = maps.SelectMany(map => map.Entries).Where(entry => step == "*" || entry.Key.Value == step)
                .Select(entry => entry.Value).OfType<YamlMapping>().ToList();
        }

        return [.. maps.SelectMany(map => map.Entries).Select(entry => entry.Key.Value)];
    }
}
