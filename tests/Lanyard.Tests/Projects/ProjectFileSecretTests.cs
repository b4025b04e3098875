using Lanyard.Projects;

namespace Lanyard.Tests.Projects;

public class ProjectFileSecretTests
{
    // Not keys of anybody: the documentation's example pair.
    private const string KeyId = "AKIAIOSFODNN7EXAMPLE";
    private const string SecretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    [Theory]
    [InlineData("aws_access_key_id")]
    [InlineData("aws_secret_access_key")]
    [InlineData("aws_session_token")]
    [InlineData("accessKeyId")]
    [InlineData("AWS_ACCESS_KEY_ID")]
    [InlineData("secret")]
    [InlineData("secretKey")]
    [InlineData("secret-access-key")]
    [InlineData("password")]
    [InlineData("token")]
    [InlineData("x_token")]
    [InlineData("apiKey")]
    public void A_key_that_names_a_secret_is_refused_anywhere_and_its_value_never_shown(string key)
    {
        string[] texts =
        [
            $"version: 1\n{key}: hunter2\nstages: {{}}",
            $"{key}: [hunter2]",
            $"version: 1\nsessions: {{ o: {{ {key}: hunter2 }} }}\nstages: {{}}",
            $"version: 1\nsessions: {{ {key}: hunter2 }}\nstages: {{}}",
            $"version: 1\nstages: {{ dev: {{ {key}: hunter2 }} }}",
            $"version: 1\nstages: {{ dev: {{ access: {{ {key}: hunter2 }} }} }}",
            $"version: 1\nstages: {{ dev: {{ match: [ {{ {key}: hunter2 }} ] }} }}",
        ];
        foreach (var text in texts)
        {
            var e = Samples.Refused(text);
            Assert.Equal("STAGE_FILE_SECRET", e.Code);
            Assert.DoesNotContain("hunter2", e + e.Fix);
            Assert.Contains(key, e.Message);
        }
    }

    [Fact]
    public void The_local_file_must_hold_no_secret_either()
    {
        var e = Samples.Refused(Samples.Rich, "version: 1\nstages: { dev: { aws_secret_access_key: hunter2 } }");
        Assert.Equal(("STAGE_FILE_SECRET", Samples.LocalPath, 2), (e.Code, e.Path, e.Line));
        Assert.DoesNotContain("hunter2", e.ToString());
    }

    [Theory]
    [InlineData("project: " + KeyId)]
    [InlineData("project: \"x " + KeyId + " y\"")]
    [InlineData("sessions: { o: { startUrl: \"https://x/?k=" + KeyId + "\", region: eu-west-1 } }")]
    [InlineData("sessions: { " + KeyId + ": {} }")]
    public void An_access_key_id_is_refused_as_any_value(string line)
    {
        var e = Samples.Refused($"version: 1\n{line}\nstages: {{}}");
        Assert.Equal("STAGE_FILE_SECRET", e.Code);
        Assert.DoesNotContain(KeyId, e + e.Fix);
    }

    [Theory]
    [InlineData("project: " + SecretKey)]
    [InlineData("version2: 1\n" + SecretKey + ": 1")]
    [InlineData("sessions: { \"" + SecretKey + "\": {} }")]
    [InlineData("a: 1\na: 2\nb: " + SecretKey)]
    [InlineData("b: \"" + SecretKey + "\nc: 1")]
    public void A_secret_key_pasted_in_the_wrong_place_is_not_echoed(string lines)
    {
        var e = Samples.Refused($"version: 1\n{lines}\nstages: {{}}");
        Assert.DoesNotContain(SecretKey, e + e.Fix);
    }

    [Fact]
    public void A_stage_may_be_called_after_a_word_for_secrets()
    {
        var text = Samples.Rich.Replace("  staging:", "  token-service:", StringComparison.Ordinal);
        Assert.Equal("token-service", ProjectFile.Parse(text, Samples.Path).Stages[1].Name);
    }

    [Theory]
    [InlineData("profile: jo", "")]
    [InlineData("", "profile: jo")]
    [InlineData("aws_profile: jo", "")]
    [InlineData("", "source_profile: jo")]
    public void A_local_profile_in_the_committed_file_is_refused_with_where_it_belongs(string inStage, string inAccess)
    {
        var e = Samples.Refused($"version: 1\nstages:\n  dev: {{ account: '111111111111', region: eu-west-1, access: {{ {inAccess} }}, {inStage} }}");
        Assert.Equal(("STAGE_FILE_PROFILE", 3), (e.Code, e.Line));
        Assert.Contains("lanyard.local.yaml", e.Fix);
    }
}
