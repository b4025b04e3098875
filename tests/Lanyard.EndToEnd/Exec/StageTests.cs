using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Exec;

/// <summary>A deploy tool's own idea of where it deploys to, and Lanyard's. The tools are stand-ins that say what they were given.</summary>
public sealed class StageTests : IClassFixture<SignedInSandbox>, IDisposable
{
    private readonly SignedInSandbox _sandbox;
    private readonly UserHome _home;

    public StageTests(SignedInSandbox sandbox)
    {
        _sandbox = sandbox;
        _home = new UserHome(sandbox);
        _home.Environment["HOME"] = sandbox.User.Folder;
        foreach (var tool in (string[])["sst", "serverless", "cdk", "sam", "amplify"])
        {
            _home.WriteProgram($"bin/{tool}", "echo \"ran $0 for ${LANYARD_STAGE:-nobody} ${AWS_ACCOUNT_ID:-}\"\n");
        }

        _home.WriteProgram("bin/npx", "while [ \"${1#-}\" != \"$1\" ]; do shift; done\ntool=${1%%@*}; shift\nexec \"$tool\" \"$@\"\n");
        _home.Environment["PATH"] = $"{_home.PathOf("bin")}:{UserHome.SearchPath}";
    }

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("npx", "sst", "deploy", "--stage", "prod")]
    [InlineData("npx", "-y", "sst@3", "deploy", "--stage=prod")]
    [InlineData("serverless", "deploy", "-s", "prod")]
    [InlineData("cdk", "deploy", "--context", "stage=prod")]
    [InlineData("sam", "deploy", "--config-env", "prod")]
    [InlineData("amplify", "pull", "--envName", "prod")]
    [InlineData("sh", "-c", "echo ran; SST_STAGE=prod sst deploy")]
    public async Task A_tool_that_is_told_another_stage_is_not_started(params string[] command)
    {
        Ended ended = null!;
        var calls = await _sandbox.Calls.DuringAsync(async () => ended = await _home.LanyardAsync(["exec", "--stage", "dev", "--", .. command]));

        ended.EndedWith(3);
        Assert.Contains("[STAGE_MISMATCH]", ended.Error, StringComparison.Ordinal);
        Assert.Equal("", ended.Out);
        Assert.Empty(calls);
    }

    [Fact]
    public async Task A_script_of_the_package_is_read_for_it()
    {
        _home.Write("package.json", """{"scripts":{"deploy":"sst deploy --stage prod"}}""");
        _home.WriteProgram("bin/npm", "echo ran npm\n");

        var ended = (await _home.LanyardAsync("exec", "--stage", "dev", "--", "npm", "run", "deploy")).EndedWith(3);

        Assert.Contains($"the script `deploy` of {_home.PathOf("package.json")}", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stage_that_only_the_tool_names_is_taken()
    {
        var ended = (await _home.LanyardAsync("exec", "--", "serverless", "deploy", "--stage", "staging")).Succeeded();

        Assert.EndsWith("for staging 222222222222\n", ended.Out, StringComparison.Ordinal);
        Assert.Contains("using the stage staging", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_assembly_for_another_account_is_not_deployed()
    {
        _home.Write("cdk.out/manifest.json", """{"artifacts":{"Orders":{"type":"aws:cloudformation:stack","environment":"aws://333333333333/eu-west-1"}}}""");

        var ended = (await _home.LanyardAsync("exec", "--stage", "dev", "--", "npx", "cdk", "deploy")).EndedWith(3);

        Assert.Contains($"{_home.PathOf("cdk.out/manifest.json")} puts the stack Orders into account 333333333333", ended.Error, StringComparison.Ordinal);
        Assert.Contains("111111111111", ended.Error, StringComparison.Ordinal);
        (await _home.LanyardAsync("exec", "--stage", "dev", "--", "npx", "cdk", "synth")).Succeeded();
    }

    [Fact]
    public async Task A_dotenv_file_with_keys_is_refused_and_its_value_not_shown()
    {
        _home.Write(".env.dev", "AWS_SECRET_ACCESS_KEY=not-to-be-shown\n");

        var ended = (await _home.LanyardAsync("exec", "--stage", "dev", "--", "npx", "sst", "deploy")).EndedWith(3);

        Assert.Contains($"{_home.PathOf(".env.dev")}:1", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("not-to-be-shown", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_that_serverless_reads_for_a_stage_do_not_reach_it()
    {
        _home.Environment["AWS_DEV_PROFILE"] = "other";
        _home.Environment["AWS_DEV_ACCESS_KEY_ID"] = _sandbox.OtherKey.Id;
        _home.WriteProgram("bin/serverless", "env | grep ^AWS_DEV_; env | grep -c ^AWS_ACCESS_KEY_ID=ASIA\n");

        Assert.Equal("1\n", (await _home.LanyardAsync("exec", "--stage", "dev", "--", "serverless", "deploy")).Succeeded().Out);
    }
}
