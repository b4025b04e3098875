using Lanyard.Projects;
using Lanyard.Projects.Templates;

namespace Lanyard.Tests.Projects.Templates;

public sealed class ParameterFileTests
{
    [Theory]
    [InlineData("p.json", """[{"ParameterKey":"Stage","ParameterValue":"prod"},{"ParameterKey":"Size","ParameterValue":"3"},{"ParameterKey":"Old","UsePreviousValue":true}]""")]
    [InlineData("p.json", """["Stage=prod","Size=3"]""")]
    [InlineData("p.json", """{"Parameters":{"Stage":"prod","Size":3},"Tags":{"a":"b"}}""")]
    [InlineData("p.json", """{"Stage":"prod","Size":3}""")]
    [InlineData("deployment.yaml", "template-file-path: t.yaml\nparameters:\n  Stage: prod\n  Size: 3\n")]
    [InlineData("p.yml", "Stage: prod\nSize: 3\n")]
    public void Each_form_that_AWS_s_tools_take_is_read(string name, string text)
    {
        var read = Read(name, text);
        Assert.Equal(("prod", "3", 2), (read["Stage"], read["Size"], read.Count));
    }

    [Fact]
    public void A_list_is_one_text_with_commas() => Assert.Equal("a,b", Read("p.json", """{"Subnets":["a","b"]}""")["Subnets"]);

    [Theory]
    [InlineData("p.json", "\"text\"", 1)]
    [InlineData("p.json", "{\n\"Stage\":{\"Ref\":\"x\"}}", 2)]
    [InlineData("p.json", "[\n{\"Key\":\"Stage\"}]", 2)]
    [InlineData("p.json", "{", 1)]
    public void Anything_else_is_refused_with_its_line(string name, string text, int line) => Assert.Equal(line, Assert.Throws<ProjectFileException>(() => Read(name, text)).Line);

    private static System.Collections.Immutable.ImmutableDictionary<string, string> Read(string name, string text)
    {
        using var folder = new TempFolder();
        return ParameterFile.Read(folder.Write(name, text));
    }
}
