using Lanyard.Projects.Tools;

namespace Lanyard.Tests.Projects.Tools;

/// <summary>Which profile a project's own files tell its tool to use, for one stage.</summary>
public sealed class AskedProfilesTests : IDisposable
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
        Assert.Equal([profile], Find("npx serverless deploy", stage).Names);
    }

    [Fact]
    public void A_profile_that_is_made_of_the_stages_name_is_worked_out_though_the_file_names_no_stage()
    {
        Write("serverless.yml", "service: orders\nprovider:\n  profile: acme-${sls:stage}\n");
        Assert.Equal(["acme-dev-anna", "acme-dev"], Find("sls deploy", "dev-anna", "dev").Names);
    }

    // frameworks.md, 1.1 and 1.5: versions 3 take keys from a profile and no process; version 4 takes both.
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
        Assert.Equal(["acme"], asked.Names);
        Assert.Equal(needsKeys, asked.NeedsKeys);
        Assert.False(Find("npx cdk deploy", "dev").NeedsKeys);
    }

    [Fact]
    public void A_config_that_is_a_program_is_not_run_and_its_version_not_guessed()
    {
        Write("serverless.ts", "module.exports = { provider: { profile: 'acme' } }");
        var asked = Find("npx sls deploy", "dev");
        Assert.Empty(asked.Names);
        Assert.True(asked.NeedsKeys);
    }

    [Fact]
    public void Sam_takes_its_environment_or_the_default_one()
    {
        Write("samconfig.toml", "version = 0.1\n[default.global.parameters]\nprofile = \"acme-dev\"\n[prod.deploy.parameters]\nprofile = \"acme-prod\"\n");
        Assert.Equal(["acme-prod"], Find("sam deploy --config-env prod", "prod").Names);
        Assert.Equal(["acme-dev"], Find("sam deploy", "dev").Names);
    }

    [Fact]
    public void Cdk_has_one_for_all_and_those_that_an_app_keeps_by_stage()
    {
        Write("cdk.json", """{"app":"node app.js","profile":"acme","context":{"dev":{"profile":"acme-dev"},"prod":{"profile":"acme-prod"}}}""");
        Assert.Equal(["acme", "acme-dev"], Find("npx cdk deploy", "dev").Names);
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
        Assert.Equal(["acme-prod"], Find("npx sst deploy --stage prod", "prod").Names);
        Assert.Equal(["acme-dev"], FindIn(Path.Combine(_folder.Path, "packages", "api"), "npx sst deploy", "anna").Names);
    }

    [Fact]
    public void Amplify_has_one_for_each_environment()
    {
        Write("amplify/.config/project-config.json", """{"projectName":"orders","version":"3.1"}""");
        Write("amplify/.config/local-aws-info.json", """{"dev":{"configLevel":"project","useProfile":true,"profileName":"acme-dev"},"prod":{"useProfile":true,"profileName":"acme-prod"}}""");
        Assert.Equal(["acme-prod"], Find("amplify push --envName prod", "prod").Names);
    }

    [Fact]
    public void Of_a_command_that_cannot_be_read_every_tool_is_looked_at_and_of_a_known_one_its_own()
    {
        Write("serverless.yml", ByStage);
        Write("cdk.json", """{"app":"node app.js","profile":"acme-cdk"}""");
        Assert.Equal(["acme-dev", "acme-cdk"], Find("make deploy", "dev").Names);
        Assert.Equal(["acme-cdk"], Find("cdk deploy", "dev").Names);
        Assert.Equal(["acme-dev"], Find("osls deploy", "dev").Names);
    }

    [Theory]
    [InlineData("serverless.yml", ": [")]
    [InlineData("serverless.yml", "provider:\n  profile: ${env:WHO}\n")]
    [InlineData("cdk.json", "{\"profile\":")]
    [InlineData("samconfig.toml", "[")]
    public void What_cannot_be_read_asks_for_nothing(string file, string text)
    {
        Write(file, text);
        Assert.Empty(Find("make deploy", "dev").Names);
    }

    private void Write(string name, string text) => _folder.Write(name, text);

    private AskedProfiles Find(string command, params string[] stages) => FindIn(_folder.Path, command, stages);

    private static AskedProfiles FindIn(string folder, string command, params string[] stages) =>
        AskedProfiles.Find(ChildCommand.Read(command.Split(' '), folder, new Dictionary<string, string>()), folder, stages);
}
