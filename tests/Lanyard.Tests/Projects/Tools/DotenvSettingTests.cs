using Lanyard.Projects.Tools;

namespace Lanyard.Tests.Projects.Tools;

/// <summary>Lines of <c>.env</c> files that take the place of what a tool is given. Which tool loads which file is measured, or from its source.</summary>
public sealed class DotenvSettingTests : IDisposable
{
    private const string Line = "AWS_PROFILE=other\n";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sst deploy", ".env")]
    [InlineData("npx sst deploy", ".env.local")]
    [InlineData("sst deploy", ".env.dev")]
    [InlineData("sst deploy", ".env.dev.local")]
    [InlineData("serverless deploy", ".env")]
    [InlineData("serverless deploy", ".env.dev")]
    public void The_files_that_a_tool_loads_are_looked_at(string command, string name)
    {
        var file = _folder.Write(name, "# mine\nA=b\n" + Line);
        Assert.Equal(new DotenvSetting(file, 3, "AWS_PROFILE", command.Split(' ')[^2]), Find(command, "dev"));
    }

    [Theory]
    [InlineData("sst deploy", ".env.prod")]
    [InlineData("sst deploy", ".env.example")]
    [InlineData("sst deploy", "env")]
    [InlineData("serverless deploy", ".env.local")]
    [InlineData("cdk deploy", ".env")]
    [InlineData("sam deploy", ".env")]
    [InlineData("aws s3 ls", ".env")]
    [InlineData("make deploy", ".env")]
    public void The_others_are_not(string command, string name)
    {
        _folder.Write(name, Line);
        Assert.Null(Find(command, "dev"));
    }

    [Theory]
    [InlineData("AWS_ACCESS_KEY_ID")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    [InlineData("AWS_SESSION_TOKEN")]
    [InlineData("AWS_PROFILE")]
    [InlineData("AWS_DEFAULT_PROFILE")]
    [InlineData("AWS_ENDPOINT_URL")]
    [InlineData("AWS_ENDPOINT_URL_DYNAMODB")]
    [InlineData("AWS_CONFIG_FILE")]
    [InlineData("AWS_SHARED_CREDENTIALS_FILE")]
    [InlineData("AWS_ROLE_ARN")]
    [InlineData("AWS_WEB_IDENTITY_TOKEN_FILE")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI")]
    [InlineData("AWS_DEV_PROFILE")]
    [InlineData("AWS_DEV_ACCESS_KEY_ID")]
    public void Credentials_profiles_and_endpoints_are_what_is_looked_for(string variable)
    {
        _folder.Write(".env", $"{variable}=x\n");
        Assert.Equal(variable, Find("sst deploy")?.Variable);
    }

    [Theory]
    [InlineData("AWS_REGION=eu-west-1")]
    [InlineData("# AWS_PROFILE=other")]
    [InlineData("  #AWS_PROFILE=other")]
    [InlineData("MY_AWS_PROFILE=other")]
    [InlineData("X=AWS_PROFILE=other")]
    [InlineData("AWS_PROFILE")]
    [InlineData("TABLE=AWS_ACCESS_KEY_ID")]
    [InlineData("AWS_LAMBDA_LOG_LEVEL=debug")]
    public void Other_lines_are_the_projects_own(string line)
    {
        _folder.Write(".env", line + "\n");
        Assert.Null(Find("sst deploy"));
    }

    [Theory]
    [InlineData("export AWS_PROFILE=other")]
    [InlineData("  AWS_PROFILE = other")]
    [InlineData("AWS_PROFILE: other")]
    [InlineData("AWS_PROFILE='other'\r")]
    [InlineData("AWS_PROFILE=")]
    [InlineData("\uFEFFAWS_PROFILE=other")]
    public void A_line_counts_however_it_is_written(string line)
    {
        _folder.Write(".env", line + "\n");
        Assert.Equal(1, Find("sst deploy")?.Line);
    }

    // `useDotenv` is off by default in version 3; version 4 has no such switch and loads them always.
    [Theory]
    [InlineData("frameworkVersion: '3'", "serverless", false)]
    [InlineData("frameworkVersion: ^3.38.0", "serverless", false)]
    [InlineData("frameworkVersion: '3'\nuseDotenv: true", "serverless", true)]
    [InlineData("useDotenv: false", "osls", false)]
    [InlineData("useDotenv: true", "osls", true)]
    [InlineData("frameworkVersion: '4'", "serverless", true)]
    [InlineData("service: orders", "serverless", true)]
    public void Serverless_loads_them_by_its_version_or_where_it_is_told_to(string config, string program, bool loads)
    {
        _folder.Write("serverless.yml", config + "\n");
        _folder.Write(".env", Line);
        Assert.Equal(loads, Find($"npx {program} deploy") is not null);
    }

    [Fact]
    public void The_version_is_also_read_from_the_package()
    {
        _folder.Write(".env", Line);
        _folder.Write("package.json", """{"devDependencies":{"serverless":"^3.38.0"}}""");
        Assert.Null(Find("npx serverless deploy"));
        _folder.Write("package.json", """{"devDependencies":{"serverless":"^4.1.0"}}""");
        Assert.NotNull(Find("npx serverless deploy"));
    }

    [Fact]
    public void Sst_loads_them_from_where_its_config_is()
    {
        _folder.Write("sst.config.ts", "");
        _folder.Write(".env", Line);
        _folder.Write("packages/web/.keep", "");
        Assert.NotNull(DotenvSetting.Find(ChildCommand.Read(["sst", "deploy"], _folder.File("packages/web"), new Dictionary<string, string>()), []));
    }

    private DotenvSetting? Find(string command, params string[] stages) =>
        DotenvSetting.Find(ChildCommand.Read(command.Split(' '), _folder.Path, new Dictionary<string, string>()), stages);
}
