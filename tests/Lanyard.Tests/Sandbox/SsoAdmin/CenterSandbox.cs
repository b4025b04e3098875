using System.Text;
using System.Text.Json.Nodes;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Tests.Sandbox.SsoAdmin;

/// <summary>A sandbox, and calls of its sso-admin and identitystore by the root user of the management account.</summary>
internal sealed class CenterSandbox(SandboxSeed? seed = null) : IDisposable
{
    public const string Management = "999999999999";

    public TestSandbox Sandbox { get; } = new(seed);

    public AwsCredentials Admin => Sandbox.Server.RootKeyOf(Sandbox.Server.Seed.ManagementAccountId)!;

    public string Instance { get; private set; } = "";

    public string StoreId { get; private set; } = "";

    /// <summary>Makes a sandbox, and finds the instance.</summary>
    public static async Task<CenterSandbox> StartAsync(SandboxSeed? seed = null)
    {
        var center = new CenterSandbox(seed);
        var instance = (await center.SendAsync(center.Admin, "sso", "SWBExternalService.ListInstances", []))["Instances"]![0]!;
        (center.Instance, center.StoreId) = ((string)instance["InstanceArn"]!, (string)instance["IdentityStoreId"]!);
        return center;
    }

    /// <summary>Calls sso-admin.</summary>
    public Task<JsonNode> SsoAsync(string operation, JsonObject input, AwsCredentials? who = null, string region = "eu-west-1")
    {
        if (operation != "ListInstances")
        {
            input["InstanceArn"] = Instance;
        }

        return SendAsync(who ?? Admin, "sso", $"SWBExternalService.{operation}", input, region);
    }

    /// <summary>Calls identitystore.</summary>
    public Task<JsonNode> StoreAsync(string operation, JsonObject input, AwsCredentials? who = null)
    {
        input["IdentityStoreId"] = StoreId;
        return SendAsync(who ?? Admin, "identitystore", $"AWSIdentityStore.{operation}", input);
    }

    /// <summary>Calls Organizations as the management account.</summary>
    public Task<JsonNode> OrganizationsAsync(string operation, JsonObject input) =>
        SendAsync(Admin, "organizations", $"AWSOrganizationsV20161128.{operation}", input, "us-east-1");

    /// <summary>Makes a person, and gives the user id.</summary>
    public async Task<string> MakeUserAsync(string name) => (string)(await StoreAsync("CreateUser", new JsonObject
    {
        ["UserName"] = name,
        ["DisplayName"] = name,
        ["Name"] = new JsonObject { ["GivenName"] = name, ["FamilyName"] = name },
    }))["UserId"]!;

    public async Task<string> UserIdAsync(string name) => (string)(await StoreAsync("ListUsers", new JsonObject
    {
        ["Filters"] = new JsonArray(new JsonObject { ["AttributePath"] = "UserName", ["AttributeValue"] = name }),
    }))["Users"]![0]!["UserId"]!;

    /// <summary>Makes a permission set with an inline policy, and gives its ARN.</summary>
    public async Task<string> MakeSetAsync(string name, string policy)
    {
        var arn = (string)(await SsoAsync("CreatePermissionSet", new JsonObject { ["Name"] = name }))["PermissionSet"]!["PermissionSetArn"]!;
        await SsoAsync("PutInlinePolicyToPermissionSet", new JsonObject { ["PermissionSetArn"] = arn, ["InlinePolicy"] = policy });
        return arn;
    }

    public async Task<string> SetArnAsync(string name)
    {
        foreach (var arn in (await SsoAsync("ListPermissionSets", []))["PermissionSets"]!.AsArray().Select(s => (string)s!))
        {
            if ((string)(await SsoAsync("DescribePermissionSet", new JsonObject { ["PermissionSetArn"] = arn }))["PermissionSet"]!["Name"]! == name)
            {
                return arn;
            }
        }

        throw new InvalidOperationException($"there is no permission set {name}");
    }

    /// <summary>Creates or deletes an assignment.</summary>
    public Task<JsonNode> AssignAsync(string operation, string accountId, string setArn, string principalId, string type = "USER") => SsoAsync(operation, new JsonObject
    {
        ["TargetId"] = accountId,
        ["TargetType"] = "AWS_ACCOUNT",
        ["PermissionSetArn"] = setArn,
        ["PrincipalType"] = type,
        ["PrincipalId"] = principalId,
    });

    /// <summary>Calls, and gives the code and message of the refusal.</summary>
    public static async Task<(string Code, string Message)> RefusalAsync(Func<Task<JsonNode>> call)
    {
        var refused = await Assert.ThrowsAsync<Refused>(call);
        return (refused.Code, refused.Message);
    }

    public void Dispose() => Sandbox.Dispose();

    private async Task<JsonNode> SendAsync(AwsCredentials who, string service, string target, JsonObject input, string region = "eu-west-1")
    {
        var body = Encoding.UTF8.GetBytes(input.ToJsonString());
        var headers = new WireHeaders(("Host", TestSandbox.Url.Authority), ("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", target));
        var answer = await Sandbox.SendAsync(SigV4Signer.Sign(new WireRequest("POST", "/", headers, body), body, who, region, service, Sandbox.Clock.Now));
        var json = JsonNode.Parse(answer.Text)!;
        return answer.Status == 200 ? json : throw new Refused((string)json["__type"]!, (string)json["Message"]!);
    }

    private sealed class Refused(string code, string message) : Exception(message)
    {
        public string Code { get; } = code;
    }
}
