using System.Text.Json;
using Lanyard.Aws.Signing;
using Lanyard.Sandbox.Seeds;
using Lanyard.Tests.Sandbox.Iam;

namespace Lanyard.Tests.Sandbox.Sts;

/// <summary>"DecodeAuthorizationMessage" in the STS API Reference, and the example of "decode-authorization-message" in the AWS CLI Command Reference.</summary>
public sealed class EncodedMessageTests : IDisposable
{
    private readonly IamSandbox _iam = new(SandboxSeed.Default with
    {
        IamUsers =
        [
            new(TestSandbox.Dev, "ci", [new(null, null)], [new("own", """{"Version":"2012-10-17","Statement":[{"Sid":"NoUsers","Effect":"Deny","Action":["iam:DeleteUser","iam:Get*"],"Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalTag/Team":"blue"}}}]}""")]),
            new(TestSandbox.Dev, "reader", [new(null, null)], [new("own", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:*","Resource":"*"}]}""")]),
            new(TestSandbox.Prod, "reader", [new(null, null)], [new("own", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:*","Resource":"*"}]}""")]),
        ],
    });

    private TestSandbox Sandbox => _iam.Sandbox;

    private AwsCredentials Reader => Sandbox.Server.AccessKeyOf(TestSandbox.Dev, "reader")!;

    public void Dispose() => _iam.Dispose();

    [Fact]
    public async Task A_denial_can_be_read_in_full()
    {
        var message = await DeniedAsync("DeleteUser");
        Assert.DoesNotContain("DeleteUser", message, StringComparison.Ordinal);
        using var decoded = JsonDocument.Parse(await DecodeAsync(message));
        var root = decoded.RootElement;
        Assert.Equal((false, true), (root.GetProperty("allowed").GetBoolean(), root.GetProperty("explicitDeny").GetBoolean()));
        var id = (await Sandbox.Sts.GetCallerIdentityAsync(Sandbox.Ci, TestSandbox.Ct)).UserId;
        Assert.Equal(
            $$$"""{"items":[{"statementId":"NoUsers","effect":"DENY","principals":{"items":[{"value":"{{{id}}}"}]},"principalGroups":{"items":[]},"actions":{"items":[{"value":"iam:DeleteUser"},{"value":"iam:Get*"}]},"resources":{"items":[{"value":"*"}]},"conditions":{"items":[{"key":"aws:PrincipalTag/Team","values":{"items":[{"value":"blue"}]}}]}}]}""",
            root.GetProperty("matchedStatements").GetRawText());
        var context = root.GetProperty("context");
        Assert.Equal(
            $$"""{"id":"{{id}}","name":"ci","arn":"arn:aws:iam::111111111111:user/ci"}""", context.GetProperty("principal").GetRawText());
        Assert.Equal(("iam:DeleteUser", "arn:aws:iam::111111111111:user/nobody"), (context.GetProperty("action").GetString(), context.GetProperty("resource").GetString()));
        Assert.Contains("""{"key":"aws:PrincipalAccount","values":{"items":[{"value":"111111111111"}]}}""", context.GetProperty("conditions").GetRawText(), StringComparison.Ordinal);
        Assert.Equal("""{"items":[]}""", root.GetProperty("failures").GetRawText());
    }

    [Fact]
    public async Task A_denial_for_want_of_an_allow_matches_no_statement()
    {
        using var decoded = JsonDocument.Parse(await DecodeAsync(await DeniedAsync("CreateUser")));
        Assert.False(decoded.RootElement.GetProperty("explicitDeny").GetBoolean());
        Assert.Equal("""{"items":[]}""", decoded.RootElement.GetProperty("matchedStatements").GetRawText());
    }

    [Fact]
    public async Task A_role_that_may_not_be_assumed_or_is_not_there_leaves_a_message_too()
    {
        foreach (var role in new[] { "arn:aws:iam::333333333333:role/locked", "arn:aws:iam::333333333333:role/absent" })
        {
            await Sandbox.StsAsync(Sandbox.Ci, "AssumeRole", ("RoleArn", role), ("RoleSessionName", "me"));
            Assert.Contains(role, await DecodeAsync(Sandbox.Log.Last().EncodedMessage!), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_may_not_decode_and_other_accounts_do_not()
    {
        var message = await DeniedAsync("CreateUser");
        var refused = await Sandbox.StsAsync(Sandbox.Ci, "DecodeAuthorizationMessage", ("EncodedMessage", message));
        Assert.Equal("AccessDenied", TestSandbox.Xml(refused, "Code"));
        await InvalidAsync(message, Sandbox.Server.AccessKeyOf(TestSandbox.Prod, "reader")!);
    }

    [Fact]
    public async Task A_message_of_another_sandbox_or_a_changed_one_is_invalid()
    {
        var message = await DeniedAsync("CreateUser");
        foreach (var bad in new[] { message[..^4] + "AAAA", "x", message[1..], "bm90IG9uZQ", message + "!" })
        {
            await InvalidAsync(bad, Reader);
        }

        using var other = new IamSandbox();
        await other.RefusalAsync(other.Sandbox.Ci, "CreateUser", ("UserName", "nobody"));
        await InvalidAsync(other.Sandbox.Log.Last().EncodedMessage!, Reader);
    }

    [Fact]
    public async Task An_allowed_call_has_none()
    {
        await _iam.DoAsync("ListUsers");
        Assert.Null(Sandbox.Log.Last().EncodedMessage);
    }

    // "GetAccessKeyInfo", STS API Reference: the account of any key, whatever its state.
    [Fact]
    public async Task A_key_tells_its_account_to_anybody_who_may_ask()
    {
        foreach (var key in new[] { Sandbox.Ci, Sandbox.Developer, Sandbox.Server.AccessKeyOf(TestSandbox.Prod, "reader")! })
        {
            var answer = await Sandbox.StsAsync(Reader, "GetAccessKeyInfo", ("AccessKeyId", key.AccessKeyId));
            Assert.Equal(key.AccountId, TestSandbox.Xml(answer, "Account"));
        }

        Assert.Equal("ValidationError", TestSandbox.Xml(await Sandbox.StsAsync(Reader, "GetAccessKeyInfo", ("AccessKeyId", "AKIAIOSFODNN7EXAMPLE")), "Code"));
        Assert.Equal("AccessDenied", TestSandbox.Xml(await Sandbox.StsAsync(Sandbox.Ci, "GetAccessKeyInfo", ("AccessKeyId", Sandbox.Ci.AccessKeyId)), "Code"));
    }

    private async Task<string> DeniedAsync(string action)
    {
        await _iam.RefusalAsync(Sandbox.Ci, action, ("UserName", "nobody"));
        return Sandbox.Log.Last().EncodedMessage!;
    }

    private async Task<string> DecodeAsync(string message) =>
        TestSandbox.Xml(await Sandbox.StsAsync(Reader, "DecodeAuthorizationMessage", ("EncodedMessage", message)), "DecodedMessage")!;

    private async Task InvalidAsync(string message, AwsCredentials who)
    {
        var answer = await Sandbox.StsAsync(who, "DecodeAuthorizationMessage", ("EncodedMessage", message));
        Assert.Equal((400, "InvalidAuthorizationMessageException", "Message is not valid"), (answer.Status, TestSandbox.Xml(answer, "Code"), TestSandbox.Xml(answer, "Message")));
    }
}
