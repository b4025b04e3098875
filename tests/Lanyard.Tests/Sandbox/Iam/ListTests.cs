using Lanyard.Aws.Protocols;
using static Lanyard.Tests.Sandbox.Iam.IamSandbox;

namespace Lanyard.Tests.Sandbox.Iam;

public sealed class ListTests : IDisposable
{
    private readonly IamSandbox _iam = new();

    public void Dispose() => _iam.Dispose();

    [Fact]
    public async Task Pages_neither_repeat_nor_hide_what_stays_while_others_come_and_go()
    {
        for (var i = 0; i < 7; i++)
        {
            await _iam.DoAsync("CreateGroup", ("GroupName", $"g{i}"));
        }

        var first = await _iam.CallAsync(_iam.Admin, "ListGroups", ("MaxItems", "3"));
        Assert.Equal(["g0", "g1", "g2"], All(first, "GroupName"));
        Assert.Equal("true", QueryProtocol.Descendant(first, "IsTruncated"));
        await _iam.DoAsync("DeleteGroup", ("GroupName", "g2"));
        await _iam.DoAsync("DeleteGroup", ("GroupName", "g0"));
        await _iam.DoAsync("CreateGroup", ("GroupName", "G35"));
        var second = await _iam.CallAsync(_iam.Admin, "ListGroups", ("MaxItems", "3"), ("Marker", QueryProtocol.Descendant(first, "Marker")!));
        Assert.Equal(["g3", "G35", "g4"], All(second, "GroupName"));
        var last = await _iam.CallAsync(_iam.Admin, "ListGroups", ("MaxItems", "3"), ("Marker", QueryProtocol.Descendant(second, "Marker")!));
        Assert.Equal(["g5", "g6"], All(last, "GroupName"));
        Assert.Equal(("false", null), (QueryProtocol.Descendant(last, "IsTruncated"), QueryProtocol.Descendant(last, "Marker")));
        Assert.Equal("ValidationError", (await _iam.RefusalAsync(_iam.Admin, "ListGroups", ("Marker", "§"))).Code);
        Assert.Equal("ValidationError", (await _iam.RefusalAsync(_iam.Admin, "ListGroups", ("MaxItems", "0"))).Code);
    }

    [Fact]
    public async Task Authorization_details_come_in_pages_over_all_four_lists()
    {
        var whole = await _iam.CallAsync(_iam.Admin, "GetAccountAuthorizationDetails");
        var all = All(whole, "Arn").Length;
        var (marker, seen) = ((string?)null, new List<string>());
        do
        {
            var page = await _iam.CallAsync(_iam.Admin, "GetAccountAuthorizationDetails", marker is null ? [("MaxItems", "2")] : [("MaxItems", "2"), ("Marker", marker)]);
            seen.AddRange(All(page, "Arn"));
            marker = QueryProtocol.Descendant(page, "Marker");
        }
        while (marker is not null);
        Assert.Equal(all, seen.Count);
        Assert.Equal(All(whole, "Arn").Order(), seen.Order());
    }

    // The engine must take each of AWS's own documents, or a call of who has it would end in an error.
    [Fact]
    public async Task Every_policy_of_AWS_is_whole_and_is_enforced()
    {
        var arns = All(await _iam.CallAsync(_iam.Admin, "ListPolicies", ("Scope", "AWS")), "Arn");
        Assert.Contains(OfAws + "job-function/ViewOnlyAccess", arns);
        Assert.Contains(OfAws + "service-role/AWSLambdaBasicExecutionRole", arns);
        foreach (var arn in arns)
        {
            var policy = await _iam.CallAsync(_iam.Admin, "GetPolicy", ("PolicyArn", arn));
            var version = await _iam.CallAsync(_iam.Admin, "GetPolicyVersion", ("PolicyArn", arn), ("VersionId", QueryProtocol.Descendant(policy, "DefaultVersionId")!));
            var document = Uri.UnescapeDataString(QueryProtocol.Descendant(version, "Document")!);
            await _iam.DoAsync("SimulateCustomPolicy", ("PolicyInputList.member.1", document), ("ActionNames.member.1", "s3:GetObject"));
        }
    }
}
