using System.Collections.Immutable;
using System.Xml.Linq;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.CloudFormation.Schemas;
using Lanyard.Sandbox.Seeds;
using Lanyard.Sandbox.State;
using Lanyard.Tests.Sandbox.Iam;

namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>A sandbox, and calls of its CloudFormation in the account dev.</summary>
internal sealed class StackSandbox(Func<string, HandlerSchema?>? published = null) : IDisposable
{
    public const string Region = "eu-west-1";
    public const string Account = TestSandbox.Dev;

    public TestSandbox Sandbox { get; } = new(SandboxSeed.Default, published: published);

    public IamSandbox Iam => new(Sandbox);

    public AwsCredentials Admin => Iam.Admin;

    /// <summary>Makes a user that may do what a policy's statements say, and see stacks.</summary>
    public Task<AwsCredentials> UserAsync(string name, params string[] statements) =>
        Iam.MakeUserAsync(name, $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"cloudformation:*","Resource":"*"}{{string.Concat(statements.Select(s => "," + s))}}]}""");

    public async Task<XElement> CallAsync(AwsCredentials who, string action, params (string Name, string Value)[] parameters)
    {
        var response = await SendAsync(who, action, parameters);
        Assert.True(response.Status == 200, $"{action}: {response.Text}");
        return XElement.Parse(response.Text);
    }

    public async Task<(string? Code, string? Message)> RefusalAsync(AwsCredentials who, string action, params (string Name, string Value)[] parameters)
    {
        var response = await SendAsync(who, action, parameters);
        Assert.NotEqual(200, response.Status);
        return (TestSandbox.Xml(response, "Code"), TestSandbox.Xml(response, "Message"));
    }

    /// <summary>Makes a stack, and gives its status with the reasons of what failed.</summary>
    public async Task<(string Status, string[] Failures)> CreateAsync(AwsCredentials who, string template, params (string Name, string Value)[] more)
    {
        await CallAsync(who, "CreateStack", [("StackName", "app"), ("TemplateBody", template), ("Capabilities.member.1", "CAPABILITY_NAMED_IAM"), .. more]);
        return await StateAsync();
    }

    public async Task<(string Status, string[] Failures)> UpdateAsync(AwsCredentials who, string template, params (string Name, string Value)[] more)
    {
        await CallAsync(who, "UpdateStack", [("StackName", "app"), ("TemplateBody", template), ("Capabilities.member.1", "CAPABILITY_NAMED_IAM"), .. more]);
        return await StateAsync();
    }

    public async Task<(string Status, string[] Failures)> StateAsync()
    {
        var stack = Sandbox.Server.State.Stacks.In(Account, Region).First(s => s.Name == "app");
        await Task.CompletedTask;
        return (stack.Status, [.. stack.Events.Where(e => e.Status.EndsWith("_FAILED", StringComparison.Ordinal) && e.LogicalId != "app").Select(e => $"{e.LogicalId}: {e.Reason}")]);
    }

    /// <summary>Puts an object into a bucket, which is made where it isn't there.</summary>
    public void PutObject(string bucket, string key, string text)
    {
        var buckets = Sandbox.Server.State.Buckets;
        if (buckets.Find(bucket) is not { } found)
        {
            found = new Bucket(bucket, Account, Region, Sandbox.Clock.Now);
            buckets.Add(found);
        }

        found.Objects[key] = [new ObjectVersion("null", System.Text.Encoding.UTF8.GetBytes(text), "etag", Sandbox.Clock.Now, ImmutableSortedDictionary<string, string>.Empty)];
    }

    /// <summary>Gives the statuses of a stack's events in their order, of one resource or of all.</summary>
    public string[] Events(string? logicalId = null) =>
        [.. Sandbox.Server.State.Stacks.In(Account, Region).First(s => s.Name == "app").Events.Where(e => logicalId is null || e.LogicalId == logicalId).Select(e => logicalId is null ? $"{e.LogicalId} {e.Status}" : e.Status)];

    public void Dispose() => Sandbox.Dispose();

    /// <summary>Sends a call, however it ends.</summary>
    public Task<WireResponse> SendAsync(AwsCredentials who, string action, params (string Name, string Value)[] parameters)
    {
        var (request, body) = QueryProtocol.Request(
            new WireTarget(TestSandbox.Url, Sandbox.Clock.Now), action, "2010-05-15", parameters.Select(p => new KeyValuePair<string, string?>(p.Name, p.Value)));
        return Sandbox.SendAsync(SigV4Signer.Sign(request, body, who, Region, "cloudformation", Sandbox.Clock.Now));
    }
}
