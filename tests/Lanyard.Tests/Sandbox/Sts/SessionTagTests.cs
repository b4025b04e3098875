using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Tests.Sandbox.Sts;

/// <summary>"Pass session tags in AWS STS", IAM User Guide, where no other source is named.</summary>
public sealed class SessionTagTests : IDisposable
{
    private const string Roles = "arn:aws:iam::111111111111:role/";

    private readonly TestSandbox _sandbox = new(SandboxSeed.Default with
    {
        IamUsers = [User("ci", """{"Effect":"Allow","Action":"sts:*","Resource":"*"}"""), User("untagged", """{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}""")],
        Roles =
        [
            Role("one", Trust("""["sts:AssumeRole","sts:TagSession"]"""), """{"Effect":"Allow","Action":"sts:*","Resource":"*"}"""),
            Role("two", Trust("""["sts:AssumeRole","sts:TagSession"]"""), """{"Effect":"Allow","Action":"sts:*","Resource":"*"}"""),
            Role("untaggable", Trust("\"sts:AssumeRole\"")),
            Role("blue", Trust("""["sts:AssumeRole","sts:TagSession"]""", """{"StringEquals":{"aws:RequestTag/Team":"blue"},"ForAllValues:StringEquals":{"aws:TagKeys":["Team"],"sts:TransitiveTagKeys":["Team"]}}""")),
            Role("forBlue", Trust("""["sts:AssumeRole","sts:TagSession"]""", """{"StringEquals":{"aws:PrincipalTag/Team":"blue"}}""")),
        ],
    });

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task Tags_need_the_action_TagSession_in_the_trust_policy_and_in_the_callers()
    {
        Assert.Equal(200, (await AssumeAsync(_sandbox.Ci, "one", Tag("Team", "blue"))).Status);
        Assert.Equal(200, (await AssumeAsync(_sandbox.Ci, "untaggable")).Status);
        var refused = await AssumeAsync(_sandbox.Ci, "untaggable", Tag("Team", "blue"));
        Assert.Equal(
            (403, "AccessDenied", $"User: arn:aws:iam::111111111111:user/ci is not authorized to perform: sts:TagSession on resource: {Roles}untaggable"),
            (refused.Status, TestSandbox.Xml(refused, "Code"), TestSandbox.Xml(refused, "Message")));
        Assert.Equal(200, (await AssumeAsync(Untagged, "one")).Status);
        Assert.Equal(403, (await AssumeAsync(Untagged, "one", Tag("Team", "blue"))).Status);
    }

    [Theory]
    [InlineData("blue", null, 200)]
    [InlineData("red", null, 403)]
    [InlineData("blue", "Team", 200)]
    public async Task A_trust_policy_can_ask_for_tags(string team, string? transitive, int status)
    {
        (string, string)[] more = transitive is null ? [] : [("TransitiveTagKeys.member.1", transitive)];
        Assert.Equal(status, (await AssumeAsync(_sandbox.Ci, "blue", [.. Tag("Team", team), .. more])).Status);
        Assert.Equal(403, (await AssumeAsync(_sandbox.Ci, "blue", [.. Tag("Team", team), .. Tag("Cost", "1", 2)])).Status);
    }

    [Fact]
    public async Task The_sessions_tags_are_its_principal_tags_from_then_on()
    {
        Assert.Equal(403, (await AssumeAsync(Session(await AssumeAsync(_sandbox.Ci, "one")), "forBlue")).Status);
        Assert.Equal(200, (await AssumeAsync(Session(await AssumeAsync(_sandbox.Ci, "one", Tag("team", "blue"))), "forBlue")).Status);
        Assert.Equal(403, (await AssumeAsync(Session(await AssumeAsync(_sandbox.Ci, "one", Tag("Team", "red"))), "forBlue")).Status);
    }

    [Fact]
    public async Task Transitive_tags_stay_down_a_chain_and_others_do_not()
    {
        var first = Session(await AssumeAsync(_sandbox.Ci, "one", [.. Tag("Team", "blue"), ("TransitiveTagKeys.member.1", "team")]));
        var second = Session(await AssumeAsync(first, "two", Tag("Cost", "1")));
        Assert.Equal(200, (await AssumeAsync(second, "forBlue")).Status);
        var plain = Session(await AssumeAsync(Session(await AssumeAsync(_sandbox.Ci, "one", Tag("Team", "blue"))), "two"));
        Assert.Equal(403, (await AssumeAsync(plain, "forBlue")).Status);

        // aws/eks-pod-identity-agent #80: what is handed down needs sts:TagSession as well.
        Assert.Equal(403, (await AssumeAsync(first, "untaggable")).Status);
    }

    // The words are those that LocalStack's tests recorded of AWS (localstack/localstack #12508).
    [Fact]
    public async Task What_tags_can_not_be_is_told_in_awss_words()
    {
        var first = Session(await AssumeAsync(_sandbox.Ci, "one", [.. Tag("Team", "blue"), ("TransitiveTagKeys.member.1", "Team")]));
        await RefusedAsync(
            await AssumeAsync(first, "two", Tag("team", "red")), "InvalidParameterValue",
            "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.");
        await RefusedAsync(
            await AssumeAsync(_sandbox.Ci, "one", [.. Tag("Team", "blue"), .. Tag("TEAM", "red", 2)]), "InvalidParameterValue",
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        await RefusedAsync(
            await AssumeAsync(_sandbox.Ci, "one", [.. Tag("Team", "blue"), ("TransitiveTagKeys.member.1", "Cost")]), "InvalidParameterValue",
            "The specified transitive tag key must be included in the requested tags.");
    }

    [Fact]
    public async Task Tags_have_the_services_limits()
    {
        Assert.Equal("ValidationError", Code(await AssumeAsync(_sandbox.Ci, "one", [.. Enumerable.Range(1, 51).SelectMany(i => Tag($"k{i}", "", i))])));
        Assert.Equal(200, (await AssumeAsync(_sandbox.Ci, "one", [.. Enumerable.Range(1, 50).SelectMany(i => Tag($"k{i}", "", i))])).Status);
        Assert.Equal("ValidationError", Code(await AssumeAsync(_sandbox.Ci, "one", Tag(new string('k', 129), "v"))));
        Assert.Equal("ValidationError", Code(await AssumeAsync(_sandbox.Ci, "one", Tag("k", new string('v', 257)))));
        Assert.Equal("ValidationError", Code(await AssumeAsync(_sandbox.Ci, "one", Tag("k", "a\"b"))));
        var large = await AssumeAsync(_sandbox.Ci, "one", [.. Enumerable.Range(1, 10).SelectMany(i => Tag($"k{i}", new string('v', 256), i))]);
        await RefusedAsync(large, "PackedPolicyTooLarge", "Packed size of session tags consumes 127% of allotted space.");
        Assert.Equal("1", TestSandbox.Xml(await AssumeAsync(_sandbox.Ci, "one", Tag("Team", "blue")), "PackedPolicySize"));
    }

    // "AssumeRole", STS API Reference, PolicyArns: the session may do what both the role's policies and these allow.
    [Theory]
    [InlineData("arn:aws:iam::aws:policy/AdministratorAccess", 200)]
    [InlineData("arn:aws:iam::aws:policy/IAMReadOnlyAccess", 403)]
    public async Task Managed_session_policies_limit_the_session(string policy, int status)
    {
        var session = Session(await AssumeAsync(_sandbox.Ci, "one", ("PolicyArns.member.1.arn", policy)));
        Assert.Equal(status, (await _sandbox.StsAsync(session, "GetAccessKeyInfo", ("AccessKeyId", _sandbox.Ci.AccessKeyId))).Status);
    }

    [Fact]
    public async Task Ten_managed_session_policies_are_the_most()
    {
        (string, string)[] arns = [.. Enumerable.Range(1, 11).Select(i => ($"PolicyArns.member.{i}.arn", "arn:aws:iam::aws:policy/ReadOnlyAccess"))];
        Assert.Equal("ValidationError", Code(await AssumeAsync(_sandbox.Ci, "one", arns)));
        Assert.Equal(200, (await AssumeAsync(_sandbox.Ci, "one", arns[..10])).Status);
    }

    private AwsCredentials Untagged => _sandbox.Server.AccessKeyOf(TestSandbox.Dev, "untagged")!;

    private static SeedIamUser User(string name, string statement) => new(
        TestSandbox.Dev, name, [new(null, null)], [new("own", $$"""{"Version":"2012-10-17","Statement":{{statement}}}""")]);

    private static SeedRole Role(string name, string trust, string? statement = null) => new(
        TestSandbox.Dev, name, trust, statement is null ? [] : [new("own", $$"""{"Version":"2012-10-17","Statement":{{statement}}}""")], TimeSpan.FromHours(1));

    private static string Trust(string actions, string conditions = "{}") =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":{{actions}},"Condition":{{conditions}}}]}""";

    private static (string, string)[] Tag(string key, string value, int at = 1) => [($"Tags.member.{at}.Key", key), ($"Tags.member.{at}.Value", value)];

    private Task<WireResponse> AssumeAsync(AwsCredentials who, string role, params (string, string)[] parameters) =>
        _sandbox.StsAsync(who, "AssumeRole", [("RoleArn", Roles + role), ("RoleSessionName", "me"), .. parameters]);

    private static string? Code(WireResponse answer) => TestSandbox.Xml(answer, "Code");

    private static Task RefusedAsync(WireResponse answer, string code, string message)
    {
        Assert.Equal((400, code, message), (answer.Status, Code(answer), TestSandbox.Xml(answer, "Message")));
        return Task.CompletedTask;
    }

    private static AwsCredentials Session(WireResponse answer) => new(
        TestSandbox.Xml(answer, "AccessKeyId")!, new(TestSandbox.Xml(answer, "SecretAccessKey")!), new(TestSandbox.Xml(answer, "SessionToken")!));
}
