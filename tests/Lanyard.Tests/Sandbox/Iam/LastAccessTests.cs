using static Lanyard.Tests.Sandbox.Iam.IamSandbox;

namespace Lanyard.Tests.Sandbox.Iam;

/// <summary>When services were last accessed; what each operation answers is in the end-to-end scenarios.</summary>
public sealed class LastAccessTests : IDisposable
{
    private readonly IamSandbox _iam = new();

    public void Dispose() => _iam.Dispose();

    [Fact]
    public async Task A_policy_and_a_group_are_asked_for_those_who_have_them()
    {
        var eve = await _iam.MakeUserAsync("eve");
        await _iam.MakeUserAsync("bob");
        var policy = (await _iam.AskAsync("Arn", "CreatePolicy", ("PolicyName", "look"), ("PolicyDocument", Saying("iam:Get*"))))!;
        await _iam.DoAsync("CreateGroup", ("GroupName", "crew"));
        await _iam.DoAsync("AttachGroupPolicy", ("GroupName", "crew"), ("PolicyArn", policy));
        foreach (var name in new[] { "eve", "bob" })
        {
            await _iam.DoAsync("AddUserToGroup", ("GroupName", "crew"), ("UserName", name));
        }

        await _iam.CallAsync(eve, "GetUser");
        foreach (var arn in new[] { policy, Here + "group/crew" })
        {
            var job = (await _iam.AskAsync("JobId", "GenerateServiceLastAccessedDetails", ("Arn", arn)))!;
            Assert.Equal([Here + "user/eve"], All(await _iam.CallAsync(_iam.Admin, "GetServiceLastAccessedDetails", ("JobId", job)), "LastAuthenticatedEntity"));
            var entities = await _iam.CallAsync(_iam.Admin, "GetServiceLastAccessedDetailsWithEntities", ("JobId", job), ("ServiceNamespace", "iam"));
            Assert.Equal(["eve", "bob"], All(entities, "Name"));
            Assert.Single(All(entities, "LastAuthenticated"));
        }
    }

    [Fact]
    public async Task What_a_statement_does_not_name_is_let_by_its_NotAction()
    {
        await _iam.MakeUserAsync("eve", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}]}""");
        var job = (await _iam.AskAsync("JobId", "GenerateServiceLastAccessedDetails", ("Arn", Here + "user/eve")))!;
        var services = All(await _iam.CallAsync(_iam.Admin, "GetServiceLastAccessedDetails", ("JobId", job), ("MaxItems", "1000")), "ServiceNamespace");
        Assert.Contains("sts", services);
        Assert.DoesNotContain("iam", services);
    }
}
