using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Tests.Sandbox.Organizations;
using Lanyard.Tests.Sandbox.Sts;

namespace Lanyard.Tests.Sandbox.Iam;

/// <summary>"IAM temporary delegation for AWS Partners", IAM User Guide: eve's account asks, sam's is asked.</summary>
public sealed class DelegationTests : IDisposable
{
    private const string Topic = "arn:aws:sns:us-east-1:777788889999:requests";
    private const string Template = "arn:aws:iam::777788889999:policy/onboarding";
    private const string Text =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:ListUsers","iam:ListRoles"],"Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":"@{regions}"}}},{"Effect":"Allow","Action":"iam:GetUser","Resource":"arn:aws:iam::*:user/@{userName}"}]}""";

    private readonly OrganizationSandbox _organization = new();

    private IamSandbox Iam => _organization.Iam;

    private TestSandbox Sandbox => _organization.Sandbox;

    private AwsCredentials Partner => _organization.Eve;

    private AwsCredentials Owner => _organization.Sam;

    public void Dispose() => _organization.Dispose();

    [Fact]
    public async Task A_request_is_taken_on_accepted_and_sent_and_its_topic_is_told()
    {
        var id = await CreateAsync();
        Assert.Equal("UNASSIGNED", await StateAsync(Owner, id));
        await DoAsync("AssociateDelegationRequest", id);
        var request = await Iam.CallAsync(Owner, "GetDelegationRequest", ("DelegationRequestId", id));
        string? Member(string name) => QueryProtocol.Descendant(request, name);
        Assert.Equal(
            ("ASSIGNED", OrganizationSandbox.Shop, "arn:aws:iam::444455556666:user/sam", OrganizationSandbox.Stranger, "stranger", "3600"),
            (Member("State"), Member("OwnerAccountId"), Member("OwnerId"), Member("RequestorId"), Member("RequestorName"), Member("SessionDuration")));
        Assert.Equal(
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:ListUsers","iam:ListRoles"],"Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":["us-east-1","eu-west-1"]}}},{"Effect":"Allow","Action":"iam:GetUser","Resource":"arn:aws:iam::*:user/sam"}]}""",
            Uri.UnescapeDataString(Member("PermissionPolicy")!));
        await DoAsync("UpdateDelegationRequest", id, ("Notes", "please look"));
        Assert.Equal("PENDING_APPROVAL", await StateAsync(Owner, id));
        await DoAsync("AcceptDelegationRequest", id);
        await DoAsync("SendDelegationToken", id);
        Assert.Equal("FINALIZED", await StateAsync(Owner, id));
        var told = await NoticesAsync();
        Assert.Equal(["ASSIGNED", "PENDING_APPROVAL", "ACCEPTED", "FINALIZED", "FINALIZED"], told.Select(n => n.GetProperty("State").GetString()));
        Assert.Equal("ExchangeToken", told[^1].GetProperty("Type").GetString());
        Assert.Equal(Sandbox.Clock.Now.AddHours(1), told[^1].GetProperty("ExpiresAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task The_session_is_the_approvers_confined_to_what_was_asked()
    {
        var session = SessionKeys.Of(await ExchangeAsync(await SentAsync()));
        Assert.Equal("arn:aws:iam::444455556666:user/sam", (await Sandbox.Sts.GetCallerIdentityAsync(session, TestSandbox.Ct)).Arn);
        await Iam.CallAsync(session, "ListUsers");
        await Iam.CallAsync(session, "GetUser", ("UserName", "sam"));
        Assert.EndsWith("because no session policy allows the iam:CreateUser action", (await Iam.RefusalAsync(session, "CreateUser", ("UserName", "x"))).Message, StringComparison.Ordinal);

        // Nor what a trust policy grants to the approver by name.
        await Iam.CallAsync(Owner, "CreateRole", ("RoleName", "open"), ("AssumeRolePolicyDocument", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:user/sam"},"Action":"sts:AssumeRole"}]}"""));
        var role = new AssumeRoleRequest("arn:aws:iam::444455556666:role/open", "lent");
        Assert.NotNull(await Sandbox.Sts.AssumeRoleAsync(role, Owner, TestSandbox.Ct));
        Assert.Equal("AccessDenied", (await Assert.ThrowsAsync<AwsServiceException>(() => Sandbox.Sts.AssumeRoleAsync(role, session, TestSandbox.Ct))).Error.Code);

        // No more than the approver may.
        await Iam.CallAsync(Owner, "PutUserPolicy", ("UserName", "sam"), ("PolicyName", "less"), ("PolicyDocument", IamSandbox.Saying("iam:ListRoles", effect: "Deny")));
        Assert.Contains("with an explicit deny in an identity-based policy", (await Iam.RefusalAsync(session, "ListRoles")).Message, StringComparison.Ordinal);

        // A denial is the owner's to read.
        var message = Sandbox.Log.Last().EncodedMessage!;
        Assert.Equal(200, (await Sandbox.StsAsync(Owner, "DecodeAuthorizationMessage", ("EncodedMessage", message))).Status);
        Assert.Equal(400, (await Sandbox.StsAsync(Partner, "DecodeAuthorizationMessage", ("EncodedMessage", message))).Status);
    }

    [Fact]
    public async Task The_access_ends_when_the_sending_says_however_late_the_exchange()
    {
        var token = await SentAsync();
        Sandbox.Clock.Advance(TimeSpan.FromMinutes(50));
        var session = SessionKeys.Of(await ExchangeAsync(token));
        Sandbox.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("ExpiredToken", (await Iam.RefusalAsync(session, "ListUsers")).Code);
        Assert.Equal("ExpiredTradeInTokenException", TestSandbox.Xml(await ExchangeAsync(token), "Code"));
    }

    [Fact]
    public async Task The_token_is_good_for_the_account_that_asked_alone()
    {
        var token = await SentAsync();
        Assert.Equal("AccessDenied", TestSandbox.Xml(await ExchangeAsync(token, _organization.Ann), "Code"));
        Assert.Equal("AccessDenied", TestSandbox.Xml(await ExchangeAsync(token + "x"), "Code"));
        await Iam.CallAsync(Partner, "PutUserPolicy", ("UserName", "eve"), ("PolicyName", "less"), ("PolicyDocument", IamSandbox.Saying("sts:GetDelegatedAccessToken", effect: "Deny")));
        Assert.Contains("is not authorized to perform: sts:GetDelegatedAccessToken", TestSandbox.Xml(await ExchangeAsync(token), "Message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_names_an_account_is_seen_by_that_one_alone()
    {
        var id = await CreateAsync(("OwnerAccountId", OrganizationSandbox.Shop));
        Assert.Equal("NoSuchEntity", (await Iam.RefusalAsync(_organization.Ann, "GetDelegationRequest", ("DelegationRequestId", id))).Code);
        Assert.Equal("NoSuchEntity", (await Iam.RefusalAsync(_organization.Ann, "AssociateDelegationRequest", ("DelegationRequestId", id))).Code);
        Assert.Empty(await ListAsync(Owner));
        await DoAsync("AssociateDelegationRequest", id);
        Assert.Equal([id], await ListAsync(Owner));
        Assert.Empty(await ListAsync(_organization.Ann));
    }

    [Fact]
    public async Task The_owner_may_look_and_forward_without_a_policy_and_no_more()
    {
        var id = await CreateAsync();
        await Iam.CallAsync(Owner, "CreateUser", ("UserName", "junior"));
        await Iam.CallAsync(Owner, "PutUserPolicy", ("UserName", "junior"), ("PolicyName", "own"), ("PolicyDocument", IamSandbox.Saying("iam:AssociateDelegationRequest")));
        var made = await Iam.CallAsync(Owner, "CreateAccessKey", ("UserName", "junior"));
        var junior = new AwsCredentials(QueryProtocol.Descendant(made, "AccessKeyId")!, new(QueryProtocol.Descendant(made, "SecretAccessKey")!));
        Assert.Equal("AccessDenied", (await Iam.RefusalAsync(junior, "GetDelegationRequest", ("DelegationRequestId", id))).Code);
        await Iam.CallAsync(junior, "AssociateDelegationRequest", ("DelegationRequestId", id));
        Assert.Equal("ASSIGNED", await StateAsync(junior, id));
        await Iam.CallAsync(junior, "UpdateDelegationRequest", ("DelegationRequestId", id));
        Assert.Equal("AccessDenied", (await Iam.RefusalAsync(junior, "AcceptDelegationRequest", ("DelegationRequestId", id))).Code);
        await DoAsync("AcceptDelegationRequest", id);
    }

    [Fact]
    public async Task The_token_can_be_the_owners_to_send()
    {
        var id = await CreateAsync(("OnlySendByOwner", "true"));
        await DoAsync("AssociateDelegationRequest", id);
        await DoAsync("AcceptDelegationRequest", id);
        Assert.Contains("the owner", (await Iam.RefusalAsync(Sandbox.Server.RootKeyOf(OrganizationSandbox.Shop)!, "SendDelegationToken", ("DelegationRequestId", id))).Message, StringComparison.Ordinal);
        await DoAsync("SendDelegationToken", id);
    }

    [Fact]
    public async Task States_are_left_in_their_order_and_by_time()
    {
        var id = await CreateAsync();
        Assert.Contains("is in the state UNASSIGNED", (await Iam.RefusalAsync(Owner, "AcceptDelegationRequest", ("DelegationRequestId", id))).Message, StringComparison.Ordinal);
        Sandbox.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("EXPIRED", await StateAsync(Owner, id));
        Assert.Equal("InvalidInput", (await Iam.RefusalAsync(Owner, "AssociateDelegationRequest", ("DelegationRequestId", id))).Code);
        var other = await CreateAsync(("RequestorWorkflowId", "other-one"));
        await DoAsync("AssociateDelegationRequest", other);
        await DoAsync("AcceptDelegationRequest", other);
        await DoAsync("RejectDelegationRequest", other, ("Notes", "too much"));
        var request = await Iam.CallAsync(Owner, "GetDelegationRequest", ("DelegationRequestId", other));
        Assert.Equal(("REJECTED", "too much"), (QueryProtocol.Descendant(request, "State"), QueryProtocol.Descendant(request, "RejectionReason")));
        Assert.Equal("InvalidInput", (await Iam.RefusalAsync(Owner, "SendDelegationToken", ("DelegationRequestId", other))).Code);
    }

    [Theory]
    [InlineData("Permissions.PolicyTemplateArn", "arn:aws:iam::777788889999:policy/absent", "InvalidInput", "does not exist")]
    [InlineData("Permissions.Parameters.member.1.Name", "others", "InvalidInput", "needs the parameter regions")]
    [InlineData("NotificationChannel", "arn:aws:sns:us-east-1:111122223333:requests", "InvalidInput", "is not an SNS topic of the account 777788889999")]
    [InlineData("SessionDuration", "299", "ValidationError", "greater than or equal to 300")]
    [InlineData("RedirectUrl", "javascript:alert(1)", "ValidationError", "regular expression")]
    [InlineData("RequestorWorkflowId", "workflow-1", "EntityAlreadyExists", "workflow-1")]
    public async Task What_can_not_be_asked_is_refused(string name, string value, string code, string message)
    {
        await CreateAsync();
        var refusal = await Iam.RefusalAsync(Partner, "CreateDelegationRequest", Parameters((name, value), ("RequestorWorkflowId", name == "RequestorWorkflowId" ? value : "workflow-2")));
        Assert.Equal(code, refusal.Code);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asking_needs_a_policy_which_can_limit_it()
    {
        await CreateAsync();
        await Iam.CallAsync(Partner, "PutUserPolicy", ("UserName", "eve"), ("PolicyName", "short"), ("PolicyDocument",
            """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:CreateDelegationRequest","Resource":"*","Condition":{"NumericGreaterThan":{"iam:DelegationDuration":"900"}}}]}"""));
        Assert.Equal("AccessDenied", (await Iam.RefusalAsync(Partner, "CreateDelegationRequest", Parameters(("RequestorWorkflowId", "workflow-2")))).Code);
        await Iam.CallAsync(Partner, "CreateDelegationRequest", Parameters(("RequestorWorkflowId", "workflow-2"), ("SessionDuration", "900")));
    }

    [Fact]
    public async Task Messages_are_read_by_who_may_subscribe_to_the_topic()
    {
        await SentAsync();
        Assert.Equal(400, (await GetNoticesAsync(Owner)).Status);
        await Iam.CallAsync(Partner, "PutUserPolicy", ("UserName", "eve"), ("PolicyName", "less"), ("PolicyDocument", IamSandbox.Saying("sns:Subscribe", Topic, "Deny")));
        var denied = await GetNoticesAsync(Partner);
        Assert.Equal((403, false), (denied.Status, denied.Text.Contains("ExchangeToken", StringComparison.Ordinal)));
        Assert.Equal(403, (await Sandbox.SendAsync("GET", $"/delegation/notifications?TopicArn={Topic}")).Status);
    }

    [Fact]
    public async Task A_summary_is_nobodys_to_write()
    {
        var id = await CreateAsync();
        var answer = await Iam.CallAsync(Owner, "GetHumanReadableSummary", ("EntityArn", $"arn:aws:iam::444455556666:delegation-request/{id}"), ("Locale", "de"));
        Assert.Equal(("NOT_SUPPORTED", "de"), (QueryProtocol.Descendant(answer, "SummaryState"), QueryProtocol.Descendant(answer, "Locale")));
    }

    [Fact]
    public async Task What_a_parameter_brings_stays_within_its_text()
    {
        await CreateAsync();
        const string value = "a\",\"b";
        var answer = await Iam.CallAsync(Partner, "CreateDelegationRequest", Parameters(("Permissions.Parameters.member.2.Values.member.1", value), ("RequestorWorkflowId", "workflow-2")));
        var request = await Iam.CallAsync(Owner, "GetDelegationRequest", ("DelegationRequestId", QueryProtocol.Descendant(answer, "DelegationRequestId")!));
        using var policy = JsonDocument.Parse(Uri.UnescapeDataString(QueryProtocol.Descendant(request, "PermissionPolicy")!));
        Assert.Equal($"arn:aws:iam::*:user/{value}", policy.RootElement.GetProperty("Statement")[1].GetProperty("Resource").GetString());
    }

    private static (string Name, string Value)[] Parameters(params (string Name, string Value)[] changed) =>
    [
        .. changed,
        .. new (string Name, string Value)[]
        {
            ("Description", "sets up the product"), ("RequestorWorkflowId", "workflow-1"), ("NotificationChannel", Topic), ("SessionDuration", "3600"),
            ("Permissions.PolicyTemplateArn", Template),
            ("Permissions.Parameters.member.1.Name", "regions"), ("Permissions.Parameters.member.1.Type", "stringList"),
            ("Permissions.Parameters.member.1.Values.member.1", "us-east-1"), ("Permissions.Parameters.member.1.Values.member.2", "eu-west-1"),
            ("Permissions.Parameters.member.2.Name", "userName"), ("Permissions.Parameters.member.2.Type", "string"), ("Permissions.Parameters.member.2.Values.member.1", "sam"),
        }.Where(p => changed.All(c => c.Name != p.Name)),
    ];

    private async Task<string> CreateAsync(params (string Name, string Value)[] changed)
    {
        if (!IamSandbox.All(await Iam.CallAsync(Partner, "ListPolicies", ("Scope", "Local")), "Arn").Contains(Template))
        {
            await Iam.CallAsync(Partner, "CreatePolicy", ("PolicyName", "onboarding"), ("PolicyDocument", Text));
        }

        return QueryProtocol.Descendant(await Iam.CallAsync(Partner, "CreateDelegationRequest", Parameters(changed)), "DelegationRequestId")!;
    }

    private async Task<string> SentAsync()
    {
        var id = await CreateAsync();
        foreach (var operation in new[] { "AssociateDelegationRequest", "AcceptDelegationRequest", "SendDelegationToken" })
        {
            await DoAsync(operation, id);
        }

        return (await NoticesAsync())[^1].GetProperty("ExchangeToken").GetString()!;
    }

    private Task DoAsync(string operation, string id, params (string Name, string Value)[] more) => Iam.CallAsync(Owner, operation, [("DelegationRequestId", id), .. more]);

    private async Task<string?> StateAsync(AwsCredentials who, string id) =>
        QueryProtocol.Descendant(await Iam.CallAsync(who, "GetDelegationRequest", ("DelegationRequestId", id)), "State");

    private async Task<string[]> ListAsync(AwsCredentials who) => IamSandbox.All(await Iam.CallAsync(who, "ListDelegationRequests"), "DelegationRequestId");

    private Task<WireResponse> ExchangeAsync(string token, AwsCredentials? who = null) => Sandbox.StsAsync(who ?? Partner, "GetDelegatedAccessToken", ("TradeInToken", token));

    private async Task<JsonElement[]> NoticesAsync()
    {
        var answer = await GetNoticesAsync(Partner);
        Assert.True(answer.Status == 200, answer.Text);
        using var document = JsonDocument.Parse(answer.Text);
        return [.. document.RootElement.GetProperty("Notifications").EnumerateArray().Select(n => JsonDocument.Parse(n.GetProperty("Message").GetString()!).RootElement.Clone())];
    }

    private Task<WireResponse> GetNoticesAsync(AwsCredentials who)
    {
        var request = new WireRequest("GET", $"/delegation/notifications?TopicArn={Uri.EscapeDataString(Topic)}", new WireHeaders(("Host", TestSandbox.Url.Authority)), Encoding.UTF8.GetBytes(""));
        return Sandbox.SendAsync(SigV4Signer.Sign(request, ReadOnlyMemory<byte>.Empty, who, "us-east-1", "sns", Sandbox.Clock.Now));
    }
}
