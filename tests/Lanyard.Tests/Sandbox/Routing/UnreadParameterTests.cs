using System.Text.Json.Nodes;
using Lanyard.Tests.Sandbox.Organizations;
using Lanyard.Tests.Sandbox.SsoAdmin;

namespace Lanyard.Tests.Sandbox.Routing;

/// <summary>A parameter that no model has could change what a call means: the services of AWS JSON refuse the call, and have changed nothing by then.</summary>
public sealed class UnreadParameterTests
{
    private const string Refused = "NotImplemented";

    [Fact]
    public async Task Organizations_changes_nothing_for_such_a_call()
    {
        using var boss = new OrganizationSandbox();
        var root = await boss.RootAsync();
        Assert.Equal(Refused, (await boss.RefusalAsync(boss.Ann, "CreateOrganizationalUnit", $$"""{"ParentId":"{{root}}","Name":"apps","Quota":3}""")).Code);
        Assert.Empty((await boss.CallAsync("ListOrganizationalUnitsForParent", $$"""{"ParentId":"{{root}}"}"""))["OrganizationalUnits"]!.AsArray());
        Assert.Equal(Refused, (await boss.RefusalAsync(boss.Ann, "InviteAccountToOrganization", $$"""{"Target":{"Type":"ACCOUNT","Quota":3,"Id":"{{OrganizationSandbox.Stranger}}"} }""")).Code);
        Assert.Empty((await boss.CallAsync("ListHandshakesForOrganization"))["Handshakes"]!.AsArray());
    }

    [Fact]
    public async Task Who_is_in_no_organization_learns_that_whatever_the_parameters()
    {
        using var alone = new OrganizationSandbox(organization: null);
        Assert.Equal("AWSOrganizationsNotInUseException", (await alone.RefusalAsync(alone.Ann, "CreatePolicy", """{"Name":"x"}""")).Code);
    }

    [Fact]
    public async Task Sso_admin_changes_nothing_for_such_a_call()
    {
        using var center = await CenterSandbox.StartAsync();
        var before = (await center.SsoAsync("ListPermissionSets", []))["PermissionSets"]!.ToJsonString();
        var (code, message) = await CenterSandbox.RefusalAsync(() => center.SsoAsync("CreatePermissionSet", new JsonObject { ["Name"] = "New", ["Quota"] = 3 }));
        Assert.Equal((Refused, "lanyard sandbox doesn't take the parameter quota with this operation yet"), (code, message));
        Assert.Equal(before, (await center.SsoAsync("ListPermissionSets", []))["PermissionSets"]!.ToJsonString());
        Assert.Equal(Refused, (await CenterSandbox.RefusalAsync(() => center.SsoAsync("UpdateInstance", new JsonObject { ["Name"] = "New", ["Quota"] = 3 }))).Code);
        Assert.NotEqual("New", (string?)(await center.SsoAsync("DescribeInstance", []))["Name"]);
    }

    [Fact]
    public async Task The_identity_store_changes_nothing_for_such_a_call()
    {
        using var center = await CenterSandbox.StartAsync();
        Assert.Equal(Refused, (await CenterSandbox.RefusalAsync(() => center.StoreAsync("CreateGroup", new JsonObject { ["DisplayName"] = "New", ["Quota"] = 3 }))).Code);
        var group = (string)(await center.StoreAsync("CreateGroup", new JsonObject { ["DisplayName"] = "Old" }))["GroupId"]!;
        var change = new JsonObject { ["AttributePath"] = "displayName", ["AttributeValue"] = "New", ["Quota"] = 3 };
        Assert.Equal(Refused, (await CenterSandbox.RefusalAsync(() => center.StoreAsync("UpdateGroup", new JsonObject { ["GroupId"] = group, ["Operations"] = new JsonArray(change) }))).Code);
        Assert.DoesNotContain("New", (await center.StoreAsync("ListGroups", []))["Groups"]!.AsArray().Select(g => (string)g!["DisplayName"]!));
    }
}
