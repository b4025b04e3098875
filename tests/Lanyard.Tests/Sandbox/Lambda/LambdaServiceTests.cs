using System.Text.Json.Nodes;
using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Tests.Sandbox.Lambda;

public sealed class LambdaServiceTests : IDisposable
{
    private readonly TestSandbox _sandbox = new(SandboxSeed.Default with
    {
        Roles = [.. SandboxSeed.Default.Roles, new(TestSandbox.Dev, "orders", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""", [], TimeSpan.FromHours(1))],
        Functions =
        [
            .. Enumerable.Range(0, 60).Select(n => new SeedFunction(TestSandbox.Dev, "eu-west-1", $"f{n:00}", "orders")),
            new SeedFunction(TestSandbox.Dev, "eu-central-1", "other", "orders"),
        ],
    });

    private AwsCredentials Admin => _sandbox.Server.IssueRoleCredentials("alice", TestSandbox.Dev, "Administrator")!;

    [Theory]
    [InlineData("f07")]
    [InlineData("f07:$LATEST")]
    [InlineData("111111111111:function:f07")]
    [InlineData("arn:aws:lambda:eu-west-1:111111111111:function:f07")]
    public async Task A_function_is_known_by_name_and_by_ARN(string name)
    {
        var found = await Client().GetIdentityAsync(name, Admin, TestSandbox.Ct);
        Assert.Equal(("f07", "arn:aws:iam::111111111111:role/orders"), (found.Name, found.RoleArn));
    }

    [Theory]
    [InlineData("f60", "ResourceNotFoundException", 404)]
    [InlineData("other", "ResourceNotFoundException", 404)]
    [InlineData("f07:3", "ResourceNotFoundException", 404)]
    [InlineData("arn:aws:lambda:eu-central-1:111111111111:function:other", "ResourceNotFoundException", 404)]
    [InlineData("a/b", "ValidationException", 400)]
    public async Task What_is_not_there_is_said_as_Lambda_says_it(string name, string code, int status)
    {
        var refused = await Assert.ThrowsAsync<AwsServiceException>(() => Client().GetIdentityAsync(name, Admin, TestSandbox.Ct));
        Assert.Equal((code, status), (refused.Error.Code, refused.Error.Status));
    }

    [Fact]
    public async Task Policies_decide_before_it_is_told_whether_there_is_such_a_function()
    {
        var refused = await Assert.ThrowsAsync<AwsServiceException>(() => Client().GetIdentityAsync("nothing", _sandbox.Ci, TestSandbox.Ct));
        Assert.Equal(("AccessDeniedException", 403), (refused.Error.Code, refused.Error.Status));
        Assert.Contains("lambda:GetFunctionConfiguration on resource: arn:aws:lambda:eu-west-1:111111111111:function:nothing because", refused.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_of_one_Region_and_comes_in_pages()
    {
        var first = await ListAsync("");
        Assert.Equal(50, first["Functions"]!.AsArray().Count);
        var second = await ListAsync($"?Marker={first["NextMarker"]}");
        Assert.Equal(["f50", "f59"], new[] { 0, 9 }.Select(n => (string)second["Functions"]![n]!["FunctionName"]!));
        Assert.Null(second["NextMarker"]);
    }

    public void Dispose() => _sandbox.Dispose();

    private LambdaClient Client() => new(_sandbox.Wire, new Endpoint(TestSandbox.Url, "eu-west-1"));

    private async Task<JsonNode> ListAsync(string query)
    {
        var headers = new WireHeaders(("Host", TestSandbox.Url.Authority));
        var request = new WireRequest("GET", "/2015-03-31/functions/" + query, headers, ReadOnlyMemory<byte>.Empty);
        var answer = await _sandbox.SendAsync(SigV4Signer.Sign(request, ReadOnlyMemory<byte>.Empty, Admin, "eu-west-1", "lambda", _sandbox.Clock.Now));
        Assert.True(answer.Status == 200, answer.Text);
        return JsonNode.Parse(answer.Text)!;
    }
}
