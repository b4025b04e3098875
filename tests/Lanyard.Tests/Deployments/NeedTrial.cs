using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Generate;
using Lanyard.Policy.Matching;

namespace Lanyard.Tests.Deployments;

/// <summary>A deployment without one need.</summary>
/// <param name="App">The app.</param>
/// <param name="Need">The need; of those that ask for the same, the first.</param>
/// <param name="Types">The types of resources that need it.</param>
/// <param name="Phases">When they do.</param>
internal sealed partial record NeedTrial(App App, Need Need, ImmutableSortedSet<string> Types, NeedPhases Phases)
{
    /// <summary>Gets the operation that failed for want of the need; <see langword="null"/> where none did.</summary>
    public string? FailedIn { get; private init; }

    /// <summary>Gets whether another need grants the same.</summary>
    public bool IsCovered { get; private init; }

    /// <summary>Gets what went wrong otherwise; <see langword="null"/> for nothing.</summary>
    public string? Surprise { get; private init; }

    /// <summary>Gives the trials of an app: one for each action on each resource under each condition.</summary>
    public static IEnumerable<NeedTrial> Of(App app) => app.Needs.GroupBy(KeyOf, StringComparer.Ordinal).Select(same => new NeedTrial(
        app, same.First(), [.. same.Select(TypeOf)], same.Aggregate(NeedPhases.None, (all, need) => all | need.Phases)));

    /// <summary>Deploys without it.</summary>
    public async Task<NeedTrial> RunAsync()
    {
        var policy = NeededPolicy.Of([.. App.Calls, .. App.Needs.Where(need => KeyOf(need) != KeyOf(Need))]);
        if (NeedCheck.Of([Need], [policy], AccessPolicies.None).Denied.IsEmpty)
        {
            return this with { IsCovered = true };
        }

        using var sandbox = await AppSandbox.ForDeployerAsync(App, AppSandbox.Split(policy));
        var outcome = await sandbox.RunAsync();
        return outcome.IsGood ? this : IsTold(outcome) ? this with { FailedIn = outcome.Phase } : this with { Surprise = outcome.ToString() };
    }

    public override string ToString() => $"{App}: {string.Join('|', Types)} {Need.Action} on {Need.Resource} ({Phases})";

    // The refusal names the action, and a resource that the need is about; IAM tells its kind and name.
    private bool IsTold(Outcome outcome) => outcome.Failures.Any(failure => Refusal().Matches(failure).Any(match =>
        match.Groups["action"].Value == Need.Action && (Need.Resource == "*" || new WildcardPattern(Need.Resource, ignoreCase: false).IsMatch(match.Groups["resource"].Value)
            || (match.Groups["name"].Value is { Length: > 0 } name && new WildcardPattern(Need.Resource[(Need.Resource.LastIndexOf('/') + 1)..], ignoreCase: false).IsMatch(name)))));

    private static string KeyOf(Need need) => $"{need.Action}\n{need.Resource}\n{NeededPolicy.Written(need.Conditions)}";

    // "LOGICALID (TYPE): …"
    private static string TypeOf(Need need) => Named().Match(need.Reason) is { Success: true } match ? match.Groups["type"].Value : "template";

    [GeneratedRegex(@"^\S+ \((?<type>[A-Z]\w+::[\w:]+)\)")]
    private static partial Regex Named();

    [GeneratedRegex(@"is not authorized to perform: (?<action>\S+)(?: on resource: (?:(?:role|user|group|policy) (?!arn:)(?<name>\S+)|(?:policy )?(?<resource>\S+)))?")]
    private static partial Regex Refusal();
}
