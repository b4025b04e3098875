using System.Xml.Linq;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Tests.Sandbox.Iam;

/// <summary>A sandbox, and calls of its IAM in the account dev.</summary>
internal sealed class IamSandbox(TestSandbox sandbox) : IDisposable
{
    public const string Ec2Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
    public const string Here = "arn:aws:iam::111111111111:";
    public const string OfAws = "arn:aws:iam::aws:policy/";

    public IamSandbox(SandboxSeed? seed = null)
        : this(new TestSandbox(seed))
    {
    }

    public TestSandbox Sandbox { get; } = sandbox;

    public AwsCredentials Admin => Sandbox.Server.IssueRoleCredentials("alice", TestSandbox.Dev, "Administrator")!;

    /// <summary>Calls, and gives the answer's XML.</summary>
    public async Task<XElement> CallAsync(AwsCredentials who, string action, params (string Name, string Value)[] parameters)
    {
        var response = await SendAsync(who, action, parameters);
        Assert.True(response.Status == 200, $"{action}: {response.Text}");
        return XElement.Parse(response.Text);
    }

    /// <summary>Calls as an administrator, and gives the first element of a name.</summary>
    public async Task<string?> AskAsync(string element, string action, params (string Name, string Value)[] parameters) =>
        QueryProtocol.Descendant(await CallAsync(Admin, action, parameters), element);

    /// <summary>Calls as an administrator.</summary>
    public Task DoAsync(string action, params (string Name, string Value)[] parameters) => CallAsync(Admin, action, parameters);

    /// <summary>Calls, and gives the code and message of the refusal.</summary>
    public async Task<(string? Code, string? Message)> RefusalAsync(AwsCredentials who, string action, params (string Name, string Value)[] parameters)
    {
        var response = await SendAsync(who, action, parameters);
        Assert.NotEqual(200, response.Status);
        return (TestSandbox.Xml(response, "Code"), TestSandbox.Xml(response, "Message"));
    }

    /// <summary>Makes a user with a key and no rights.</summary>
    public async Task<AwsCredentials> MakeUserAsync(string name, string? policy = null)
    {
        await DoAsync("CreateUser", ("UserName", name));
        if (policy is not null)
        {
            await DoAsync("PutUserPolicy", ("UserName", name), ("PolicyName", "own"), ("PolicyDocument", policy));
        }

        var key = await CallAsync(Admin, "CreateAccessKey", ("UserName", name));
        return new AwsCredentials(QueryProtocol.Descendant(key, "AccessKeyId")!, new(QueryProtocol.Descendant(key, "SecretAccessKey")!));
    }

    public static string Saying(string action, string resource = "*", string effect = "Allow") =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"{{effect}}","Action":"{{action}}","Resource":"{{resource}}"}]}""";

    public static string TrustOf(string principal) =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"{{principal}}"},"Action":"sts:AssumeRole"}]}""";

    public static string[] All(XElement answer, string element) => [.. answer.Descendants().Where(e => e.Name.LocalName == element).Select(e => e.Value)];

    public void Dispose() => Sandbox.Dispose();

    private Task<WireResponse> SendAsync(AwsCredentials who, string action, (string Name, string Value)[] parameters) => Sandbox.SendAsync(Sandbox.Signed(
        QueryString.Format([new("Action", action), new("Version", "2010-05-08"), .. parameters.Select(p => new KeyValuePair<string, string>(p.Name, p.Value))]),
        who, region: "us-east-1", service: "iam"));
}
