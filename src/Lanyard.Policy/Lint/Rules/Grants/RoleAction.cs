using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grants;

/// <summary>An action on roles of which Access Analyzer warns in six forms, where too many roles are in reach.</summary>
/// <param name="Name">The action.</param>
/// <param name="Limit">The condition key that says for which service, and so ends the danger.</param>
/// <param name="Roles">How the ARNs of its roles start behind the account.</param>
/// <param name="Danger">What it lets people do, to come behind "lets people".</param>
internal sealed record RoleAction(string Name, string Limit, string Roles, string Danger)
{
    public static RoleAction Pass { get; } =
        new("iam:PassRole", "iam:PassedToService", "role/", "give any role of the account to any service that it trusts, and so act with its permissions");

    public static RoleAction CreateServiceLinked { get; } =
        new("iam:CreateServiceLinkedRole", "iam:AWSServiceName", "role/aws-service-role/", "make the service-linked role of any service, and so let the service act in the account");

    /// <summary>Whether a resource holds every role that the action can be used on.</summary>
    /// <param name="resource">The resource.</param>
    public bool Holds(CheckedResource resource) => resource.IsEverything || RoleNames.AreAll(resource, Roles);

    /// <summary>
    /// Whether a statement that allows the action says for which service. Of the managed policies that the page names, AWSServiceRoleForAmazonEKSNodegroup
    /// tests the key with <c>IfExists</c>, and AlexaForBusinessFullAccess for a pattern that starts with a wildcard: neither is an answer.
    /// </summary>
    /// <param name="statement">The statement.</param>
    public bool IsLimited(CheckedStatement statement) => statement.Tests.Any(test => test.Is(Limit)
        && test.Operator is { IfExists: false, Negated: false } && test.Operator.Comparison != Comparison.Null
        && test.Test.Values.All(value => value.Text.Length > 0 && value.Text[0] is not ('*' or '?')));

    /// <summary>Whether a statement that allows the action tests for which service, in whatever way.</summary>
    /// <param name="statement">The statement.</param>
    public bool IsTested(CheckedStatement statement) => statement.Tests.Any(test => test.Is(Limit));
}
