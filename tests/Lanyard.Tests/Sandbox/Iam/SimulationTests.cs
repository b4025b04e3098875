using System.Xml.Linq;
using Lanyard.Aws.Protocols;
using static Lanyard.Tests.Sandbox.Iam.IamSandbox;

namespace Lanyard.Tests.Sandbox.Iam;

public sealed class SimulationTests : IDisposable
{
    private readonly IamSandbox _iam = new();

    public void Dispose() => _iam.Dispose();

    // "OrderedOrganizationPolicyType", IAM API Reference: an element for each level, from the root down; SCPs don't show among the statements.
    [Theory]
    [InlineData("s3:GetObject", "allowed", "true")]
    [InlineData("s3:PutObject", "implicitDeny", "false")]
    [InlineData("s3:DeleteObject", "explicitDeny", "false")]
    public async Task Each_level_of_SCPs_must_allow(string action, string decision, string allowed)
    {
        var answer = await SimulateAsync(
            action, ("PolicyInputList.member.1", Saying("s3:*")),
            ("OrderedOrganizationPolicyInputList.member.1.ServiceControlPolicyInputList.member.1", Saying("*")),
            ("OrderedOrganizationPolicyInputList.member.2.ServiceControlPolicyInputList.member.1", Saying("s3:GetObject")),
            ("OrderedOrganizationPolicyInputList.member.2.ServiceControlPolicyInputList.member.2", Saying("s3:DeleteObject", effect: "Deny")));
        Assert.Equal((decision, allowed), (QueryProtocol.Descendant(answer, "EvalDecision"), QueryProtocol.Descendant(answer, "AllowedByOrganizations")));
        Assert.Equal(decision == "allowed" ? ["PolicyInputList.1"] : [], All(answer, "SourcePolicyId"));
    }

    [Fact]
    public async Task A_boundary_limits_and_is_told_apart()
    {
        var answer = await SimulateAsync("s3:PutObject", ("PolicyInputList.member.1", Saying("s3:*")), ("PermissionsBoundaryPolicyInputList.member.1", Saying("s3:Get*")));
        Assert.Equal(("implicitDeny", "false"), (QueryProtocol.Descendant(answer, "EvalDecision"), QueryProtocol.Descendant(answer, "AllowedByPermissionsBoundary")));
    }

    [Fact]
    public async Task The_policy_of_a_resource_counts_for_the_caller_it_names()
    {
        var policy = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"{{Here}}user/eve"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::b/*"}]}""";
        (string, string)[] given = [("PolicyInputList.member.1", Saying("sqs:*")), ("ResourceArns.member.1", "arn:aws:s3:::b/k"), ("ResourcePolicy", policy)];
        var answer = await SimulateAsync("s3:PutObject", [.. given, ("CallerArn", Here + "user/eve")]);
        Assert.Equal(("allowed", "ResourcePolicy"), (QueryProtocol.Descendant(answer, "EvalDecision"), QueryProtocol.Descendant(answer, "SourcePolicyId")));
        Assert.Equal("arn:${Partition}:s3:::${BucketName}/${ObjectName}", QueryProtocol.Descendant(answer, "EvalResourceName"));
        Assert.Equal("implicitDeny", QueryProtocol.Descendant(await SimulateAsync("s3:PutObject", [.. given, ("CallerArn", Here + "user/eva")]), "EvalDecision"));

        // Another account's bucket: both sides must agree.
        answer = await SimulateAsync("s3:PutObject", [.. given, ("CallerArn", Here + "user/eve"), ("ResourceOwner", "arn:aws:iam::222222222222:root")]);
        Assert.Equal("implicitDeny", QueryProtocol.Descendant(answer, "EvalDecision"));
        Assert.Equal("InvalidInput", (await _iam.RefusalAsync(_iam.Admin, "SimulateCustomPolicy", [.. given, ("ActionNames.member.1", "s3:PutObject")])).Code);
    }

    [Fact]
    public async Task Statements_are_shown_with_their_places()
    {
        const string Document = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    { \"Effect\": \"Allow\", \"Action\": \"sqs:*\", \"Resource\": \"*\" },\n    { \"Effect\": \"Allow\", \"Action\": \"s3:*\",\n      \"Resource\": \"*\" }\n  ]\n}";
        var answer = await SimulateAsync("s3:GetObject", ("PolicyInputList.member.1", Document));
        Assert.Equal(["5", "6"], All(answer, "Line"));
        Assert.Equal(["5", "24"], All(answer, "Column"));
    }

    [Fact]
    public async Task A_trust_policy_does_not_stand_in_the_way_of_simulating_the_callers_side()
    {
        var answer = await SimulateAsync("sts:AssumeRole", ("PolicyInputList.member.1", Saying("sts:AssumeRole")), ("ResourceArns.member.1", "arn:aws:iam::222222222222:role/x"));
        Assert.Equal("allowed", QueryProtocol.Descendant(answer, "EvalDecision"));
    }

    [Theory]
    [InlineData("ResourceHandlingOption", "EC2-VPC-EBS", "NotImplemented")]
    [InlineData("ActionNames.member.2", "s3:*", "InvalidInput")]
    [InlineData("ActionNames.member.2", "nonsense", "InvalidInput")]
    [InlineData("CallerArn", "arn:aws:s3:::bucket-of-mine", "InvalidInput")]
    [InlineData("PolicyInputList.member.2", "{}", "InvalidInput")]
    public async Task What_can_not_be_simulated_is_refused(string name, string value, string code) => Assert.Equal(
        code, (await _iam.RefusalAsync(_iam.Admin, "SimulateCustomPolicy", ("PolicyInputList.member.1", Saying("*")), ("ActionNames.member.1", "s3:GetObject"), (name, value))).Code);

    private Task<XElement> SimulateAsync(string action, params (string Name, string Value)[] parameters) =>
        _iam.CallAsync(_iam.Admin, "SimulateCustomPolicy", [("ActionNames.member.1", action), .. parameters]);
}
