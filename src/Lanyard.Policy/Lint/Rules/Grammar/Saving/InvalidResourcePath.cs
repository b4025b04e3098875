namespace Lanyard.Policy.Lint.Rules.Grammar.Saving;

/// <summary>
/// An ARN of IAM with a wildcard in the word for the kind of resource, as in <c>r*</c>: the word must be there in full, or the whole be <c>*</c>.
/// A word that is none at all is another rule's.
/// </summary>
internal sealed class InvalidResourcePath() : StatementRule("IAM_INVALID_RESOURCE_PATH", Severity.Error, RuleOrigin.SaveTime)
{
    private static readonly string[] Starts =
    [
        "user/", "federated-user/", "role/", "group/", "instance-profile/", "mfa/", "server-certificate/", "policy/", "sms-mfa/",
        "saml-provider/", "oidc-provider/", "report/", "access-report/",
    ];

    public override string Title => "an ARN of IAM that doesn't name its kind of resource in full";

    public override string Mending => $"Start the part behind the last colon with one of {string.Join(", ", Starts)}; or write \"*\" there.";

    public override Uri Link => SavingPages.Page("reference_identifiers.html#identifiers-arns");

    protected override bool Concerns(CheckedPolicy policy) => policy.IsManaged();

    protected override IEnumerable<Finding> Check(CheckedStatement statement) =>
        from resource in statement.Resources
        where resource is { IsKnown: true, Arn: { Service: "iam", Resource: not "*" } arn }
            && arn.Resource.AsSpan().IndexOfAny('*', '?') is > 0 and var wild && !arn.Resource.AsSpan(0, wild).ContainsAny('/', '$')
            && Array.Exists(Starts, start => start.StartsWith(arn.Resource.AsSpan(0, wild), StringComparison.Ordinal))
        select Found(resource.Text.Place, $"IAM refuses \"{resource.Text.Value}\": a wildcard can't stand in \"{resource.Arn!.Resource}\" before the first slash");
}
