using Lanyard.Sandbox.Seeds;
using Lanyard.Tests.Sandbox.Iam;

namespace Lanyard.Tests.Sandbox.Seeds;

public sealed class SeedCenterTests
{
    private const string Good =
        """
        accounts:
          - id: "111111111111"
            name: dev
            managedPolicies: [{ name: site, policy: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:*", Resource: "*" }] } }]
          - { id: "222222222222", name: hub, rootKey: {} }
        managementAccount: hub
        identityCenter:
          startUrl: https://acme.awsapps.com/start
          region: eu-west-1
          users: [{ userName: ann }, { userName: ben, disabled: true }]
          groups: [{ name: Crew, description: All hands, members: [ann, ben] }]
          permissionSets:
            - { name: Site, description: The site, managedPolicies: [IAMReadOnlyAccess], customerManagedPolicies: [site], permissionsBoundary: site }
          assignments: [{ group: Crew, account: dev, permissionSet: Site }]
        """;

    [Fact]
    public async Task Groups_and_policies_of_permission_sets_are_as_the_seed_says()
    {
        using var iam = new IamSandbox(SandboxSeedFile.Read(Good, "seed.yaml"));
        Assert.Equal("222222222222", iam.Sandbox.Server.Seed.ManagementAccountId);
        Assert.Equal([("111111111111", "Site")], iam.Sandbox.Server.AssignmentsOf("ann"));
        Assert.Empty(iam.Sandbox.Server.AssignmentsOf("ben"));
        Assert.Equal(["ann"], iam.Sandbox.Server.UserNames);
        Assert.Null(iam.Sandbox.Server.PasswordOf("ben"));
        var ann = iam.Sandbox.Server.IssueRoleCredentials("ann", "111111111111", "Site")!;

        // What the policies allow together ends at the boundary, which allows S3 alone.
        Assert.Equal("AccessDenied", (await iam.RefusalAsync(ann, "ListUsers")).Code);
        Assert.EndsWith("because no permissions boundary allows the iam:ListUsers action", (await iam.RefusalAsync(ann, "ListUsers")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("members: [ann, ben]", "members: [eve]", 11, 59, "not one of users")]
    [InlineData("group: Crew", "group: Mob", 14, 26, "not one of groups")]
    [InlineData("group: Crew,", "group: Crew, user: ann,", 14, 17, "either user or group")]
    [InlineData("managedPolicies: [IAMReadOnlyAccess]", "managedPolicies: [NoSuch]", 13, 61, "isn't one of AWS's own")]
    [InlineData("customerManagedPolicies: [site]", "customerManagedPolicies: [other]", 14, 61, "not one of the account's managedPolicies")]
    [InlineData("managementAccount: hub", "managementAccount: mars", 6, 20, "neither id nor name")]
    [InlineData("disabled: true", "disabled: maybe", 10, 57, "true or false")]
    public void A_mistake_is_told_with_its_line_and_column(string right, string wrong, int line, int column, string says)
    {
        var error = Assert.Throws<SandboxSeedException>(() => SandboxSeedFile.Read(Good.Replace(right, wrong, StringComparison.Ordinal), "seed.yaml"));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (error.Line, error.Column));
    }

    [Theory]
    [InlineData("management, hub", "222222222222")]
    [InlineData("hub, management", "111111111111")]
    [InlineData("hub, lab", "222222222222")]
    public void The_management_account_is_the_one_called_so_or_else_the_first(string names, string id)
    {
        var accounts = names.Split(", ");
        var seed = SandboxSeed.Default with { Organization = null, Accounts = [new("222222222222", accounts[0], "a@example.com"), new("111111111111", accounts[1], "b@example.com")] };
        Assert.Equal(id, seed.ManagementAccountId);
    }
}
