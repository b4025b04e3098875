using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Generate;
using Lanyard.Policy.Sets.Minimize;
using Lanyard.Sandbox.State;
using Lanyard.Tests.Sandbox;
using Lanyard.Tests.Sandbox.Iam;

namespace Lanyard.Tests.Deployments;

/// <summary>What became of a deployment.</summary>
/// <param name="Phase">The operation that it ended in.</param>
/// <param name="Status">The stack's status, or the code of the refusal.</param>
/// <param name="Failures">Why: the reasons of the resources that failed, or the refusal's message.</param>
internal sealed record Outcome(string Phase, string Status, ImmutableArray<string> Failures)
{
    /// <summary>Gets whether the stack was made, changed and deleted.</summary>
    public bool IsGood => (Phase, Status) is ("delete", "DELETE_COMPLETE");

    public override string ToString() => $"{Phase}: {Status}\n{string.Join('\n', Failures)}";
}

/// <summary>A sandbox with somebody who deploys an app.</summary>
internal sealed class AppSandbox : IDisposable
{
    public const string RoleArn = "arn:aws:iam::111111111111:role/app-cfn";
    public const string BoundaryArn = "arn:aws:iam::111111111111:policy/app-boundary";

    private const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudformation.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
    private const int ManagedLimit = 6144;

    private readonly App _app;
    private readonly string? _role;
    private AwsCredentials _deployer = null!;

    private AppSandbox(App app, string? role)
    {
        (_app, _role) = (app, role);
        var state = Sandbox.Server.State;
        state.Parameters.Put(new StoredParameter(App.Account, App.Region, "/cdk-bootstrap/hnb659fds/version", "String", "33", 1, Sandbox.Clock.Now));
        foreach (var (key, text) in app.Uploads)
        {
            var name = $"cdk-hnb659fds-assets-{App.Account}-{App.Region}";
            if (state.Buckets.Find(name) is not { } bucket)
            {
                state.Buckets.Add(bucket = new Bucket(name, App.Account, App.Region, Sandbox.Clock.Now));
            }

            bucket.Objects[key] = [new ObjectVersion("null", Encoding.UTF8.GetBytes(text), "", Sandbox.Clock.Now, ImmutableSortedDictionary<string, string>.Empty)];
        }
    }

    public TestSandbox Sandbox { get; } = new();

    public IamSandbox Iam => new(Sandbox);

    /// <summary>Gives a sandbox in which a user deploys with its own rights.</summary>
    public static async Task<AppSandbox> ForDeployerAsync(App app, IEnumerable<PolicyDocument> policies)
    {
        var made = new AppSandbox(app, role: null);
        made._deployer = await made.Iam.MakeUserAsync("deployer");
        await made.AttachAsync("User", "deployer", policies);
        return made;
    }

    /// <summary>Gives a sandbox in which a user lets CloudFormation deploy with a role.</summary>
    public static async Task<AppSandbox> ForServiceRoleAsync(App app, IEnumerable<PolicyDocument> policies)
    {
        var made = new AppSandbox(app, RoleArn);
        await made.Iam.DoAsync("CreateRole", ("RoleName", "app-cfn"), ("AssumeRolePolicyDocument", Trust));
        await made.AttachAsync("Role", "app-cfn", policies);
        made._deployer = await made.Iam.MakeUserAsync("deployer");
        await made.AttachAsync("User", "deployer", Split(NeededPolicy.Of([.. CallerNeeds.Of(app.Calls, RoleArn), .. app.Needs.Where(CallerNeeds.IsOfCaller)])));
        return made;
    }

    /// <summary>Divides a policy into managed ones.</summary>
    public static IEnumerable<PolicyDocument> Split(PolicyDocument whole) => new PolicySplitter(ManagedLimit).Split(whole, []).Select(part => part.Document);

    /// <summary>Makes the stack, changes it step by step, and deletes it; ends where something goes wrong.</summary>
    public async Task<Outcome> RunAsync()
    {
        var steps = _app.Steps;
        for (var at = 0; at < steps.Length; at++)
        {
            var outcome = await StepAsync(at, steps[at]);
            if (outcome.Failures.Length > 0)
            {
                return outcome;
            }
        }

        return await DeleteAsync();
    }

    /// <summary>Makes or changes the stack.</summary>
    /// <param name="step">The number of the step; 0 makes it.</param>
    /// <param name="template">The template.</param>
    public Task<Outcome> StepAsync(int step, string template)
    {
        // Tags of the stack change with each step, and one goes with the last: CloudFormation then changes those of all resources.
        (string, string)[] tags = !_app.HasStackTags ? [] : [
            ("Tags.member.1.Key", "STAGE"), ("Tags.member.1.Value", step.ToString(CultureInfo.InvariantCulture)),
            .. step < _app.Steps.Length - 1 ? [("Tags.member.2.Key", "owner"), ("Tags.member.2.Value", "shop")] : Array.Empty<(string, string)>()];
        return CallAsync(
            step == 0 ? "create" : "update", step == 0 ? "CreateStack" : "UpdateStack", step == 0 ? "CREATE_COMPLETE" : "UPDATE_COMPLETE",
            [("TemplateBody", template), ("Capabilities.member.1", "CAPABILITY_NAMED_IAM"), ("Capabilities.member.2", "CAPABILITY_AUTO_EXPAND"), .. tags]);
    }

    public Task<Outcome> DeleteAsync() => CallAsync("delete", "DeleteStack", "DELETE_COMPLETE", []);

    /// <summary>Makes the stack <c>app</c> in some sandbox, and gives the reason of the first resource that failed.</summary>
    public static async Task<string> FailureAsync(TestSandbox sandbox, AwsCredentials who, string account, string template)
    {
        var (request, body) = QueryProtocol.Request(new WireTarget(TestSandbox.Url, sandbox.Clock.Now), "CreateStack", "2010-05-15", [new("StackName", "app"), new("TemplateBody", template)]);
        Assert.Equal(200, (await sandbox.SendAsync(SigV4Signer.Sign(request, body, who, App.Region, "cloudformation", sandbox.Clock.Now))).Status);
        return sandbox.Server.State.Stacks.In(account, App.Region).Single().Events.First(e => e.Status == "CREATE_FAILED").Reason!;
    }

    /// <summary>Gives what the sandbox refused, with the reasons.</summary>
    public IEnumerable<string> Denials => Sandbox.Log.Where(call => call.Decision is not (null or "allowed")).Select(call => $"{call.Service}:{call.Operation} {call.Reason}");

    public void Dispose() => Sandbox.Dispose();

    private async Task<Outcome> CallAsync(string phase, string action, string good, (string Name, string Value)[] more)
    {
        // Tools name the role each time, though the stack remembers it.
        var role = _role is not null ? [new KeyValuePair<string, string?>("RoleARN", _role)] : Array.Empty<KeyValuePair<string, string?>>();
        var (request, body) = QueryProtocol.Request(
            new WireTarget(TestSandbox.Url, Sandbox.Clock.Now), action, "2010-05-15", [new("StackName", _app.StackName), .. more.Select(p => new KeyValuePair<string, string?>(p.Name, p.Value)), .. role]);
        var response = await Sandbox.SendAsync(SigV4Signer.Sign(request, body, _deployer, App.Region, "cloudformation", Sandbox.Clock.Now));
        if (response.Status != 200)
        {
            return new Outcome(phase, TestSandbox.Xml(response, "Code") ?? "", [TestSandbox.Xml(response, "Message") ?? ""]);
        }

        var stacks = Sandbox.Server.State.Stacks.In(App.Account, App.Region).ToList();
        var stack = stacks.Last(s => s.Name == _app.StackName);
        // What couldn't be deleted after a change leaves the change complete, and is a failure all the same.
        ImmutableArray<string> failures = [.. stacks.SelectMany(s => s.Events.Where(e => e.Status.EndsWith("_FAILED", StringComparison.Ordinal) && e.Reason is not null).Select(e => $"{e.LogicalId} {e.Status}: {e.Reason}"))];
        return new Outcome(phase, stack.Status, failures.IsEmpty && stack.Status != good ? [stack.Events.LastOrDefault(e => e.Reason is { Length: > 0 })?.Reason ?? ""] : failures);
    }

    private async Task AttachAsync(string noun, string name, IEnumerable<PolicyDocument> policies)
    {
        foreach (var (at, policy) in policies.Index())
        {
            var policyName = string.Create(CultureInfo.InvariantCulture, $"{name}-{at + 1}");
            await Iam.DoAsync("CreatePolicy", ("PolicyName", policyName), ("PolicyDocument", PolicyDocumentWriter.Write(policy, indented: false)));
            await Iam.DoAsync($"Attach{noun}Policy", ($"{noun}Name", name), ("PolicyArn", $"arn:aws:iam::{App.Account}:policy/{policyName}"));
        }
    }
}
