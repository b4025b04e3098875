using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Commands;

/// <summary>What <c>lanyard env</c> prints, read by the programs that the formats are for.</summary>
public sealed class EnvTests : IDisposable
{
    // Every character that means something to some shell, and some that look like quotes.
    private const string Hostile = "a'b\"c$HOME`id`\\n\\'!x%PATH%^&|<>(){}[]*?~;#=é‘’“”$(id)\\";

    private readonly UserHome _home = new();

    public EnvTests()
    {
        _home.Environment["PATH"] = $"{Path.GetDirectoryName(LanyardBinary.Path)}:{UserHome.SearchPath}";
        Secret(Hostile);
    }

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("bash", "eval \"$(lanyard env --profile p --format bash)\"; printf %s \"$AWS_SECRET_ACCESS_KEY\"")]
    [InlineData("zsh", "eval \"$(lanyard env --profile p --format bash)\"; printf %s \"$AWS_SECRET_ACCESS_KEY\"")]
    [InlineData("dash", "eval \"$(lanyard env --profile p --format bash)\"; printf %s \"$AWS_SECRET_ACCESS_KEY\"")]
    [InlineData("fish", "lanyard env --profile p --format fish | source; printf %s \"$AWS_SECRET_ACCESS_KEY\"")]
    public async Task A_shell_reads_back_what_is_in_the_file(string shell, string script)
    {
        var ended = (await _home.RunAsync(Requires.Program(shell, shell), "-c", script)).Succeeded();

        Assert.Equal(Hostile, ended.Out);
        Assert.Equal("", ended.Error);
    }

    [Fact]
    public async Task Json_holds_it_as_it_is()
    {
        var json = JsonNode.Parse((await _home.LanyardAsync("env", "--profile", "p", "--format", "json")).Succeeded().Out)!;

        Assert.Equal(Hostile, (string?)json["AWS_SECRET_ACCESS_KEY"]);
    }

    [Theory]
    [InlineData("it's#1 ok")]
    [InlineData("a\"b$HOME\\n`id`#x")]
    [InlineData("AbC/+=")]
    public async Task A_dotenv_file_is_read_alike_by_a_shell_and_by_node(string value)
    {
        Secret(value);
        var file = _home.Write("env", (await _home.LanyardAsync("env", "--profile", "p", "--format", "dotenv")).Succeeded().Out);

        Assert.Equal(value, (await _home.RunAsync("/bin/sh", "-c", $". '{file}'; printf %s \"$AWS_SECRET_ACCESS_KEY\"")).Succeeded().Out);
        Assert.Equal(value, (await _home.RunAsync(
            Requires.Program("node", "nodejs"), $"--env-file={file}", "-e", "process.stdout.write(process.env.AWS_SECRET_ACCESS_KEY)")).Succeeded().Out);
    }

    [Theory]
    [InlineData("dotenv")]
    [InlineData("cmd")]
    public async Task What_a_format_can_not_hold_is_refused_and_not_shown(string format)
    {
        var ended = (await _home.LanyardAsync("env", "--profile", "p", "--format", format)).EndedWith(1);

        Assert.Equal("", ended.Out);
        Assert.Contains("[SETTING_INVALID]", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("a'b", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash", "eval \"$(lanyard env --unset --format bash)\"; env")]
    [InlineData("zsh", "eval \"$(lanyard env --unset --format bash)\"; env")]
    [InlineData("fish", "lanyard env --unset --format fish | source; env")]
    public async Task Unset_takes_out_all_that_exec_takes_out(string shell, string script)
    {
        string[] names =
        [
            "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_CREDENTIAL_EXPIRATION", "AWS_ACCOUNT_ID", "AWS_ACCESS_KEY", "AWS_SECRET_KEY",
            "AMAZON_ACCESS_KEY_ID", "AMAZON_SECRET_ACCESS_KEY", "AMAZON_SESSION_TOKEN", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME",
            "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "LANYARD_USE", "LANYARD_USE_KIND", "LANYARD_USE_ACCOUNT", "LANYARD_USE_UNTIL", "LANYARD_USE_PROTECTED",
        ];
        foreach (var name in names)
        {
            _home.Environment[name] = "1";
        }

        var cleared = (await _home.RunAsync(Requires.Program(shell, shell), "-c", script)).Succeeded().Out;
        var child = (await _home.LanyardAsync("exec", "--profile", "p", "--", "env")).Succeeded().Out;

        Assert.All(names, name => Assert.DoesNotContain($"\n{name}=1\n", "\n" + cleared, StringComparison.Ordinal));
        Assert.All(names, name => Assert.DoesNotContain($"\n{name}=1\n", "\n" + child, StringComparison.Ordinal));
    }

    private void Secret(string value) => _home.WriteAwsFiles($"[profile p]\nregion = eu-west-1\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = {value}\n");
}
