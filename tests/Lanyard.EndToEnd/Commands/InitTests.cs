using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Commands;

/// <summary><c>lanyard init</c> in a sandbox, with its profiles, and what its file is then good for.</summary>
public sealed class InitTests
{
    private const string Config = """
        const profiles = { dev: "dev", prod: "prod-deploy" };
        export default $config({
          app(input) {
            return { name: "orders", home: "aws", providers: { aws: { region: "eu-west-1", profile: profiles[input.stage] } } };
          },
        });
        """;

    [Fact]
    public async Task A_project_gets_stages_that_work_at_once()
    {
        using var home = new UserHome();
        home.Write("app/package.json", """{ "name": "orders", "devDependencies": { "sst": "4.17.1" } }""");
        home.Write("app/sst.config.ts", Config);
        var lanyard = LanyardBinary.Path;

        var ended = (await home.LanyardAsync(
            "sandbox", "exec", "--", "/bin/sh", "-c",
            $"cd '{home.PathOf("app")}' && unset LANYARD_FILE && '{lanyard}' init --yes && '{lanyard}' login --stage dev && '{lanyard}' whoami --stage dev && '{lanyard}' whoami --stage dev-anna && '{lanyard}' whoami --stage prod")).Succeeded();

        Assert.Contains("found SST v4: package.json:1", ended.Error, StringComparison.Ordinal);
        Assert.Equal(["account  111111111111", "account  111111111111", "account  333333333333"], ended.Out.Split('\n').Where(line => line.StartsWith("account", StringComparison.Ordinal)));
        Assert.Contains("assumed-role/deploy/lanyard-orders-prod", ended.Out, StringComparison.Ordinal);
        Assert.Equal(["lanyard.yaml", "package.json", "sst.config.ts"], Directory.GetFiles(home.PathOf("app")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_person_sees_the_file_and_says_yes()
    {
        using var home = new UserHome();
        home.WriteAwsFiles("[profile dev]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 111111111111\nsso_role_name = Admin\nregion = eu-west-1\n");
        await using (var no = Terminal.Start(home, "init"))
        {
            await no.AnswerAsync("Write ", "");
            (await no.EndAsync()).EndedWith(3);
        }

        Assert.False(File.Exists(home.PathOf("lanyard.yaml")));
        await using var yes = Terminal.Start(home, "init");
        await yes.AnswerAsync("Write ", "y");
        Assert.Contains("permissionSet: Admin", (await yes.EndAsync()).Succeeded().Out, StringComparison.Ordinal);
        Assert.True(File.Exists(home.PathOf("lanyard.yaml")));
        (await home.LanyardAsync("init", "--yes")).EndedWith(1);
    }
}
