using Lanyard.Sandbox.State;

namespace Lanyard.Tests.Sandbox.Ssm;

/// <summary>"GetParameterHistory" and "LabelParameterVersion", Systems Manager API Reference: what is asked for is what is told or changed.</summary>
public sealed class ParameterArnTests : IDisposable
{
    private const string Elsewhere = "arn:aws:ssm:us-east-1:111111111111:parameter/pw";
    private const string Here = "arn:aws:ssm:eu-west-1:111111111111:parameter/";

    private readonly SsmSandbox _ssm = new();

    [Theory]
    [InlineData("GetParameter", """{"Name":"ARN","WithDecryption":true}""")]
    [InlineData("GetParameterHistory", """{"Name":"ARN","WithDecryption":true}""")]
    public async Task Who_may_read_a_parameter_of_another_Region_does_not_read_the_one_of_that_name_here(string operation, string body)
    {
        await _ssm.DoAsync("PutParameter", """{"Name":"pw","Value":"hunter2","Type":"SecureString"}""");
        var user = await _ssm.Iam.MakeUserAsync("reader", $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ssm:*","Resource":"{{Elsewhere}}"}]}""");
        Assert.StartsWith("ParameterNotFound", await _ssm.RefusalAsync(operation, body.Replace("ARN", Elsewhere, StringComparison.Ordinal), user), StringComparison.Ordinal);
        Assert.Contains("on resource: " + Here + "pw", await _ssm.RefusalAsync(operation, body.Replace("ARN", Here + "pw", StringComparison.Ordinal), user), StringComparison.Ordinal);
    }

    // "You can't enter the Amazon Resource Name (ARN) for a parameter": "LabelParameterVersion", "DeleteParameter" and "PutParameter", Systems Manager API Reference.
    [Theory]
    [InlineData("LabelParameterVersion", """{"Name":"ARN","Labels":["prod"]}""", "ValidationException: Parameter name: can't be")]
    [InlineData("PutParameter", """{"Name":"ARN","Value":"2","Type":"String","Overwrite":true}""", "ValidationException: Parameter name: can't be")]
    [InlineData("DeleteParameter", """{"Name":"ARN"}""", "ParameterNotFound")]
    public async Task What_is_changed_is_named_by_its_name_alone(string operation, string body, string refusal)
    {
        await _ssm.DoAsync("PutParameter", """{"Name":"pw","Value":"1","Type":"String"}""");
        foreach (var arn in new[] { Elsewhere, Here + "pw" })
        {
            Assert.StartsWith(refusal, await _ssm.RefusalAsync(operation, body.Replace("ARN", arn, StringComparison.Ordinal)), StringComparison.Ordinal);
        }

        Assert.Equal(["1"], Versions("pw").Select(v => v.Value));
        Assert.Empty(Versions("pw")[0].Labels);
    }

    // Of the operations on versions none takes one in the name: "Working with parameter versions", AWS Systems Manager User Guide, names GetParameter and GetParameters.
    [Theory]
    [InlineData("GetParameterHistory", """{"Name":"pw:1"}""")]
    [InlineData("GetParameterHistory", """{"Name":"arn:aws:ssm:eu-west-1:111111111111:parameter/pw:1"}""")]
    [InlineData("LabelParameterVersion", """{"Name":"pw:1","Labels":["prod"]}""")]
    public async Task A_version_in_the_name_is_refused_where_it_would_not_count(string operation, string body)
    {
        await _ssm.DoAsync("PutParameter", """{"Name":"pw","Value":"1","Type":"String"}""");
        await _ssm.DoAsync("PutParameter", """{"Name":"pw","Value":"2","Overwrite":true}""");
        Assert.StartsWith("ValidationException: Parameter name: can't be", await _ssm.RefusalAsync(operation, body), StringComparison.Ordinal);
        Assert.All(Versions("pw"), v => Assert.Empty(v.Labels));
    }

    [Fact]
    public async Task A_history_is_read_by_the_ARN_too()
    {
        await _ssm.DoAsync("PutParameter", """{"Name":"/a/b","Value":"1","Type":"String"}""");
        Assert.Equal("1", (string?)(await _ssm.DoAsync("GetParameterHistory", $$"""{"Name":"{{Here}}a/b"}"""))["Parameters"]![0]!["Value"]);
    }

    // An ARN has one slash before the name, whether the name begins with one or not.
    [Theory]
    [InlineData("foo")]
    [InlineData("/foo")]
    public async Task A_name_of_one_level_is_found_by_its_ARN_with_and_without_a_slash(string name)
    {
        var (put, arn) = ($$"""{"Name":"{{name}}","Value":"1","Type":"String"}""", Here + "foo");
        await _ssm.DoAsync("PutParameter", put);
        var told = (await _ssm.DoAsync("GetParameter", $$"""{"Name":"{{arn}}"}"""))["Parameter"]!;
        Assert.Equal((name, arn), ((string?)told["Name"], (string?)told["ARN"]));
        Assert.Equal(name, (string?)(await _ssm.DoAsync("GetParameters", $$"""{"Names":["{{arn}}:1"]}"""))["Parameters"]![0]!["Name"]);
        Assert.Equal(name, (string?)(await _ssm.DoAsync("GetParameterHistory", $$"""{"Name":"{{arn}}"}"""))["Parameters"]![0]!["Name"]);
    }

    [Fact]
    public async Task A_name_without_a_slash_is_not_one_with_it()
    {
        await _ssm.DoAsync("PutParameter", """{"Name":"/foo","Value":"1","Type":"String"}""");
        Assert.StartsWith("ParameterNotFound", await _ssm.RefusalAsync("GetParameter", """{"Name":"foo"}"""), StringComparison.Ordinal);
    }

    public void Dispose() => _ssm.Dispose();

    private IReadOnlyList<StoredParameter> Versions(string name) => _ssm.Parameters.Versions(TestSandbox.Dev, "eu-west-1", name);
}
