using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Sets;

/// <summary>What stands in requests and around them where the policies that are compared say nothing of it.</summary>
internal static class StandIns
{
    /// <summary>The account of the caller.</summary>
    public const string Account = "111111111111";

    /// <summary>A session of a role: unlike a user it has no condition keys of its own that could get in the way.</summary>
    public static RequestPrincipal Caller { get; } = new RoleSession($"arn:aws:iam::{Account}:role/example", "example");

    /// <summary>An identity policy that allows everything.</summary>
    public static PolicySet AllowsAll { get; } = PolicySet.Of(
        new AttachedPolicy("everything", PolicyKind.Identity, Read("""{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""")));

    /// <summary>A policy of a resource that leaves everything to an account's own policies.</summary>
    public static PolicySet LeavesTo(string account) => PolicySet.Of(new AttachedPolicy(
        "the resource's owner", PolicyKind.Resource, Read(
            $$$"""{"Statement":{"Effect":"Allow","Principal":{"AWS":"{{{account}}}"},"Action":"*","Resource":"*"}}""")));

    /// <summary>A policy of a resource that allows everything to anybody.</summary>
    public static PolicySet AllowsAnybody { get; } = PolicySet.Of(new AttachedPolicy(
        "the resource's owner", PolicyKind.Resource, Read("""{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}""")));

    private static PolicyDocument Read(string json) => PolicyDocumentReader.Read(json, null);
}
