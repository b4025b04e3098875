using Lanyard.Aws.Services;
using Lanyard.Cli.Identity;

namespace Lanyard.Tests.Cli.Identity;

/// <summary>
/// The ARNs of role sessions, as the IAM User Guide shows them ("IAM identifiers", "Unique identifiers"), and of permission sets
/// ("Referencing permission sets in resource policies" of the IAM Identity Center User Guide: AWSReservedSSO_NAME_ and a suffix).
/// </summary>
public sealed class CallerRoleTests
{
    private const string Deploy = "arn:aws:iam::333333333333:role/deploy";
    private const string WithPath = "arn:aws:iam::333333333333:role/team/a/deploy";

    [Theory]
    [InlineData("arn:aws:sts::333333333333:assumed-role/deploy/lanyard-orders-prod", Deploy, true)]
    [InlineData("arn:aws:sts::333333333333:assumed-role/deploy/lanyard-orders-prod", WithPath, true)]
    [InlineData("arn:aws:sts::333333333333:assumed-role/deploy2/x", Deploy, false)]
    [InlineData("arn:aws:sts::333333333333:assumed-role/Deploy/x", Deploy, false)]
    [InlineData("arn:aws:sts::222222222222:assumed-role/deploy/x", Deploy, false)]
    [InlineData("arn:aws-cn:sts::333333333333:assumed-role/deploy/x", Deploy, false)]
    [InlineData("arn:aws:sts::333333333333:federated-user/deploy", Deploy, false)]
    [InlineData("arn:aws:iam::333333333333:role/deploy", Deploy, false)]
    [InlineData("arn:aws:iam::333333333333:user/deploy", Deploy, false)]
    [InlineData("arn:aws:iam::333333333333:root", Deploy, false)]
    [InlineData("deploy", Deploy, false)]
    [InlineData("", Deploy, false)]
    [InlineData("arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Developer_0123456789abcdef/alice", "Developer", true)]
    [InlineData("arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Developer_Prod_0123456789abcdef/alice", "Developer", false)]
    [InlineData("arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Developer_Prod_0123456789abcdef/alice", "Developer_Prod", true)]
    [InlineData("arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Developer_0123456789abcdef0/alice", "Developer", false)]
    [InlineData("arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Developer/alice", "Developer", false)]
    [InlineData("arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/alice", "Developer", false)]
    [InlineData("arn:aws:sts::111111111111:assumed-role/Developer/alice", "Developer", false)]
    [InlineData("arn:aws:iam::111111111111:user/Developer", "Developer", false)]
    public void A_caller_is_compared_with_the_role_or_permission_set(string arn, string role, bool same) =>
        Assert.Equal(same, CallerRole.Is(new CallerIdentity("333333333333", arn, "AROAEXAMPLE:x"), role));
}
