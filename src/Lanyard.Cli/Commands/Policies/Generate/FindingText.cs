using Lanyard.Cli.Commands.Policies.Check;
using Lanyard.Policy.Lint;

namespace Lanyard.Cli.Commands.Policies.Generate;

/// <summary>Says what <c>policy check</c> finds in policies that were made, and why it stays.</summary>
internal static class FindingText
{
    // The sentences speak of what the generator does on purpose; a finding without one is a mistake of the template's, or of ours.
    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA"] = "add --split",
        ["LANYARD_ACTION_NEVER_MATCHES_RESOURCE"] = "API Gateway authorizes a method on a path, and AWS's reference doesn't list all of them",
        ["LANYARD_PASS_EVERY_ROLE_TO_SERVICE"] = "the template doesn't tell which role is passed",
        ["PASS_ROLE_WITH_STAR_IN_RESOURCE"] = "the template doesn't tell which role is passed, and it isn't known that the service names itself",
        ["CREATE_SLR_WITH_STAR_IN_RESOURCE"] = "the condition names the service",
    };

    /// <summary>Gives the reason for which a finding is left; null where none is known.</summary>
    public static string? ReasonOf(GeneratedPolicy policy, Finding finding) => (policy.For, finding.Rule.Id) switch
    {
        (GeneratedPolicy.Roles, "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA") => "a role has one boundary, which can't be split: give the stack's roles several",
        (GeneratedPolicy.Roles, _) => "a role's own policy in the template says it",
        (_, "LANYARD_BORROWS_OTHER_ROLES" or "LANYARD_PRIVILEGE_ESCALATION") when policy.IsForEveryStack => "it holds for every stack: say which with --stack-name",
        (_, "LANYARD_NEW_ROLES_WITHOUT_BOUNDARY" or "LANYARD_PRIVILEGE_ESCALATION") when policy.IsUnbounded => "--no-boundary lets roles be made that may do everything",
        (_, "LANYARD_NEW_ROLES_WITHOUT_BOUNDARY") => "the bootstrap makes the deploy tool's own roles",
        _ => Reasons.GetValueOrDefault(finding.Rule.Id),
    };

    /// <summary>Gives the findings of policies with the policy's name; what comes several times in one policy is told once.</summary>
    public static IEnumerable<ToldFinding> Of(IEnumerable<GeneratedPolicy> policies) =>
        policies.SelectMany(policy => policy.Findings.GroupBy(finding => finding.Rule.Id, StringComparer.Ordinal).Select(group => new ToldFinding(policy, group.First(), group.Count())));

    /// <summary>Writes them, a line for each.</summary>
    public static IEnumerable<string> Lines(IReadOnlyCollection<GeneratedPolicy> policies) => Of(policies).Select(found =>
        $"{Readable.Name(found.First.Rule.Severity)} {found.First.Rule.Id}{(policies.Count == 1 ? "" : $" in {found.Policy.Name}")}{(found.Count == 1 ? "" : $", {found.Count} times, such as")}: {Readable.Line(found.First.Message.Split("; ")[0])}"
        + (ReasonOf(found.Policy, found.First) is { } reason ? $" ({reason})" : ""));
}

/// <summary>A finding as it is told: once for each policy.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="First">The first finding of its kind.</param>
/// <param name="Count">How many of the kind there are.</param>
internal sealed record ToldFinding(GeneratedPolicy Policy, Finding First, int Count);
