using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Journal;
using Lanyard.Sandbox.Seeds;
using Lanyard.Tests.Sandbox.Iam;
using Lanyard.Tests.Sandbox.Sts;

namespace Lanyard.Tests.Sandbox.Journal;

/// <summary>Root sessions, identity tokens and delegations after a restart, and in each sandbox that is asked the same.</summary>
public sealed class LentAccessTests
{
    private const string Topic = "arn:aws:sns:us-east-1:111122223333:requests";

    private const string Seed =
        """
        {"accounts":[{"id":"111122223333","name":"boss"},{"id":"444455556666","name":"shop","rootKey":{}}],
         "identityCenter":{"startUrl":"https://shop.awsapps.com/start","region":"eu-west-1","users":[{"userName":"alice"}]},
         "organization":{"management":"boss"},
         "iamUsers":[{"name":"ann","account":"boss","accessKeys":[{}],"policies":[{"name":"all","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}]},
          {"name":"sam","account":"shop","accessKeys":[{}],"policies":[{"name":"all","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}]}]}
        """;

    [Fact]
    public async Task After_a_restart_features_sessions_tokens_and_requests_are_as_they_were()
    {
        var kept = new KeptSandbox(Seed);
        Lent lent;
        string before;
        using (var iam = kept.Start())
        {
            lent = await LiveAsync(iam);
            before = await ReadAsync(iam, lent);
        }

        using var again = kept.Start();
        Assert.Equal(before, await ReadAsync(again, lent));
        Assert.Equal("arn:aws:iam::444455556666:root", (await again.Sandbox.Sts.GetCallerIdentityAsync(lent.Root, TestSandbox.Ct)).Arn);
        Assert.Equal("AccessDenied", (await again.RefusalAsync(lent.Root, "ListUsers")).Code);
        await again.CallAsync(lent.Delegate, "ListUsers");
        Assert.Equal("AccessDenied", (await again.RefusalAsync(lent.Delegate, "ListRoles")).Code);

        // The token's exchange goes on.
        SessionKeys.Of(await again.Sandbox.StsAsync(Ann(again), "GetDelegatedAccessToken", ("TradeInToken", lent.TradeIn)));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES384")]
    public async Task The_same_calls_make_the_same_tokens_and_keys(string algorithm)
    {
        var first = await RunAsync(algorithm);
        Assert.Equal(first, await RunAsync(algorithm));
        Assert.Contains("\"keys\"", first, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string algorithm)
    {
        var clock = new TestClock();
        using var iam = new IamSandbox(new TestSandbox(SandboxSeedFile.Read(Seed, "seed.json"), clock, new CallOrder(JournalHeader.CreateDeterministic("1.2.3", Seed), clock)));
        var issuer = QueryProtocol.Descendant(await iam.CallAsync(Ann(iam), "EnableOutboundWebIdentityFederation"), "IssuerIdentifier")!;
        return await TokenAsync(iam, algorithm) + await KeysAsync(iam, issuer);
    }

    private static async Task<Lent> LiveAsync(IamSandbox iam)
    {
        await OrganizationsAsync(iam, "EnableAWSServiceAccess", """{"ServicePrincipal":"iam.amazonaws.com"}""");
        await iam.CallAsync(Ann(iam), "EnableOrganizationsRootCredentialsManagement");
        var root = SessionKeys.Of(await iam.Sandbox.StsAsync(
            Ann(iam), "AssumeRoot", ("TargetPrincipal", "444455556666"), ("TaskPolicyArn.arn", "arn:aws:iam::aws:policy/root-task/IAMCreateRootUserPassword")));
        await iam.CallAsync(root, "CreateLoginProfile");
        var issuer = QueryProtocol.Descendant(await iam.CallAsync(Ann(iam), "EnableOutboundWebIdentityFederation"), "IssuerIdentifier")!;
        await iam.CallAsync(Ann(iam), "CreatePolicy", ("PolicyName", "template"), ("PolicyDocument", IamSandbox.Saying("iam:ListUsers")));
        var made = await iam.CallAsync(
            Ann(iam), "CreateDelegationRequest", ("Description", "asks"), ("RequestorWorkflowId", "workflow"), ("NotificationChannel", Topic), ("SessionDuration", "3600"),
            ("Permissions.PolicyTemplateArn", "arn:aws:iam::111122223333:policy/template"));
        var id = QueryProtocol.Descendant(made, "DelegationRequestId")!;
        foreach (var operation in new[] { "AssociateDelegationRequest", "AcceptDelegationRequest", "SendDelegationToken" })
        {
            await iam.CallAsync(Sam(iam), operation, ("DelegationRequestId", id));
        }

        var tradeIn = JsonDocument.Parse((await NoticesAsync(iam)).EnumerateArray().Last().GetProperty("Message").GetString()!).RootElement.GetProperty("ExchangeToken").GetString()!;
        return new Lent(root, SessionKeys.Of(await iam.Sandbox.StsAsync(Ann(iam), "GetDelegatedAccessToken", ("TradeInToken", tradeIn))), tradeIn, issuer, id);
    }

    private static async Task<string> ReadAsync(IamSandbox iam, Lent lent)
    {
        var read = new StringBuilder();
        foreach (var answer in new[]
        {
            await iam.CallAsync(Ann(iam), "ListOrganizationsFeatures"), await iam.CallAsync(Ann(iam), "GetOutboundWebIdentityFederationInfo"), await iam.CallAsync(lent.Root, "GetLoginProfile"),
            await iam.CallAsync(Sam(iam), "GetDelegationRequest", ("DelegationRequestId", lent.Request)), await iam.CallAsync(Sam(iam), "ListDelegationRequests"),
        })
        {
            read.AppendLine(answer.Elements().First().ToString());
        }

        return read.Append(await NoticesAsync(iam)).Append(await KeysAsync(iam, lent.Issuer)).ToString();
    }

    private static AwsCredentials Ann(IamSandbox iam) => iam.Sandbox.Server.AccessKeyOf("111122223333", "ann")!;

    private static AwsCredentials Sam(IamSandbox iam) => iam.Sandbox.Server.AccessKeyOf("444455556666", "sam")!;

    private static async Task<string> TokenAsync(IamSandbox iam, string algorithm)
    {
        var answer = await iam.Sandbox.StsAsync(Ann(iam), "GetWebIdentityToken", ("Audience.member.1", "https://api.example.com"), ("SigningAlgorithm", algorithm));
        Assert.True(answer.Status == 200, answer.Text);
        return TestSandbox.Xml(answer, "WebIdentityToken")!;
    }

    private static async Task<string> KeysAsync(IamSandbox iam, string issuer) => (await iam.Sandbox.SendAsync(
        new WireRequest("GET", "/.well-known/jwks.json", new WireHeaders(("Host", new Uri(issuer).Host)), ReadOnlyMemory<byte>.Empty))).Text;

    private static async Task<JsonElement> NoticesAsync(IamSandbox iam)
    {
        var request = new WireRequest("GET", $"/delegation/notifications?TopicArn={Uri.EscapeDataString(Topic)}", new WireHeaders(("Host", TestSandbox.Url.Authority)), ReadOnlyMemory<byte>.Empty);
        var answer = await iam.Sandbox.SendAsync(SigV4Signer.Sign(request, ReadOnlyMemory<byte>.Empty, Ann(iam), "us-east-1", "sns", iam.Sandbox.Clock.Now));
        return JsonDocument.Parse(answer.Text).RootElement.GetProperty("Notifications");
    }

    private static async Task OrganizationsAsync(IamSandbox iam, string operation, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var headers = new WireHeaders(("Host", TestSandbox.Url.Authority), ("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", $"AWSOrganizationsV20161128.{operation}"));
        var answer = await iam.Sandbox.SendAsync(SigV4Signer.Sign(new WireRequest("POST", "/", headers, bytes), bytes, Ann(iam), "us-east-1", "organizations", iam.Sandbox.Clock.Now));
        Assert.True(answer.Status == 200, answer.Text);
    }

    private sealed record Lent(AwsCredentials Root, AwsCredentials Delegate, string TradeIn, string Issuer, string Request);
}
