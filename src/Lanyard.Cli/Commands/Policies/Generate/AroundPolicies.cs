using System.Collections.Immutable;
using Lanyard.Cli.Commands.Policies.Diff;
using Lanyard.Cli.Edge;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Cli.Commands.Policies.Generate;

/// <summary>What limits whoever deploys, whatever their own policies allow.</summary>
/// <param name="Policies">The SCPs of the account, and the deployer's permissions boundary.</param>
/// <param name="Region">The Region of the deployment; null where it isn't known.</param>
/// <param name="Notes">What was taken as given.</param>
internal sealed record AroundPolicies(AccessPolicies Policies, string? Region, ImmutableArray<string> Notes)
{
    private static readonly Lazy<PolicyDocument> FullAccess = new(() => PolicyDocumentReader.Read(
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", "FullAWSAccess"));

    /// <summary>Gets what nothing limits.</summary>
    public static AroundPolicies None { get; } = new(AccessPolicies.None, null, []);

    /// <summary>Gets whether there are any.</summary>
    public bool IsThere => Policies.Boundary is not null || Policies.ServiceControl.Length > 0;

    /// <summary>Gets what limits CloudFormation's role, which the deployer's boundary doesn't.</summary>
    public AroundPolicies WithoutBoundary => this with { Policies = Policies with { Boundary = null } };

    /// <summary>Reads the files that the command line names.</summary>
    public static AroundPolicies Read(GenerateInput input, Surroundings surroundings)
    {
        var files = new DiffFiles(surroundings);
        var (levels, notes) = Levels(files, input.ServiceControl);
        return new AroundPolicies(
            AccessPolicies.None with
            {
                Boundary = input.DeployerBoundary.Count == 0 ? null : files.ReadSet(PolicyKind.Boundary, input.DeployerBoundary),
                ServiceControl = levels,
            },
            input.Options.Region, notes);
    }

    /// <summary>Reads the SCPs above an account.</summary>
    /// <param name="files">What reads them.</param>
    /// <param name="paths">A file or folder for each level, from the root down.</param>
    /// <returns>The levels, and what was taken as given.</returns>
    public static (ImmutableArray<PolicySet> Levels, ImmutableArray<string> Notes) Levels(DiffFiles files, IEnumerable<string> paths)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        ImmutableArray<PolicySet> levels = [.. paths.Select(path => Level(files.ReadSet(PolicyKind.ServiceControl, [path]), path, notes))];
        return (levels, notes.ToImmutable());
    }

    // An organization that only denies leaves AWS's own policy attached beside; without it nobody could do anything.
    private static PolicySet Level(PolicySet set, string level, ImmutableArray<string>.Builder notes)
    {
        if (set.Policies.Any(policy => policy.Document.Statements.Any(statement => statement.Effect == Effect.Allow)))
        {
            return set with { Target = level };
        }

        notes.Add($"{level} only denies: FullAWSAccess, which AWS attaches to every target, is taken as attached beside it");
        return set with { Policies = set.Policies.Add(new AttachedPolicy("FullAWSAccess", PolicyKind.ServiceControl, FullAccess.Value)), Target = level };
    }
}
