using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lanyard.EndToEnd.RealClients;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Commands;

/// <summary>stdout is data, stderr is talk.</summary>
public sealed class OutputTests(SignedInSandbox sandbox) : IClassFixture<SignedInSandbox>
{
    [Fact]
    public async Task Credential_process_prints_one_line_of_json()
    {
        var ended = (await sandbox.User.LanyardAsync("credential-process", "--profile", "dev")).Succeeded();

        Assert.Equal("", ended.Error);
        Assert.Matches(@"^\{[^\n]*\}\n$", ended.Out);
        var json = JsonNode.Parse(ended.Out)!.AsObject();
        Assert.Equal(["Version", "AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration", "AccountId"], json.Select(p => p.Key));
        Assert.Equal(1, (int)json["Version"]!);
        Assert.Equal("111111111111", (string)json["AccountId"]!);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", (string)json["Expiration"]!);
    }

    [Fact]
    public async Task Verbose_talk_goes_to_stderr()
    {
        using var home = new UserHome(sandbox);
        home.Environment["HOME"] = sandbox.User.Folder;

        var ended = (await home.LanyardAsync("credential-process", "--profile", "staging", "--verbose")).Succeeded();

        Assert.NotEqual("", ended.Error);
        Assert.Equal("222222222222", (string)JsonNode.Parse(ended.Out)!["AccountId"]!);
    }

    [Fact]
    public async Task Env_prints_what_a_shell_evaluates_and_nothing_else()
    {
        var ended = (await sandbox.User.LanyardAsync("env", "--stage", "prod", "--format", "bash")).Succeeded();

        Assert.Equal("", ended.Error);
        Assert.All(ended.Out.TrimEnd('\n').Split('\n'), line => Assert.Matches(@"^(export [A-Z0-9_]+=[A-Za-z0-9_+=:/.,@'-]*|unset [A-Z_]+)$", line));
    }

    [Fact]
    public async Task What_env_prints_gives_a_shell_the_identity_and_unset_takes_it_out_again()
    {
        var who = string.Join(' ', RealClient.CallerIdentity("boto3").Select(w => $"'{w}'"));
        var (id, secret) = sandbox.OtherKey;

        var ended = (await sandbox.User.ShellAsync(
            $"""
            export AWS_PROFILE=dev AWS_ACCESS_KEY_ID={id} AWS_SECRET_ACCESS_KEY={secret} AWS_SESSION_TOKEN=old
            eval "$("$LANYARD" env --stage prod)" && {who}
            eval "$("$LANYARD" env --unset)"
            env | grep -E '^AWS_(ACCESS|SECRET|SESSION|PROFILE)' || echo gone
            """)).Succeeded();

        var lines = ended.Out.TrimEnd('\n').Split('\n');
        Assert.Equal("333333333333", Identity.Parse(lines[0]).Account);
        Assert.Equal("gone", lines[1]);
    }

    [Fact]
    public async Task Whoami_as_json_has_the_shape_of_the_contract()
    {
        var json = JsonNode.Parse((await sandbox.User.LanyardAsync("whoami", "--profile", "dev", "--json")).Succeeded().Out)!.AsObject();

        Assert.Equal(["Account", "Arn", "UserId", "Profile", "Source", "Expiration"], json.Select(p => p.Key));
        Assert.Equal("dev", (string)json["Profile"]!);
        Assert.Equal("sso", (string)json["Source"]!);
    }

    [Fact]
    public async Task Profile_list_hides_secrets_unless_told_otherwise()
    {
        var secret = sandbox.OtherKey.Secret;

        var hidden = (await sandbox.User.LanyardAsync("profile", "list", "--json")).Succeeded().Out;
        var shown = (await sandbox.User.LanyardAsync("profile", "list", "--json", "--show-secrets")).Succeeded().Out;

        Assert.DoesNotContain(secret, hidden, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, (await sandbox.User.LanyardAsync("profile", "show", "ci")).Succeeded().Out, StringComparison.Ordinal);
        Assert.Equal("***", (string)JsonNode.Parse(hidden)!["profiles"]!["ci"]!["aws_secret_access_key"]!);
        Assert.Equal(secret, (string)JsonNode.Parse(shown)!["profiles"]!["ci"]!["aws_secret_access_key"]!);
        Assert.Equal("111111111111", (string)JsonNode.Parse(hidden)!["profiles"]!["dev"]!["sso_account_id"]!);
        Assert.Equal("eu-west-1", (string)JsonNode.Parse(hidden)!["ssoSessions"]!["sandbox"]!["sso_region"]!);
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("NO_COLOR=1", "", false)]
    [InlineData("TERM=dumb", "", false)]
    [InlineData("", "--no-color", false)]
    public async Task A_terminal_shows_colours_unless_they_are_not_wanted(string variable, string option, bool coloured)
    {
        var script = Requires.Program("script", "bsdutils");
        var command = $"exec /usr/bin/env TERM=xterm {variable} '{LanyardBinary.Path}' whoami --profile gone {option}";

        var ended = (await sandbox.User.RunAsync(script, "--quiet", "--return", "--command", command, "/dev/null")).EndedWith(1);

        Assert.Matches(new Regex(coloured ? @"^\e\[31merror:\e\[0m " : "^error: "), ended.Out);
        Assert.Equal(coloured, ended.Out.Contains('\e', StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_is_an_error_and_a_reader_that_went_away_is_none()
    {
        var full = await sandbox.User.ShellAsync("\"$LANYARD\" env --profile dev > /dev/full");
        Assert.Contains("[FILE_NOT_WRITABLE]", full.EndedWith(1).Error, StringComparison.Ordinal);
        (await sandbox.User.ShellAsync("\"$LANYARD\" whoami --profile gone 2> /dev/full")).EndedWith(1);

        var gone = await sandbox.User.ShellAsync("{ sleep 0.5; \"$LANYARD\" --help; echo \"code $?\" >&2; } | true");
        Assert.Equal("code 0\n", gone.Succeeded().Error);
    }

    [Fact]
    public async Task Twenty_at_once_on_a_cold_cache_all_answer()
    {
        using var home = new UserHome(sandbox);
        home.Environment["HOME"] = sandbox.User.Folder;

        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => home.LanyardAsync("credential-process", "--profile", "dev")));

        Assert.All(all, ended => Assert.Equal("111111111111", (string)JsonNode.Parse(ended.Succeeded().Out)!["AccountId"]!));
        Assert.Single(Directory.GetFiles(Path.Combine(home.LanyardHome, "cache", "sessions"), "*.json"));
    }
}
