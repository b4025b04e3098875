using System.Text;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.State;
using Lanyard.Tests.Sandbox.Iam;

namespace Lanyard.Tests.Sandbox.Ssm;

public sealed class PutParameterTests : IDisposable
{
    private readonly IamSandbox _iam = new();

    private ParameterState Parameters => _iam.Sandbox.Server.State.Parameters;

    [Fact]
    public async Task Tags_are_kept_and_stay_when_the_value_changes()
    {
        await PutAsync("""{"Name":"a","Value":"1","Type":"String","Tags":[{"Key":"stage","Value":"dev"}]}""");
        Assert.Equal(200, (await PutAsync("""{"Name":"a","Value":"2","Overwrite":true}""")).Status);
        var found = Parameters.Find(TestSandbox.Dev, "eu-west-1", "a")!;
        Assert.Equal(("2", "dev"), (found.Value, found.Tags.GetValueOrDefault("stage")));
    }

    [Theory]
    [InlineData("""{"Name":"a","Value":"2","Overwrite":true,"Tags":[{"Key":"stage","Value":"dev"}]}""", "tags and overwrite can't be used together")]
    [InlineData("""{"Name":"a","Value":"x{{ssm:b}}","Type":"String"}""", "Parameter value can't nest another parameter. Do not use \\u0022{{}}\\u0022 in the value: x{{ssm:b}}")]
    [InlineData("""{"Name":"a","Value":"x{{ssm:b}}","Type":"SecureString"}""", "in the value.")]
    public async Task What_a_parameter_cannot_be_is_refused(string body, string message)
    {
        var answer = await PutAsync(body);
        Assert.Equal(400, answer.Status);
        Assert.Contains("ValidationException", answer.Text + answer.Headers.Get("X-Amzn-ErrorType"), StringComparison.Ordinal);
        Assert.Contains(message.Replace("\\u0022", "\"", StringComparison.Ordinal), answer.Text.Replace("\\u0022", "\"", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Null(Parameters.Find(TestSandbox.Dev, "eu-west-1", "a"));
    }

    public void Dispose() => _iam.Dispose();

    private Task<WireResponse> PutAsync(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var headers = new WireHeaders(("Host", TestSandbox.Url.Authority), ("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", "AmazonSSM.PutParameter"));
        return _iam.Sandbox.SendAsync(SigV4Signer.Sign(new WireRequest("POST", "/", headers, bytes), bytes, _iam.Admin, "eu-west-1", "ssm", _iam.Sandbox.Clock.Now));
    }
}
