using System.Globalization;
using Lanyard.Cli.Commands.Policies.Check;
using Lanyard.Cli.Commands.Policies.Generate;
using Lanyard.Cli.Edge;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Lint;
using Lanyard.Policy.Trust;
using Lanyard.Projects;

namespace Lanyard.Cli.Commands.Policies.Role;

/// <summary>Makes a role for a deployment: who may take it on, what it may do, and how the deploy tool or the CI system is told to use it.</summary>
internal static class RoleCommand
{
    private const int MostPolicies = 10;

    public static int Run(RoleInput input, Surroundings surroundings)
    {
        input = input with { Generate = input.Generate.WithStage(surroundings) };
        var rights = RoleRights.Of(input, surroundings);
        RolePlan plan;
        try
        {
            plan = input.User switch
            {
                RoleUser.CloudFormation => ServiceRole.Plan(input, rights),
                RoleUser.Deployer => DeployerRole.Plan(input, rights),
                _ => CiRole.Plan(input, rights),
            };
        }
        catch (TrustException e)
        {
            throw new UsageException(e.Message, e.Mending);
        }

        plan = plan with { Notes = [.. plan.Notes.Concat(Quotas(plan)).Concat(Findings(plan)).Distinct(StringComparer.Ordinal)] };
        surroundings.Error.Write(GenerateText.Talk(plan.Generated, input.Generate, AroundPolicies.None) + string.Concat(plan.Notes.Select(note => $"note: {note}\n")));
        if (input.Generate.Options.Json)
        {
            surroundings.Write(RoleJson.Write(plan));
        }
        else
        {
            surroundings.Write(RoleText.Write(plan));
        }

        return plan.Generated.All(p => p.Check.IsConsistent) ? ExitCodes.Done : ExitCodes.Failed;
    }

    /// <summary>Reads how long a session of the role may last.</summary>
    public static TimeSpan? MaxSession(RoleInput input) => input.MaxSession is not { } text ? null
        : DurationText.TryParse(text, out var duration) && duration >= TimeSpan.FromHours(1) && duration <= TimeSpan.FromHours(12) ? duration
        : throw new UsageException($"`{text}` is no duration that a role's sessions can have: 1h to 12h", "lanyard policy role --deployer --trust 111111111111 --policy deploy.json --account 111111111111 --max-session 4h");

    private static IEnumerable<string> Quotas(RolePlan plan) => plan.Roles.Where(role => role.Policies.Length > MostPolicies).Select(role =>
        $"{role.Name} has {role.Policies.Length} managed policies, and a role takes {MostPolicies} until AWS raises that quota (L-0DA4ABF3): deploy the stacks apart");

    // What is found in what is printed is said, and not for the reader to find out.
    private static IEnumerable<string> Findings(RolePlan plan) =>
        plan.Roles.SelectMany(role => Findings($"the trust policy of {role.Name}", role.Trust, PolicyKind.Trust))
            .Concat(plan.Policies.SelectMany(policy => Findings($"the policy {policy.Name}", policy.Document, PolicyKind.Identity)));

    private static IEnumerable<string> Findings(string what, PolicyDocument document, PolicyKind kind) =>
        PolicyLinter.Check(PolicyDocumentWriter.Write(document, indented: true), new PolicyUse(kind), Catalogue.Embedded)
            .GroupBy(finding => finding.Rule.Id, StringComparer.Ordinal)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"policy check finds in {what}: {Readable.Name(group.First().Rule.Severity)} {group.Key}{(group.Count() > 1 ? $" ({group.Count()} times)" : "")}: {group.First().Message}"));
}
