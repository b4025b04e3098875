using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Generate;
using Lanyard.Policy.Generate.Failures;

namespace Lanyard.Cli.Commands.Policies.FromFailure;

/// <summary>What came of failures.</summary>
/// <param name="Mending">The failures, with what they need.</param>
/// <param name="Policies">The documents to print: what was given with its addition, or the addition.</param>
/// <param name="WasDecoded">Whether AWS was asked to decode messages.</param>
internal sealed record FromFailureResult(FailureMending Mending, ImmutableArray<MendedPolicy> Policies, bool WasDecoded)
{
    /// <summary>Gets what was taken as given of the policies, and isn't written in them.</summary>
    public ImmutableArray<string> TakenAsGiven { get; init; } = [];

    /// <summary>Puts the documents together.</summary>
    public static ImmutableArray<MendedPolicy> PoliciesOf(FailureMending mending, FromFailureInput input)
    {
        var policies = new List<MendedPolicy>();
        var additions = mending.Additions.ToList();
        if (mending.Identity is { } identity)
        {
            policies.Add(new MendedPolicy(NameOf(input.Policies[0]), FailureLayer.Identity, identity, Take(FailureLayer.Identity)));
        }

        if (mending.Boundary is { } boundary)
        {
            policies.Add(new MendedPolicy(NameOf(input.Boundary[0]), FailureLayer.Boundary, boundary, Take(FailureLayer.Boundary)));
        }

        policies.AddRange(additions.Select(addition => new MendedPolicy(NameOf(addition), addition.Layer, addition.Document, [addition])));
        return [.. policies];

        ImmutableArray<FailureAddition> Take(FailureLayer layer)
        {
            ImmutableArray<FailureAddition> taken = [.. additions.Where(addition => addition.Layer == layer)];
            additions.RemoveAll(taken.Contains);
            return taken;
        }
    }

    private static string NameOf(string path) => path == "-" ? "policy" : Path.GetFileNameWithoutExtension(path) is { Length: > 0 } name ? name : "policy";

    private static string NameOf(FailureAddition addition) =>
        addition.Failure.IsOfFunction ? "function-role" : FailurePlace.NameOf(addition.Failure) ?? "caller";
}

/// <summary>A document to print.</summary>
/// <param name="Name">Its name: the file's, or that of the user or role.</param>
/// <param name="Layer">What kind of policy it is.</param>
/// <param name="Document">The document.</param>
/// <param name="Additions">What is new in it.</param>
internal sealed record MendedPolicy(string Name, FailureLayer Layer, PolicyDocument Document, ImmutableArray<FailureAddition> Additions)
{
    /// <summary>Gets what is new in it.</summary>
    public IEnumerable<Need> Needs => Additions.SelectMany(addition => addition.Needs);
}
