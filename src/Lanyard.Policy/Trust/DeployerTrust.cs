using System.Collections.Immutable;

namespace Lanyard.Policy.Trust;

/// <summary>The trust policy of a role that people take on to deploy.</summary>
/// <param name="Principals">Who.</param>
/// <param name="RequireMfa">Whether a code of an MFA device must have been given.</param>
/// <param name="ExternalId">What the call must say; <see langword="null"/> for nothing.</param>
public sealed record DeployerTrust(ImmutableArray<TrustedPrincipal> Principals, bool RequireMfa, string? ExternalId)
{
    private const int ShortestExternalId = 2;
    private const int LongestExternalId = 1224;

    /// <summary>Makes the statements: one for those whom IAM can name, and one for the permission sets of each account.</summary>
    /// <exception cref="TrustException">A condition is one that nobody could fulfil.</exception>
    public ImmutableArray<TrustStatement> Statements()
    {
        var sets = Principals.OfType<TrustedPrincipal.PermissionSet>().ToArray();
        if (RequireMfa && sets.Length > 0)
        {
            throw new TrustException(
                $"sessions of Identity Center say nothing of MFA (aws:MultiFactorAuthPresent), so with MFA required nobody with the permission set {sets[0].Name} could take the role on",
                "leave --require-mfa out, and require MFA in Identity Center's own settings: it is asked for at the sign-in");
        }

        var conditions = Conditions();
        string[] named = [.. Principals.Select(p => p switch { TrustedPrincipal.WholeAccount account => account.Arn, TrustedPrincipal.Entity entity => entity.Arn, _ => null }).OfType<string>().Distinct(StringComparer.Ordinal)];
        return
        [
            .. named.Length == 0 ? (TrustStatement[])[] : [new TrustStatement("Named", "AWS", [.. named], "sts:AssumeRole", conditions)],
            .. sets.GroupBy(set => set.Account, StringComparer.Ordinal).Select((group, at) => new TrustStatement(
                at == 0 ? "IdentityCenter" : $"IdentityCenter{at + 1}", "AWS", [group.Key], "sts:AssumeRole",
                [new TrustCondition("ArnLike", "aws:PrincipalArn", [.. group.SelectMany(set => set.Roles).Distinct(StringComparer.Ordinal)]), .. conditions])),
        ];
    }

    private ImmutableArray<TrustCondition> Conditions()
    {
        if (ExternalId is { } id && (id.Length is < ShortestExternalId or > LongestExternalId || !id.All(c => char.IsAsciiLetterOrDigit(c) || "+=,.@:/-_".Contains(c, StringComparison.Ordinal))))
        {
            throw new TrustException("an external id has 2 to 1224 letters, digits and characters of +=,.@:/-_", "choose one as in 6f3c1f9a-deploy");
        }

        return
        [
            .. RequireMfa ? (TrustCondition[])[new TrustCondition("Bool", "aws:MultiFactorAuthPresent", ["true"])] : [],
            .. ExternalId is null ? (TrustCondition[])[] : [new TrustCondition("StringEquals", "sts:ExternalId", [ExternalId])],
        ];
    }
}
