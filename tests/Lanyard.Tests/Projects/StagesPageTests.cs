using System.Text.RegularExpressions;
using Lanyard.Projects;
using Lanyard.Projects.Yaml;

namespace Lanyard.Tests.Projects;

/// <summary>What docs/stages.md shows must be so.</summary>
public partial class StagesPageTests
{
    private static readonly string Page = Repository.ReadText("docs/stages.md");

    [Fact]
    public void Every_example_file_is_accepted_by_the_reader_and_the_schema()
    {
        var schema = JsonSchema.Parse(Repository.ReadText("docs/lanyard.schema.json"));
        var localSchema = JsonSchema.Parse(Repository.ReadText("docs/lanyard.local.schema.json"));
        var examples = Example().Matches(Page).Select(match => match.Groups[1].Value).Where(text => !text.StartsWith('#')).ToList();
        Assert.Equal(6, examples.Count);
        foreach (var example in examples)
        {
            var isLocal = example.Contains("profile:", StringComparison.Ordinal);
            _ = isLocal ? ProjectFile.Parse(Samples.Rich, Samples.Path, example) : ProjectFile.Parse(example, Samples.Path);
            Assert.True((isLocal ? localSchema : schema).Accepts(YamlText.Parse(example, "f")), example);
        }
    }

    [Fact]
    public void Every_code_is_on_the_page()
    {
        var codes = typeof(ProjectFileCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToList();
        Assert.Equal(7, codes.Count);
        Assert.All(codes, code => Assert.Contains($"| `{code}` |", Page));
    }

    [Fact]
    public void The_error_shown_is_the_error_told()
    {
        var first = Example().Match(Page).Groups[1].Value.Replace("version: 1\n", "version: 1\nproject: orders\n", StringComparison.Ordinal);
        var e = Assert.Throws<ProjectFileException>(() => ProjectFile.Parse(
            first.Replace("account:", "acount:", StringComparison.Ordinal), "/home/anna/orders/lanyard.yaml"));
        Assert.Contains($"\n{e.Message}\n", Page);
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
