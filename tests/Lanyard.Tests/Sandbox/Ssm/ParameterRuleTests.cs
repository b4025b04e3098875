namespace Lanyard.Tests.Sandbox.Ssm;

/// <summary>"PutParameter", Systems Manager API Reference, and "Requirements and constraints for parameter names", AWS Systems Manager User Guide.</summary>
public sealed class ParameterRuleTests : IDisposable
{
    private readonly SsmSandbox _ssm = new();

    [Theory]
    [InlineData("aws-key", "AccessDeniedException: No access to reserved parameter name: aws-key.")]
    [InlineData("/aws/key", "AccessDeniedException: No access to reserved parameter name: /aws/key.")]
    [InlineData("/AWS/key", "AccessDeniedException: No access to reserved parameter name: /AWS/key.")]
    [InlineData("ssm-key", "ValidationException: Parameter name: can't be prefixed with \"ssm\" (case-insensitive).")]
    [InlineData("SSM/key", "ValidationException: Parameter name: can't be prefixed with \"ssm\" (case-insensitive).")]
    [InlineData("a/b", "ValidationException: Parameter name must be a fully qualified name.")]
    [InlineData("a b", "ValidationException: Parameter name: can't be")]
    [InlineData("a:1", "ValidationException: Parameter name: can't be")]
    [InlineData("/a//b", "ValidationException: Parameter name: can't be")]
    [InlineData("/a/", "ValidationException: Parameter name must not end with slash.")]
    [InlineData("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16", "HierarchyLevelLimitExceededException: ")]
    public async Task A_name_that_cannot_be_one_is_refused(string name, string refusal)
    {
        Assert.StartsWith(refusal, await _ssm.RefusalAsync("PutParameter", $$"""{"Name":"{{name}}","Value":"1","Type":"String"}"""), StringComparison.Ordinal);
        Assert.Empty(_ssm.Parameters.In(TestSandbox.Dev, "eu-west-1"));
    }

    [Theory]
    [InlineData("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15")]
    [InlineData("a.b_c-d")]
    [InlineData("/app/awsome")]
    public async Task A_name_that_can_be_one_is_taken(string name) => await _ssm.DoAsync("PutParameter", $$"""{"Name":"{{name}}","Value":"1","Type":"String"}""");

    [Fact]
    public async Task A_new_parameter_has_a_type() => Assert.Equal(
        "ValidationException: A parameter type is required when you create a parameter.", await _ssm.RefusalAsync("PutParameter", """{"Name":"a","Value":"1"}"""));

    [Fact]
    public async Task A_type_stays()
    {
        await _ssm.DoAsync("PutParameter", """{"Name":"a","Value":"1","Type":"String"}""");
        Assert.StartsWith("HierarchyTypeMismatchException: ", await _ssm.RefusalAsync("PutParameter", """{"Name":"a","Value":"1","Type":"SecureString","Overwrite":true}"""), StringComparison.Ordinal);
    }

    // "Managing parameter tiers": 4 KB in the standard tier, 8 KB in the advanced one; Intelligent-Tiering chooses; what is advanced stays so.
    [Fact]
    public async Task A_value_fits_its_tier()
    {
        var large = new string('x', 4097);
        Assert.StartsWith(
            "ValidationException: Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.",
            await _ssm.RefusalAsync("PutParameter", $$"""{"Name":"a","Value":"{{large}}","Type":"String"}"""), StringComparison.Ordinal);
        Assert.Equal("Advanced", (string?)(await _ssm.DoAsync("PutParameter", $$"""{"Name":"a","Value":"{{large}}","Type":"String","Tier":"Advanced"}"""))["Tier"]);
        Assert.Equal("Advanced", (string?)(await _ssm.DoAsync("PutParameter", $$"""{"Name":"b","Value":"{{large}}","Type":"String","Tier":"Intelligent-Tiering"}"""))["Tier"]);
        Assert.Equal("Standard", (string?)(await _ssm.DoAsync("PutParameter", """{"Name":"c","Value":"x","Type":"String","Tier":"Intelligent-Tiering"}"""))["Tier"]);
        Assert.StartsWith("ValidationException: This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier.", await _ssm.RefusalAsync("PutParameter", """{"Name":"a","Value":"x","Overwrite":true,"Tier":"Standard"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pattern_and_a_list_are_kept_to()
    {
        Assert.Equal("ParameterPatternMismatchException: Parameter value, cannot be validated against allowedPattern: ^\\d+$", await _ssm.RefusalAsync("PutParameter", """{"Name":"a","Value":"x","Type":"String","AllowedPattern":"^\\d+$"}"""));
        await _ssm.DoAsync("PutParameter", """{"Name":"a","Value":"12","Type":"String","AllowedPattern":"^\\d+$"}""");
        Assert.StartsWith("InvalidAllowedPatternException: ", await _ssm.RefusalAsync("PutParameter", """{"Name":"b","Value":"x","Type":"String","AllowedPattern":"("}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_version_is_kept_and_found_by_its_number_or_label()
    {
        await _ssm.DoAsync("PutParameter", """{"Name":"/a/b","Value":"1","Type":"String"}""");
        await _ssm.DoAsync("PutParameter", """{"Name":"/a/b","Value":"2","Overwrite":true}""");
        Assert.Equal(("1", ":1", 1), Seen(await _ssm.DoAsync("GetParameter", """{"Name":"/a/b:1"}""")));
        Assert.Equal(("2", null, 2), Seen(await _ssm.DoAsync("GetParameter", """{"Name":"/a/b"}""")));
        await _ssm.DoAsync("LabelParameterVersion", """{"Name":"/a/b","ParameterVersion":1,"Labels":["prod"]}""");
        Assert.Equal(("1", ":prod", 1), Seen(await _ssm.DoAsync("GetParameter", """{"Name":"/a/b:prod"}""")));
        Assert.Equal(("1", ":prod", 1), Seen(await _ssm.DoAsync("GetParameter", """{"Name":"arn:aws:ssm:eu-west-1:111111111111:parameter/a/b:prod"}""")));
        await _ssm.DoAsync("LabelParameterVersion", """{"Name":"/a/b","Labels":["prod"]}""");
        Assert.Equal(("2", ":prod", 2), Seen(await _ssm.DoAsync("GetParameter", """{"Name":"/a/b:prod"}""")));
        Assert.StartsWith("ParameterVersionNotFound: Systems Manager could not find version 9 of /a/b.", await _ssm.RefusalAsync("GetParameter", """{"Name":"/a/b:9"}"""), StringComparison.Ordinal);
        Assert.StartsWith("ParameterVersionNotFound: Systems Manager could not find label other for parameter /a/b.", await _ssm.RefusalAsync("GetParameter", """{"Name":"/a/b:other"}"""), StringComparison.Ordinal);
        var many = await _ssm.DoAsync("GetParameters", """{"Names":["/a/b:1","/a/b:7","none"]}""");
        Assert.Equal(("1", 2), ((string?)many["Parameters"]![0]!["Value"], many["InvalidParameters"]!.AsArray().Count));
        Assert.Equal([1, 2], (await _ssm.DoAsync("GetParameterHistory", """{"Name":"/a/b"}"""))["Parameters"]!.AsArray().Select(v => (int)v!["Version"]!));
    }

    [Theory]
    [InlineData("1abc")]
    [InlineData("awsx")]
    [InlineData("ssm-x")]
    [InlineData("a b")]
    public async Task A_label_that_cannot_be_one_is_said_to_be_invalid(string label)
    {
        await _ssm.DoAsync("PutParameter", """{"Name":"a","Value":"1","Type":"String"}""");
        Assert.Equal(label, (string?)(await _ssm.DoAsync("LabelParameterVersion", $$"""{"Name":"a","Labels":["{{label}}"]}"""))["InvalidLabels"]![0]);
    }

    [Fact]
    public async Task Public_parameters_of_AWS_are_read_by_their_own_ARN()
    {
        const string Name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";
        var told = (await _ssm.DoAsync("GetParameter", $$"""{"Name":"{{Name}}"}"""))["Parameter"]!;
        Assert.Matches("^ami-[0-9a-f]{17}$", (string)told["Value"]!);
        Assert.Equal("arn:aws:ssm:eu-west-1::parameter" + Name, (string?)told["ARN"]);
        Assert.Equal((string?)told["Value"], (string?)(await _ssm.DoAsync("GetParameters", $$"""{"Names":["{{Name}}"]}"""))["Parameters"]![0]!["Value"]);
        var user = await _ssm.Iam.MakeUserAsync("reader", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ssm:GetParameter","Resource":"arn:aws:ssm:*:111111111111:parameter/*"}]}""");
        Assert.Contains("on resource: arn:aws:ssm:eu-west-1::parameter/aws/service/", await _ssm.RefusalAsync("GetParameter", $$"""{"Name":"{{Name}}"}""", user), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arn:aws:ssm:eu-west-1:222222222222:parameter/a")]
    [InlineData("arn:aws:ssm:us-east-1:111111111111:parameter/a")]
    public async Task The_parameter_of_another_account_or_Region_is_not_the_own_one_of_that_name(string arn)
    {
        await _ssm.DoAsync("PutParameter", """{"Name":"a","Value":"1","Type":"String"}""");
        await _ssm.DoAsync("GetParameter", """{"Name":"arn:aws:ssm:eu-west-1:111111111111:parameter/a"}""");
        var refusal = await _ssm.RefusalAsync("GetParameter", $$"""{"Name":"{{arn}}"}""");
        Assert.True(refusal.StartsWith("ParameterNotFound", StringComparison.Ordinal) || refusal.StartsWith("AccessDenied", StringComparison.Ordinal), refusal);
    }

    [Fact]
    public async Task A_path_begins_with_a_slash()
    {
        Assert.StartsWith("ValidationException: The parameter doesn't meet the parameter name requirements.", await _ssm.RefusalAsync("GetParametersByPath", """{"Path":"a"}"""), StringComparison.Ordinal);
    }

    public void Dispose() => _ssm.Dispose();

    private static (string? Value, string? Selector, int Version) Seen(System.Text.Json.Nodes.JsonNode told) =>
        ((string?)told["Parameter"]!["Value"], (string?)told["Parameter"]!["Selector"], (int)told["Parameter"]!["Version"]!);
}
