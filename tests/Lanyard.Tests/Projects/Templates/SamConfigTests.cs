using Lanyard.Projects;
using Lanyard.Projects.Templates;

namespace Lanyard.Tests.Projects.Templates;

public sealed class SamConfigTests
{
    private const string Toml = """
        version = 0.1
        [default.global.parameters]
        stack_name = "orders-dev"
        region = "eu-west-1"
        [default.deploy.parameters]
        resolve_s3 = true
        parameter_overrides = "Stage=dev Name=\"Orders \\\"A\\\"\" ParameterKey=Zone,ParameterValue=Z1"
        [prod.deploy.parameters]
        stack_name = "orders-prod"
        s3_bucket = "code"
        parameter_overrides = [ # one a line
          "Stage=prod",
          'Name=Orders B',
        ]
        tags = { team = "a" }
        """;

    [Fact]
    public void What_holds_for_all_commands_stands_under_what_deploy_says()
    {
        var config = Read(Toml, "default")!;
        Assert.Equal(("orders-dev", "eu-west-1", null), (config.StackName, config.Region, config.Bucket));
        Assert.Equal(("dev", "Orders \"A\"", "Z1"), (config.Parameters["Stage"], config.Parameters["Name"], config.Parameters["Zone"]));
    }

    [Fact]
    public void Overrides_may_be_a_list()
    {
        var config = Read(Toml, "prod")!;
        Assert.Equal(("orders-prod", null, "code"), (config.StackName, config.Region, config.Bucket));
        Assert.Equal(("prod", "Orders B", 2), (config.Parameters["Stage"], config.Parameters["Name"], config.Parameters.Count));
    }

    [Fact]
    public void An_environment_that_is_not_there_is_none() => Assert.Null(Read(Toml, "staging"));

    [Fact]
    public void The_file_may_be_YAML()
    {
        using var folder = new TempFolder();
        var path = folder.Write("samconfig.yaml", "version: 0.1\ndefault:\n  deploy:\n    parameters:\n      stack_name: orders\n      parameter_overrides: [Stage=dev]\n");
        Assert.Equal(("orders", "dev"), (SamConfig.Read(path, "default")!.StackName, SamConfig.Read(path, "default")!.Parameters["Stage"]));
        Assert.Equal(["default"], SamConfig.Environments(path));
    }

    [Fact]
    public void It_is_found_beside_the_template_and_beside_what_was_built_of_it()
    {
        using var folder = new TempFolder();
        var path = folder.Write("samconfig.toml", Toml);
        folder.Write(".aws-sam/build/template.yaml", "");
        Assert.Equal(path, SamConfig.Find(Path.GetDirectoryName(path)!));
        Assert.Equal(path, SamConfig.Find(Path.Combine(Path.GetDirectoryName(path)!, ".aws-sam", "build")));
        Assert.Null(SamConfig.Find(Path.Combine(Path.GetDirectoryName(path)!, ".aws-sam")));
    }

    [Theory]
    [InlineData("[default.deploy.parameters]\nparameter_overrides = [\"a\"", 2)]
    [InlineData("[default.deploy.parameters]\nparameter_overrides = [\"a\" \"b\"]", 2)]
    public void A_list_that_is_broken_names_its_line(string toml, int line) => Assert.Equal(line, Assert.Throws<ProjectFileException>(() => Read(toml, "default")).Line);

    [Fact]
    public void Lists_without_end_are_refused() => Assert.Throws<ProjectFileException>(() => Read("a = " + new string('[', 100_000), "default"));

    private static SamConfig? Read(string toml, string environment)
    {
        using var folder = new TempFolder();
        return SamConfig.Read(folder.Write("samconfig.toml", toml), environment);
    }
}
