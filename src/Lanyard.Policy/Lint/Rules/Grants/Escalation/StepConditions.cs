using Lanyard.Policy.Documents;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Grants.Escalation;

/// <summary>
/// Whether a statement allows or forbids a step. Decided so: conditions about the caller, its network or the time don't stand in the way, for
/// who holds the permissions can fulfil them; <c>iam:PassedToService</c> says which service gets a role; any other condition may be about the
/// target, so that the statement isn't counted. Of resources those that cover every resource of a type count, where one with more rights must be
/// among them: a named role, or a pattern such as <c>role/app-*</c>, is the author's choice.
/// </summary>
internal static class StepConditions
{
    private const string PassedToService = "iam:PassedToService";
    private const string Boundary = "iam:PermissionsBoundary";
    private const string Self = "${aws:username}";

    // Keys that say who calls, from where and when.
    private static readonly HashSet<string> OfCaller = new(StringComparer.OrdinalIgnoreCase)
    {
        "aws:CurrentTime", "aws:EpochTime", "aws:MultiFactorAuthAge", "aws:MultiFactorAuthPresent", "aws:PrincipalAccount", "aws:PrincipalArn",
        "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalType", "aws:RequestedRegion", "aws:SecureTransport", "aws:SourceIp",
        "aws:SourceVpc", "aws:SourceVpce", "aws:TokenIssueTime", "aws:UserAgent", "aws:userid", "aws:username", "aws:VpcSourceIp",
    };

    // Keys with which a Deny forbids everything but what the author chose.
    private static readonly HashSet<string> OfChoice = new(StringComparer.OrdinalIgnoreCase)
    { Boundary, "iam:PolicyARN" };

    public static bool Allows(CheckedStatement statement, WayStep step, int id) =>
        statement.Tests.All(test => IsFulfilled(test, step)) && Reaches(statement, step, id);

    public static bool Forbids(CheckedStatement deny, WayStep step, int id) =>
        (deny.Tests.IsEmpty || (deny.Tests.Length == 1 && IsChoice(deny.Tests[0], step)))
        && (deny.HasNotResource
            ? step.Reach != StepReach.Any && !deny.Resources.Any(resource => ResourceForms.AreAll(resource, deny.Policy.Catalogue.Action(id)))
            : deny.Resources.Any(resource => ResourceForms.AreAll(resource, deny.Policy.Catalogue.Action(id))));

    private static bool IsFulfilled(CheckedTest test, WayStep step)
    {
        if (test.Is(PassedToService))
        {
            return step.PassedTo is null || IsPassed(test, step.PassedTo);
        }

        // A request that names no boundary passes a test with IfExists.
        return (test.Is(Boundary) && test.Operator.IfExists) || OfCaller.Contains(test.Test.Key.Value)
            || test.Test.Key.Value.StartsWith("aws:PrincipalTag/", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsPassed(CheckedTest test, string service) => test.Operator.Comparison != Comparison.Null
        && test.Test.Values.Any(value => new WildcardPattern(value.Text, ignoreCase: true).IsMatch(service)) != test.Operator.Negated;

    private static bool IsChoice(CheckedTest test, WayStep step) => test.Is(PassedToService)
        ? step.PassedTo is not null && IsPassed(test, step.PassedTo)
        : OfChoice.Contains(test.Test.Key.Value) && (test.Operator.Negated || IsMissing(test));

    private static bool IsMissing(CheckedTest test) => test.Operator.Comparison == Comparison.Null
        && test.Test.Values.All(value => value.Text.Equals("true", StringComparison.OrdinalIgnoreCase));

    private static bool Reaches(CheckedStatement statement, WayStep step, int id)
    {
        var action = statement.Policy.Catalogue.Action(id);
        if (statement.HasNotResource)
        {
            return statement.Resources.All(resource => resource.IsKnown && !ResourceForms.AreAll(resource, action));
        }

        return step.Reach == StepReach.Any
            ? statement.Resources.Any(resource => resource.IsEverything || ResourceForms.Fits(resource, action))
            : statement.Resources.Any(resource => ResourceForms.AreAll(resource, action)
                || (step.Reach == StepReach.AllOrSelf && resource.Text.Value.Contains(Self, StringComparison.Ordinal)));
    }
}
