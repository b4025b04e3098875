using Lanyard.Projects.Tools;

namespace Lanyard.Tests.Projects.Tools;

/// <summary>Which profile a project's own files tell its tool to use, for one stage.</summary>
public sealed class ProjectAsksTests : IDisposable
{
    private const string ByStage = """
        service: orders
        frameworkVersion: "3"
        provider:
          name: aws
          stage: ${opt:stage, 'dev'}
          profile: ${self:custom.profiles.${sls:stage}, 'acme-other'}
        custom:
          profiles:
            dev: acme-dev
            prod: acme-prod
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("dev", "acme-dev")]
    [InlineData("prod", "acme-prod")]
    [InlineData("dev-anna", "acme-other")]
    public void Serverless_has_a_profile_for_each_stage_or_one_for_the_rest(string stage, string profile)
    {
        Write("serverless.yml", ByStage);
        Assert.Equal([profile], Find("npx serverless deploy", stage).Profiles);
    }

    [Fact]
    public void A_profile_that_is_made_of_the_stages_name_is_worked_out_though_the_file_names_no_stage()
    {
        Write("serverless.yml", "service: orders\nprovider:\n  profile: acme-${sls:stage}\n");
        Assert.Equal(["acme-dev-anna", "acme-dev"], Find("sls deploy", "dev-anna", "dev").Profiles);
    }

    // Measured: Serverless Framework 3 and osls 3 take keys from a profile and no process; versions 4 take both.
    [Theory]
    [InlineData("""{"devDependencies":{"serverless":"^3.40.0"}}""", true)]
    [InlineData("""{"devDependencies":{"serverless":"^4.4.0"}}""", false)]
    [InlineData("""{"devDependencies":{"osls":"3.77.1"}}""", true)]
    [InlineData("""{"devDependencies":{"osls":"^4.3.1"}}""", false)]
    [InlineData("""{"devDependencies":{"serverless":"latest"}}""", true)]
    [InlineData("{}", true)]
    public void The_version_tells_whether_it_finds_more_than_keys_in_a_profile(string package, bool needsKeys)
    {
        Write("package.json", package);
        Write("serverless.yml", "service: orders\nprovider:\n  profile: acme\n");
        var asked = Find("npx serverless deploy", "dev");
        Assert.Equal(["acme"], asked.Profiles);
        Assert.Equal(needsKeys, asked.NeedsKeys);
        Assert.False(Find("npx cdk deploy", "dev").NeedsKeys);
    }

    [Fact]
    public void A_config_that_is_a_program_is_not_run_and_its_version_not_guessed()
    {
        Write("serverless.ts", "module.exports = { provider: { profile: 'acme' } }");
        var asked = Find("npx sls deploy", "dev");
        Assert.Empty(asked.Profiles);
        Assert.True(asked.NeedsKeys);
    }

    [Fact]
    public void Sam_takes_its_environment_or_the_default_one()
    {
        Write("samconfig.toml", "version = 0.1\n[default.global.parameters]\nprofile = \"acme-dev\"\n[prod.deploy.parameters]\nprofile = \"acme-prod\"\n");
        Assert.Equal(["acme-prod"], Find("sam deploy --config-env prod", "prod").Profiles);
        Assert.Equal(["acme-dev"], Find("sam deploy", "dev").Profiles);
    }

    [Fact]
    public void Cdk_has_one_for_all_and_those_that_an_app_keeps_by_stage()
    {
        Write("cdk.json", """{"app":"node app.js","profile":"acme","context":{"dev":{"profile":"acme-dev"},"prod":{"profile":"acme-prod"}}}""");
        Assert.Equal(["acme", "acme-dev"], Find("npx cdk deploy", "dev").Profiles);
    }

    [Fact]
    public void Sst_is_read_beside_its_config_and_by_stage()
    {
        Write("sst.config.ts", """
            export default $config({
              app(input) {
                return { name: "orders", home: "aws", providers: { aws: { profile: input.stage === "prod" ? "acme-prod" : "acme-dev" } } };
              },
            });
            """);
        Write("packages/api/package.json", "{}");
        Assert.Equal(["acme-prod"], Find("npx sst deploy --stage prod", "prod").Profiles);
        Assert.Equal(["acme-dev"], FindIn(Path.Combine(_folder.Path, "packages", "api"), "npx sst deploy", "anna").Profiles);
    }

    [Fact]
    public void Amplify_has_one_for_each_environment()
    {
        Write("amplify/.config/project-config.json", """{"projectName":"orders","version":"3.1"}""");
        Write("amplify/.config/local-aws-info.json", """{"dev":{"configLevel":"project","useProfile":true,"profileName":"acme-dev"},"prod":{"useProfile":true,"profileName":"acme-prod"}}""");
        Assert.Equal(["acme-prod"], Find("amplify push --envName prod", "prod").Profiles);
    }

    [Fact]
    public void Of_a_command_that_cannot_be_read_every_tool_is_looked_at_and_of_a_known_one_its_own()
    {
        Write("serverless.yml", ByStage);
        Write("cdk.json", """{"app":"node app.js","profile":"acme-cdk"}""");
        Assert.Equal(["acme-dev", "acme-cdk"], Find("make deploy", "dev").Profiles);
        Assert.Equal(["acme-cdk"], Find("cdk deploy", "dev").Profiles);
        Assert.Equal(["acme-dev"], Find("osls deploy", "dev").Profiles);
    }

    [Theory]
    [InlineData("cdk deploy", "cdk.json", """{"context":{"dev":{"account":"111111111111"},"prod":{"account":"333333333333"}}}""")]
    [InlineData("sls deploy", "serverless.yml", "custom:\n  accounts:\n    dev: \"111111111111\"\n    prod: \"333333333333\"\nprovider:\n  iam:\n    deploymentRole: arn:aws:iam::${self:custom.accounts.${sls:stage}}:role/x\n")]
    [InlineData("sst deploy", "sst.config.ts", "export default $config({ app(input) { return { name: 'o', providers: { aws: { allowedAccountIds: [input.stage === 'prod' ? '333333333333' : '111111111111'] } } }; } });")]
    public void The_accounts_are_those_of_the_stage(string command, string file, string text)
    {
        Write(file, text);
        Assert.Equal(["333333333333"], Find(command, "prod").Accounts.Select(a => a.Account).Distinct());
        Assert.Equal(["111111111111"], Find(command, "dev").Accounts.Select(a => a.Account).Distinct());
        Assert.All(Find(command, "dev").Accounts, a => Assert.Equal(Path.Combine(_folder.Path, file), a.File));
    }

    [Theory]
    [InlineData("serverless.yml", ": [")]
    [InlineData("serverless.yml", "provider:\n  profile: ${env:WHO}\n")]
    [InlineData("cdk.json", "{\"profile\":")]
    [InlineData("samconfig.toml", "[")]
    public void What_cannot_be_read_asks_for_nothing(string file, string text)
    {
        Write(file, text);
        Assert.Empty(Find("make deploy", "dev").Profiles);
    }

    private void Write(string name, string text) => _folder.Write(name, text);

    private ProjectAsks Find(string command, params string[] stages) => FindIn(_folder.Path, command, stages);

    private static ProjectAsks FindIn(string folder, string command, params string[] stages) =>
        ProjectAsks.Find(ChildCommand.Read(command.Split(' '), folder, new Dictionary<string, string>()), folder, stages);
}
