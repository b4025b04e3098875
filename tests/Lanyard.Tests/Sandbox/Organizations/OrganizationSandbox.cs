using System.Text;
using System.Text.Json.Nodes;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Seeds;
using Lanyard.Tests.Sandbox.Iam;

namespace Lanyard.Tests.Sandbox.Organizations;

/// <summary>A sandbox of the accounts boss, shop and stranger, whose root users have keys, and calls of its Organizations.</summary>
/// <param name="organization">The seed's <c>organization</c>, as JSON; <see langword="null"/> for none.</param>
/// <param name="roles">The seed's <c>roles</c>, as JSON.</param>
internal sealed class OrganizationSandbox(string? organization = """{"management":"boss","outside":["stranger"]}""", string roles = "[]") : IDisposable
{
    public const string Boss = "111122223333";
    public const string Shop = "444455556666";
    public const string Stranger = "777788889999";
    public const string NoUsers = """{"Version":"2012-10-17","Statement":[{"Sid":"NoUsers","Effect":"Deny","Action":"iam:ListUsers","Resource":"*"}]}""";

    private const string Everything = """{"name":"all","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}""";

    public IamSandbox Iam { get; } = new(SandboxSeedFile.Read(
        $$"""
        {"accounts":[{"id":"{{Boss}}","name":"boss","rootKey":{} },{"id":"{{Shop}}","name":"shop","rootKey":{} },{"id":"{{Stranger}}","name":"stranger","rootKey":{} }],
         "identityCenter":{"startUrl":"https://shop.awsapps.com/start","region":"eu-west-1","users":[{"userName":"alice"}]},
         "iamUsers":[{"name":"ann","account":"boss","accessKeys":[{}],"policies":[{{Everything}}] },{"name":"sam","account":"shop","accessKeys":[{}],"policies":[{{Everything}}] },
          {"name":"eve","account":"stranger","accessKeys":[{}],"policies":[{{Everything}}] }],
         "organization":{{organization ?? "null"}},
         "roles":{{roles}} }
        """, "seed.json"));

    public TestSandbox Sandbox => Iam.Sandbox;

    public AwsCredentials Ann => Sandbox.Server.AccessKeyOf(Boss, "ann")!;

    public AwsCredentials Sam => Sandbox.Server.AccessKeyOf(Shop, "sam")!;

    public AwsCredentials Eve => Sandbox.Server.AccessKeyOf(Stranger, "eve")!;

    /// <summary>Calls as an administrator of the management account.</summary>
    public Task<JsonNode> CallAsync(string operation, string body = "{}") => CallAsync(Ann, operation, body);

    public async Task<JsonNode> CallAsync(AwsCredentials who, string operation, string body = "{}")
    {
        var answer = await SendAsync(who, operation, body);
        Assert.True(answer.Status == 200, $"{operation}: {answer.Text}");
        return JsonNode.Parse(answer.Text)!;
    }

    public async Task<(string? Code, string? Reason)> RefusalAsync(AwsCredentials who, string operation, string body = "{}")
    {
        var answer = await SendAsync(who, operation, body);
        Assert.NotEqual(200, answer.Status);
        return (answer.Headers.Get("X-Amzn-ErrorType"), (string?)JsonNode.Parse(answer.Text)!["Reason"]);
    }

    /// <summary>Makes an SCP, or an RCP, and gives its id.</summary>
    public async Task<string> MakePolicyAsync(string document, string type = "SERVICE_CONTROL_POLICY", string name = "made") => (string)(await CallAsync(
        "CreatePolicy", new JsonObject { ["Name"] = name, ["Description"] = "", ["Type"] = type, ["Content"] = document }.ToJsonString()))["Policy"]!["PolicySummary"]!["Id"]!;

    public Task AttachAsync(string policy, string target) => CallAsync("AttachPolicy", $$"""{"PolicyId":"{{policy}}","TargetId":"{{target}}"}""");

    public async Task<string> RootAsync() => (string)(await CallAsync("ListRoots"))["Roots"]![0]!["Id"]!;

    public async Task<bool> MayListUsersAsync(AwsCredentials who) => (await Sandbox.SendAsync(Sandbox.Signed(
        QueryString.Format([new("Action", "ListUsers"), new("Version", "2010-05-08")]), who, region: "us-east-1", service: "iam"))).Status == 200;

    public async Task<bool> MayAssumeAsync(AwsCredentials who, string role) =>
        (await Sandbox.StsAsync(who, "AssumeRole", ("RoleArn", role), ("RoleSessionName", "test"))).Status == 200;

    public void Dispose() => Iam.Dispose();

    private Task<WireResponse> SendAsync(AwsCredentials who, string operation, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var headers = new WireHeaders(
            ("Host", TestSandbox.Url.Authority), ("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", $"AWSOrganizationsV20161128.{operation}"));
        return Sandbox.SendAsync(SigV4Signer.Sign(new WireRequest("POST", "/", headers, bytes), bytes, who, "us-east-1", "organizations", Sandbox.Clock.Now));
    }
}
