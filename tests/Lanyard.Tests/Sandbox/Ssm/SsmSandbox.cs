using System.Text;
using System.Text.Json.Nodes;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.State;
using Lanyard.Tests.Sandbox.Iam;

namespace Lanyard.Tests.Sandbox.Ssm;

/// <summary>A sandbox, and calls of its Parameter Store in the account dev.</summary>
internal sealed class SsmSandbox : IDisposable
{
    public IamSandbox Iam { get; } = new();

    public ParameterState Parameters => Iam.Sandbox.Server.State.Parameters;

    /// <summary>Calls an operation that works.</summary>
    public async Task<JsonNode> DoAsync(string operation, string body, AwsCredentials? who = null)
    {
        var answer = await SendAsync(who ?? Iam.Admin, operation, body);
        Assert.True(answer.Status == 200, $"{operation}: {answer.Text}");
        return answer.Text.Length == 0 ? new JsonObject() : JsonNode.Parse(answer.Text)!;
    }

    /// <summary>Calls an operation that is refused, and gives the error's code with its message.</summary>
    public async Task<string> RefusalAsync(string operation, string body, AwsCredentials? who = null)
    {
        var answer = await SendAsync(who ?? Iam.Admin, operation, body);
        Assert.True(answer.Status >= 400, $"{operation}: {answer.Text}");
        var said = JsonNode.Parse(answer.Text)!;
        return $"{((string)said["__type"]!).Split('#')[^1]}: {(string?)(said["message"] ?? said["Message"])}";
    }

    public void Dispose() => Iam.Dispose();

    private Task<WireResponse> SendAsync(AwsCredentials who, string operation, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var headers = new WireHeaders(("Host", TestSandbox.Url.Authority), ("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", $"AmazonSSM.{operation}"));
        return Iam.Sandbox.SendAsync(SigV4Signer.Sign(new WireRequest("POST", "/", headers, bytes), bytes, who, "eu-west-1", "ssm", Iam.Sandbox.Clock.Now));
    }
}
