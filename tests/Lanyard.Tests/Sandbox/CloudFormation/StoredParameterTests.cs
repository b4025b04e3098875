using Lanyard.Sandbox.State;

namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>What templates read of the Parameter Store: "SSM parameter types" and "Get a plaintext value from Systems Manager Parameter Store", AWS CloudFormation User Guide.</summary>
public sealed class StoredParameterTests : IDisposable
{
    private const string Image = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

    private readonly StackSandbox _stacks = new();

    [Fact]
    public async Task A_public_parameter_gives_an_image()
    {
        var user = await _stacks.UserAsync("maker", """{"Effect":"Allow","Action":"sqs:*","Resource":"*"}""", """{"Effect":"Allow","Action":"ssm:GetParameters","Resource":"arn:aws:ssm:eu-west-1::parameter/aws/service/*"}""");
        Assert.Equal(("CREATE_COMPLETE", []), await _stacks.CreateAsync(user, Typed("AWS::EC2::Image::Id", Image)));
        Assert.Matches("^ami-[0-9a-f]{17}$", TagOf());
    }

    [Fact]
    public async Task A_version_is_read_by_a_reference()
    {
        Put("word", "one", 1);
        Put("word", "two", 2);
        Assert.Equal(("CREATE_COMPLETE", []), await _stacks.CreateAsync(_stacks.Admin, Tagged("\"{{resolve:ssm:word:1}} {{resolve:ssm:word}}\"")));
        Assert.Equal("one two", TagOf());
    }

    [Fact]
    public async Task A_secure_string_is_no_value_of_a_parameter()
    {
        Put("word", "one", 1, "SecureString");
        var (code, message) = await _stacks.RefusalAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", Typed("String", "word")));
        Assert.Equal(("ValidationError", "Parameters [word] referenced by template have types not supported by CloudFormation."), (code, message));
    }

    [Theory]
    [InlineData("ssm", "SecureString", "Q: Non-secure ssm prefix was used for secure parameter: [word]")]
    [InlineData("ssm-secure", "String", "Q: Secure ssm prefix was used for non-secure parameter: [word]")]
    public async Task A_reference_says_whether_the_value_is_secure(string service, string type, string message)
    {
        Put("word", "one", 1, type);
        var (status, failures) = await _stacks.CreateAsync(_stacks.Admin, Tagged($"\"{{{{resolve:{service}:word}}}}\""));
        Assert.Equal(("ROLLBACK_COMPLETE", message), (status, Assert.Single(failures)));
    }

    [Fact]
    public async Task A_stacks_own_parameter_keeps_the_rules_of_the_store()
    {
        var (status, failures) = await _stacks.CreateAsync(_stacks.Admin, """{"Resources":{"P":{"Type":"AWS::SSM::Parameter","Properties":{"Name":"a/b","Type":"String","Value":"1"}}}}""");
        Assert.Equal("ROLLBACK_COMPLETE", status);
        Assert.Contains("Parameter name must be a fully qualified name.", Assert.Single(failures), StringComparison.Ordinal);
    }

    public void Dispose() => _stacks.Dispose();

    private static string Typed(string type, string name) =>
        $$$"""{"Parameters":{"P":{"Type":"AWS::SSM::Parameter::Value<{{{type}}}>","Default":"{{{name}}}"}},{{{Tagged("""{"Ref":"P"}""")[1..]}}}""";

    private static string Tagged(string value) => """{"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":{"Tags":[{"Key":"value","Value":VALUE}]}}}}""".Replace("VALUE", value, StringComparison.Ordinal);

    private string TagOf() => _stacks.Sandbox.Server.State.Stacks.Find(StackSandbox.Account, StackSandbox.Region, "app")!.Find("Q")!.Properties.Find("Tags")!.Items[0].Find("Value")!.Text;

    private void Put(string name, string value, long version, string type = "String") =>
        _stacks.Sandbox.Server.State.Parameters.Put(new StoredParameter(StackSandbox.Account, StackSandbox.Region, name, type, value, version, _stacks.Sandbox.Clock.Now));
}
