using System.Text;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.State;
using Lanyard.Tests.Sandbox.Iam;

namespace Lanyard.Tests.Sandbox.S3;

/// <summary>A sandbox, and calls of its Amazon S3.</summary>
internal sealed class S3Sandbox : IDisposable
{
    private const string Region = "us-east-1";

    public TestSandbox Sandbox { get; } = new();

    public IamSandbox Iam => new(Sandbox);

    public AwsCredentials Admin => Iam.Admin;

    public BucketState Buckets => Sandbox.Server.State.Buckets;

    /// <summary>Makes an empty bucket.</summary>
    public Bucket Make(string name)
    {
        var bucket = new Bucket(name, TestSandbox.Dev, Region, Sandbox.Clock.Now);
        Buckets.Add(bucket);
        return bucket;
    }

    /// <summary>Makes a user that may do what actions say, and nothing else.</summary>
    public Task<AwsCredentials> UserAsync(params string[] actions) => Iam.MakeUserAsync(
        "maker", $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["{{string.Join("\",\"", actions)}}"],"Resource":"*"}]}""");

    /// <summary>Sends a request.</summary>
    /// <param name="who">Who signs.</param>
    /// <param name="method">The method.</param>
    /// <param name="target">The path with the query.</param>
    /// <param name="text">The body.</param>
    /// <param name="headers">More headers; one of <c>X-Amz-Content-Sha256</c> says how the body is signed.</param>
    public async Task<WireResponse> SendAsync(AwsCredentials who, string method, string target, string text = "", params (string Name, string Value)[] headers)
    {
        var body = Encoding.UTF8.GetBytes(text);
        var hash = headers.FirstOrDefault(h => h.Name == "X-Amz-Content-Sha256").Value ?? CanonicalRequest.HashHex(body);
        var timestamp = SigV4.FormatTime(Sandbox.Clock.Now);
        var lines = new WireHeaders([("Host", TestSandbox.Url.Authority), .. headers]).Replace("X-Amz-Content-Sha256", hash).Replace("X-Amz-Date", timestamp);
        lines = who.SessionToken is { } token ? lines.Replace("X-Amz-Security-Token", token.Reveal()) : lines;
        var request = new WireRequest(method, target, lines, body);
        var names = lines.Select(h => h.Name.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal).ToArray();
        var scope = new CredentialScope(timestamp[..8], Region, "s3");
        var signature = SigV4.Signature(who.SecretAccessKey, scope, SigV4.StringToSign(timestamp, scope, CanonicalRequest.Build(request, names, hash, "s3")));
        return await Sandbox.SendAsync(new WireRequest(
            method, target, lines.Replace("Authorization", $"{SigV4.Algorithm} Credential={who.AccessKeyId}/{scope}, SignedHeaders={string.Join(';', names)}, Signature={signature}"), body));
    }

    public async Task<WireResponse> DoAsync(AwsCredentials who, string method, string target, string text = "", params (string Name, string Value)[] headers)
    {
        var answer = await SendAsync(who, method, target, text, headers);
        Assert.True(answer.Status is >= 200 and < 300, $"{method} {target}: {answer.Text}");
        return answer;
    }

    /// <summary>Sends a request that is refused, and gives the error's code with its message.</summary>
    public async Task<string> RefusalAsync(AwsCredentials who, string method, string target, string text = "", params (string Name, string Value)[] headers)
    {
        var answer = await SendAsync(who, method, target, text, headers);
        Assert.True(answer.Status >= 400, $"{method} {target}: {answer.Status}");
        return $"{TestSandbox.Xml(answer, "Code")}: {TestSandbox.Xml(answer, "Message")}";
    }

    public void Dispose() => Sandbox.Dispose();
}
