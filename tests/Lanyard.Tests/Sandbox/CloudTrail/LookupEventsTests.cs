using System.Text;
using System.Text.Json.Nodes;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Tests.Sandbox.Iam;

namespace Lanyard.Tests.Sandbox.CloudTrail;

public sealed class LookupEventsTests : IDisposable
{
    private readonly IamSandbox _iam = new();

    [Fact]
    public async Task The_history_is_of_the_callers_account_and_of_the_region_that_is_asked()
    {
        var admin = _iam.Admin;
        await _iam.CallAsync(admin, "CreateUser", ("UserName", "bob"));
        Assert.Equal(["CreateUser"], await NamesAsync(admin, "us-east-1"));
        Assert.Equal(["LookupEvents"], await NamesAsync(admin, "us-east-1", """{"LookupAttributes":[{"AttributeKey":"ReadOnly","AttributeValue":"true"}]}"""));
        Assert.Empty(await NamesAsync(admin, "eu-west-1"));
        var other = _iam.Sandbox.Server.IssueRoleCredentials("alice", TestSandbox.Prod, "ReadOnly")!;
        Assert.Equal("AccessDeniedException", (await LookupAsync(other, "us-east-1", "{}")).Headers.Get("X-Amzn-ErrorType"));
    }

    [Theory]
    [InlineData("""{"MaxResults":51}""", "ValidationException")]
    [InlineData("""{"MaxResults":"5"}""", "SerializationException")]
    [InlineData("""{"NextToken":"?"}""", "ValidationException")]
    [InlineData("""{"LookupAttributes":[{"AttributeKey":"EventName"}]}""", "ValidationException")]
    [InlineData("""{"LookupAttributes":[{"AttributeKey":"Password","AttributeValue":"x"}]}""", "ValidationException")]
    [InlineData("""[]""", "SerializationException")]
    [InlineData("{", "SerializationException")]
    [InlineData("""{"StartTime":1e300}""", "SerializationException")]
    [InlineData("""{"NextToken":"\ud800"}""", "SerializationException")]
    [InlineData("""{"Zz\ud800":1}""", "SerializationException")]
    public async Task What_the_service_model_forbids_is_refused(string body, string code)
    {
        var answer = await LookupAsync(_iam.Admin, "us-east-1", body);
        Assert.Equal((400, code), (answer.Status, answer.Headers.Get("X-Amzn-ErrorType")));
    }

    [Fact]
    public async Task A_parameter_that_no_model_has_is_refused()
    {
        var answer = await LookupAsync(_iam.Admin, "us-east-1", """{"Quota":3}""");
        Assert.Equal((501, "NotImplemented"), (answer.Status, answer.Headers.Get("X-Amzn-ErrorType")));
    }

    public void Dispose() => _iam.Dispose();

    private async Task<string[]> NamesAsync(AwsCredentials who, string region, string body = """{"LookupAttributes":[{"AttributeKey":"ReadOnly","AttributeValue":"false"}]}""")
    {
        var answer = await LookupAsync(who, region, body);
        Assert.True(answer.Status == 200, answer.Text);
        return [.. JsonNode.Parse(answer.Text)!["Events"]!.AsArray().Select(e => (string)e!["EventName"]!)];
    }

    private Task<WireResponse> LookupAsync(AwsCredentials who, string region, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var headers = new WireHeaders(
            ("Host", TestSandbox.Url.Authority), ("Content-Type", "application/x-amz-json-1.1"),
            ("X-Amz-Target", "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents"));
        return _iam.Sandbox.SendAsync(SigV4Signer.Sign(new WireRequest("POST", "/", headers, bytes), bytes, who, region, "cloudtrail", _iam.Sandbox.Clock.Now));
    }
}
